/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the families print and do with partitions of any card: the built-in
 * HSM's and those of a Backup HSM. */

#include "device.h"
#include "lunash.h"
#include "role.h"

/* The device that -serial names; says which, if there is none. */
enum err token_open(struct cmd_call *call, struct device *out);
/* As device_find_partition, by the value of an option; says which name. */
enum err device_find_named(struct cmd_call *call, struct device *d,
    const char *option, struct buf *reply, struct msg_partition_row *out);
/* One partition with its roles, in the layout of the appliance's generation. */
enum err show_partition(struct cmd_call *call, const struct msg_partition_row *row);
/* The objects that the session may see. */
enum err show_contents(struct cmd_call *call, struct role_session *s,
    const struct msg_partition_row *row);
/* Confirms and deletes the one named by -partition. */
enum err partition_delete_from(struct cmd_call *call, struct device *d);
