/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Cards behind the appliance. A link is opened for each command that needs one
 * and ends with it, and so logins and sessions end with the command.
 */

#include "wire/call.h"

struct lunash;

/* A card of the appliance, on a link of its own. Serial 0 is the built-in HSM;
 * others are Backup HSMs that are plugged in. */
struct device {
	struct lunash *lunash;
	struct caller card;
	uint64_t serial;
	struct buf reply; /* of hello and hsm_info */
	struct msg_hsm_info_response info;
};

/* Opens a link and reads the HSM's state. ERR_DEVICE_UNKNOWN, ERR_NOT_CONNECTED
 * ... */
enum err device_open(struct lunash *l, uint64_t serial, struct device *out);
void device_close(struct device *d);

/* Finds the partition with that name. Its bytes live in *reply.
 * ERR_PARTITION_UNKNOWN. */
enum err device_find_partition(struct device *d, const char *name,
    struct buf *reply, struct msg_partition_row *out);
