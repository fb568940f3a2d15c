/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What values may be: types that the arguments of both shells share. */

#include "cmd/cmd.h"

extern const struct cmd_type cmd_flag;
extern const struct cmd_type cmd_any_text; /* 1 to 255 printable bytes */
extern const struct cmd_type cmd_serial;   /* a number of 1 to 15 digits */

extern const struct cmd_type type_label;
extern const struct cmd_type type_password; /* a new one of a role */
extern const struct cmd_type type_present;  /* one that the HSM will judge */
extern const struct cmd_type type_domain;

/* For `check`: of a value that is not empty. */
bool cmd_no_blank_first(struct bytes value);
