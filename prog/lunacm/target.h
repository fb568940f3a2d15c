/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What the commands work on: the current slot, or a role of its partition. A
 * command's row names the kind; the engine opens it before the command runs.
 */

#include "lunacm.h"

struct target {
	struct caller card;
	struct slot *slot; /* with a session, opened at need */
	struct msg_partition_row row; /* as it is now; its bytes live in reply */
	struct buf reply;
	enum role role; /* of target_role */
};

extern const struct cmd_target
    target_slot, /* all but role; refused in words when there is no slot */
    target_role; /* role too: that of -name */

/* Of the command that runs. */
struct target *target_of(const struct cmd_call *call);
/* Asks the card anew. */
enum err target_refresh(struct cmd_call *call, struct target *t);
/* The state of one role of the partition. ROLE_UNKNOWN. */
enum err target_role_row(const struct target *t, enum role role,
    struct msg_role_row *out);
