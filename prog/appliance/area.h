/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A user's file area: a flat folder that users fill through scp and sftp. They
 * are not trusted with path names, so every name is checked and no symbolic link
 * is followed.
 */

#include "base/bytes.h"

#define AREA_NAME_MAX 255

/* True for a plain file name: no slash, not "." or "..", printable. */
bool area_name_is_valid(struct bytes name);
/* Appends the contents of a regular file. ERR_NAME_INVALID, ERR_NOT_FOUND,
 * ERR_TOO_LARGE. */
enum err area_read(const char *folder, struct bytes name, struct buf *out);
enum err area_write(const char *folder, struct bytes name, struct bytes content);
enum err area_remove(const char *folder, struct bytes name);
/* Removes everything in the folder, whatever its name. */
enum err area_clear(const char *folder);

struct area_file {
	const char *name;
	uint64_t size;
	int64_t time;
};

/* Hands each regular file to fn, in alphabetical order. Letters of a name that
 * cannot be printed become '?'. */
typedef enum err area_fn(void *ctx, const struct area_file *f);
enum err area_walk(const char *folder, area_fn *fn, void *ctx);
