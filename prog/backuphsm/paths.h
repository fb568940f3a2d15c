/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Where the files of a Backup HSM are. */

#include "box.h"

struct box_path {
	char s[4096];
};

/* Writes a path in the state folder to out and returns out->s. A path that is too
 * long ends the program: main has checked that there is room. */
const char *box_path(const struct box *b, struct box_path *out, const char *name);
