/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A user's file area: a flat folder, filled through scp and sftp by somebody we
 * do not trust with path names. Names are checked, links never followed.
 */

#include "base/bytes.h"

#define AREA_NAME_MAX 255

/* A file name and nothing else: no slash, not hidden, printable. */
bool area_name_is_valid(struct bytes name);
/* Appends a regular file. ERR_NAME_INVALID, ERR_NOT_FOUND, ERR_TOO_LARGE. */
enum err area_read(const char *folder, struct bytes name, struct buf *out);
enum err area_write(const char *folder, struct bytes name, struct bytes content);
enum err area_remove(const char *folder, struct bytes name);

struct area_file {
	const char *name;
	uint64_t size;
	int64_t time;
};

/* Hands each regular file to fn, in alphabetical order. */
enum err area_walk(const char *folder,
    enum err (*fn)(void *ctx, const struct area_file *f), void *ctx);
