/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Chrystoki.conf: sections of `Key = value;` lines. The text is kept and edited
 * in place, so that comments, order and unknown entries survive.
 */

#include <limits.h>

#include "base/bytes.h"

struct conf {
	struct buf text;
	char path[PATH_MAX]; /* of the file itself, links followed */
};

/* Why a file cannot be used, in words for a person: path, line, reason. */
struct conf_problem {
	char words[PATH_MAX + 192];
};

/* Finds the file: in the folder ChrystokiConfigurationPath, else in /etc. */
enum err conf_find(char *out, size_t size);
/* Reads the whole file or nothing; path NULL: the file of conf_find.
 * ERR_NOT_FOUND, ERR_FILE, ERR_TOO_LARGE; ERR_MALFORMED for a line that the
 * format does not permit. *out_problem has path, line and reason. */
enum err conf_open(struct conf *out, const char *path,
    struct conf_problem *out_problem);
/* ERR_MALFORMED if conf_open would refuse the text. */
enum err conf_check(const struct conf *c, struct conf_problem *out_problem);
/* Reports that an existing entry has a value that is not permitted. */
void conf_blame(const struct conf *c, const char *section, const char *key,
    const char *rule, struct conf_problem *out_problem);

/* Copies the value, with a NUL. ERR_NOT_FOUND, ERR_TOO_LARGE. */
enum err conf_get(const struct conf *c, const char *section, const char *key,
    char *out, size_t size);

/* Sets or adds an entry, with its section if needed. ERR_ARGUMENT for a name or a
 * value that the file cannot hold. */
enum err conf_set(struct conf *c, const char *section, const char *key,
    const char *value);
/* Removes the entry if it exists. */
void conf_remove(struct conf *c, const char *section, const char *key);
/* Writes the file back, whole or not at all. Owner and mode stay. */
enum err conf_save(const struct conf *c);
void conf_clear(struct conf *c);
