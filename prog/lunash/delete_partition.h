/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Deletes a partition of any card: one of the built-in HSM, or a backup. */

#include "device.h"

struct cmd_call;

/* Asks, unless -force was given, and deletes the partition. */
enum err delete_partition(struct cmd_call *call, struct device *d,
    const struct msg_partition_row *row);
