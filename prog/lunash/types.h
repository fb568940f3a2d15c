/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The types of the commands' values, and the help texts of options that many
 * commands share. */

#include "cmd/types.h"

extern const struct cmd_type type_partition; /* name of a partition */
extern const struct cmd_type type_bytes; /* a size */
extern const struct cmd_type type_client;
extern const struct cmd_type type_host;
extern const struct cmd_type type_address;
extern const struct cmd_type type_user;
extern const struct cmd_type type_file;

#define ARG_FORCE { "force", &cmd_flag, 0, "do not ask for confirmation" }
#define ARG_DEVICE { "serial", &cmd_serial, CMD_REQUIRED, \
	"serial number of the Backup HSM" }
