/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What LunaCM's parts share: the slots (partitions behind the appliances of
 * Chrystoki.conf), the current one, and its session. Handlers get it from
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
	struct connection *connection; /* NULL: not reached */
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
    family_hsm, family_session;

/* What values may be (types.c). */
extern const struct cmd_type type_slot, type_label, type_password, type_present,
    type_domain, type_role;

/* Dials every appliance and lists the slots. */
enum err slots_open(struct lunacm *l);
void slots_close(struct lunacm *l);
/* "Available HSMs:" and a block for each slot. */
void slots_print(struct lunacm *l, void (*print)(void *ctx, const char *text),
    void *ctx);

/* The current slot's card and session (opened at need); refuses with words when
 * there is no slot. */
struct place {
	struct caller card;
	struct slot *slot;
	struct msg_partition_row row; /* as it is now; its bytes live in hold */
	struct buf reply;
};
enum err place_open(struct cmd_call *call, struct place *out);
void place_close(struct place *p);

/* The role's row of the partition. */
enum err place_role(const struct place *p, uint32_t role, struct msg_role_row *out);

/* Of a role; "" for an unknown number. */
const char *role_name(uint32_t role);
