/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Types of values that the arguments of both shells share. */

#include "cmd/cmd.h"

extern const struct cmd_type cmd_flag;
extern const struct cmd_type cmd_any_text; /* 1 to 255 printable bytes */
extern const struct cmd_type cmd_serial;   /* a number of 1 to 15 digits */

extern const struct cmd_type type_label;
extern const struct cmd_type type_password; /* a new one of a role */
extern const struct cmd_type type_present;  /* an existing one; the HSM checks it */
extern const struct cmd_type type_domain;

/* A `check` function: the value, which is not empty, does not begin with a
 * blank. */
bool cmd_no_blank_first(struct bytes value);
