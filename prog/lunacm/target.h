/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The targets of commands: the current slot, or a role of its partition. A
 * command's row names the kind; the engine opens the target before the command
 * runs.
 */

#include "lunacm.h"

struct target {
	struct caller card;
	struct slot *slot; /* its session is opened when needed */
	struct msg_partition_row row; /* as it is now; its bytes live in reply */
	struct buf reply;
	enum role role; /* filled for target_role */
};

extern const struct cmd_target
    target_slot, /* for all commands but role */
    target_role; /* role too: that of -name */

/* The target of the command that runs. */
struct target *target_of(const struct cmd_call *call);
/* Reads the partition's state from the card again. */
enum err target_refresh(struct cmd_call *call, struct target *t);
/* The state of one role of the partition. ERR_ROLE_UNKNOWN. */
enum err target_role_row(const struct target *t, enum role role,
    struct msg_role_row *out);
