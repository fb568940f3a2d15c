/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A user's file area: a flat folder, filled through scp and sftp by somebody we
 * do not trust with path names. Names are checked, links never followed.
 */

#include "base/bytes.h"

#define AREA_NAME_MAX 255

/* A file name and nothing else: no slash, not "." or "..", printable. */
bool area_name_is_valid(struct bytes name);
/* Appends a regular file. ERR_NAME_INVALID, ERR_NOT_FOUND, ERR_TOO_LARGE. */
enum err area_read(const char *folder, struct bytes name, struct buf *out);
enum err area_write(const char *folder, struct bytes name, struct bytes content);
enum err area_remove(const char *folder, struct bytes name);
/* All that lies there, whatever it is called. */
enum err area_clear(const char *folder);

struct area_file {
	const char *name;
	uint64_t size;
	int64_t time;
};

/* Hands each regular file to fn, in alphabetical order; what cannot be printed in
 * its name as '?'. */
typedef enum err area_fn(void *ctx, const struct area_file *f);
enum err area_walk(const char *folder, area_fn *fn, void *ctx);
