/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What LunaCM's parts share: the slots (partitions behind the appliances of
 * Chrystoki.conf), the current slot, and its session. Handlers get it from
 * call->shell->program.
 */

#include "client/dial.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/types.h"
#include "cmd/values.h"
#include "term/terminal.h"

#define SLOTS_MAX 256

struct slot {
	unsigned server;    /* of settings.servers */
	uint64_t serial;
	uint32_t session;   /* 0: none is open */
	char label[LIMIT_LABEL + 1];
};

struct appliance {
	struct dialer dialer;
	struct connection *connection; /* NULL: the appliance was not reached */
	struct greeting greeting;
};

struct lunacm {
	struct settings settings;
	struct appliance appliances[SETTINGS_SERVERS];
	struct slot slots[SLOTS_MAX];
	unsigned n_slots, current;
	struct cmd_shell shell;
	struct terminal *terminal;
};

static inline struct lunacm *
lunacm_of(const struct cmd_call *call)
{
	return call->shell->program;
}

extern const struct cmd_dialect lunacm_dialect;
extern const struct cmd_family *const lunacm_families[];
extern const struct cmd_family family_slot, family_partition, family_role,
    family_hsm, family_policy, family_session;

/* The types of options' values (types.c). */
extern const struct cmd_type type_slot, type_role;
