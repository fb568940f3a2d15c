/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The deletion of a partition of any card: the built-in HSM's, or a backup. */

#include "device.h"

struct cmd_call;

/* Asks, unless -force is given, and deletes it. */
enum err delete_partition(struct cmd_call *call, struct device *d,
    const struct msg_partition_row *row);
