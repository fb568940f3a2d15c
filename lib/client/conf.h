/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Chrystoki.conf: sections of `Key = value;` lines. Kept as the text it is and
 * edited in place, so that comments, order and what we do not know survive.
 */

#include <limits.h>

#include "base/bytes.h"

struct conf {
	struct buf text;
	char path[PATH_MAX]; /* of the file itself, links followed */
};

/* Where the file is: the folder ChrystokiConfigurationPath, else /etc. */
enum err conf_find(char *out, size_t size);
/* Reads the file; NULL: the one of conf_find. ERR_NOT_FOUND, ERR_FILE. */
enum err conf_open(struct conf *out, const char *path);

/* The value with a NUL. ERR_NOT_FOUND, ERR_TOO_LARGE. */
enum err conf_get(const struct conf *c, const char *section, const char *key,
    char *out, size_t size);
/* A number, or the fallback if it is absent or not a whole number. */
uint64_t conf_number(const struct conf *c, const char *section, const char *key,
    uint64_t fallback);

/* Sets or adds; the section is made if need be. ERR_ARGUMENT for a name or a
 * value that the file cannot hold. */
enum err conf_set(struct conf *c, const char *section, const char *key,
    const char *value);
/* Removes the entry, if it is there. */
void conf_remove(struct conf *c, const char *section, const char *key);
/* Writes the file back, whole or not at all; owner and mode stay. */
enum err conf_save(const struct conf *c);
void conf_clear(struct conf *c);
