/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What is stored of a card, its roles and its partitions: the shapes of all
 * records but objects. For lib/hsm only. */

#include "hsm/change.h"
#include "hsm/policy.h"
#include "hsm/record.h"

enum state {
	STATE_FACTORY = 1, /* new, or after a factory reset */
	STATE_INITIALIZED,
	STATE_ZEROIZED,
};

struct card_state {
	uint64_t model, serial;
	uint64_t state;
	uint64_t by_command;     /* zeroized: by a command */
	uint64_t next_partition; /* sequence number, never used again */
	uint64_t policies[N_HSM_POLICIES];
};

struct identity_state {
	struct secret blob;
};

struct admin_state {
	struct secret label, domain;
};

struct role_state {
	uint64_t failures;
	uint64_t to_be_changed;
	struct secret verifier; /* empty: not initialized */
};

struct partition_state {
	uint64_t size;
	uint64_t initialized;
	uint64_t policies[N_PARTITION_POLICIES];
	struct secret name, label, domain;
};

extern const struct record_shape card_shape, identity_shape, admin_shape,
    role_shape, partition_shape;
/* NULL for objects, whose fields are their attributes (blob.h). */
const struct record_shape *state_shape(enum record_kind kind);

/* Room for any of them. All of it zero is empty. */
union any_state {
	struct card_state card;
	struct identity_state identity;
	struct admin_state admin;
	struct role_state role;
	struct partition_state partition;
};
