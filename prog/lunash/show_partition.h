/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the families print and do with partitions of any card: the built-in
 * HSM's and those of a Backup HSM. */

#include "client/card_session.h"
#include "lunash.h"

/* One partition with its roles, in the layout of the appliance's generation. */
enum err show_partition(struct cmd_call *call, const struct msg_partition_row *row);
/* The objects that the session may see. */
enum err show_contents(struct cmd_call *call, struct card_session *s,
    const struct msg_partition_row *row);
