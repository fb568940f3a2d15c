/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Where the files of an appliance are. */

#include "box.h"

struct box_path {
	char s[4096];
};

/* Writes a path in the state folder to out and returns out->s. A path that is too
 * long ends the program: main has checked that there is room. */
const char *box_path(const struct box *b, struct box_path *out,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The path of a user's file area. */
const char *box_area(const struct box *b, const char *user, struct box_path *out);
