/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Prints partitions of any card: those of the built-in HSM and those of a Backup
 * HSM. */

#include "client/card_session.h"
#include "lunash.h"

/* Prints one partition with its roles, in the layout of the appliance's
 * generation. */
enum err show_partition(struct cmd_call *call, const struct msg_partition_row *row);
/* Prints the objects that the session may see. */
enum err show_contents(struct cmd_call *call, struct card_session *s,
    const struct msg_partition_row *row);
