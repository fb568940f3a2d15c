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

/* Why a file cannot be used, for a person: its path, the line, the reason. */
struct conf_problem {
	char words[PATH_MAX + 192];
};

/* Where the file is: the folder ChrystokiConfigurationPath, else /etc. */
enum err conf_find(char *out, size_t size);
/* Reads the file, whole or not at all; NULL: the one of conf_find.
 * ERR_NOT_FOUND, ERR_FILE, ERR_TOO_LARGE; ERR_MALFORMED for a line that is
 * none of the format: *out_problem says all. */
enum err conf_open(struct conf *out, const char *path,
    struct conf_problem *out_problem);
/* ERR_MALFORMED for text that conf_open would refuse. */
enum err conf_check(const struct conf *c, struct conf_problem *out_problem);
/* Says that the entry, which is there, has a value that is not permitted. */
void conf_blame(const struct conf *c, const char *section, const char *key,
    const char *rule, struct conf_problem *out_problem);

/* The value with a NUL. ERR_NOT_FOUND, ERR_TOO_LARGE. */
enum err conf_get(const struct conf *c, const char *section, const char *key,
    char *out, size_t size);

/* Sets or adds; the section is made if need be. ERR_ARGUMENT for a name or a
 * value that the file cannot hold. */
enum err conf_set(struct conf *c, const char *section, const char *key,
    const char *value);
/* Removes the entry, if it is there. */
void conf_remove(struct conf *c, const char *section, const char *key);
/* Writes the file back, whole or not at all; owner and mode stay. */
enum err conf_save(const struct conf *c);
void conf_clear(struct conf *c);
