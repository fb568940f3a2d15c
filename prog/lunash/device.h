/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Cards behind the appliance. A link is opened for each command that needs one
 * and ends with it, so that logins and sessions end with the command.
 */

#include "wire/call.h"

struct lunash;

/* A card of the appliance, behind a link of its own that ends with it: serial
 * 0 is the built-in one, others Backup HSMs that are plugged in. */
struct device {
	struct lunash *lunash;
	struct caller card;
	uint64_t serial;
	struct buf reply; /* of hello and hsm_info */
	struct msg_hsm_info_response info;
};

/* Opens and reads its state. DEVICE_UNKNOWN, NOT_CONNECTED ... */
enum err device_open(struct lunash *l, uint64_t serial, struct device *out);
void device_close(struct device *d);

/* The partition of that name; its bytes live in *reply. PARTITION_UNKNOWN. */
enum err device_find_partition(struct device *d, const char *name,
    struct buf *reply, struct msg_partition_row *out);
