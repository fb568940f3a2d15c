/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One slot for each partition that an appliance assigned to us. A slot keeps
 * its id as long as the library is initialized, whatever happens to the
 * appliance.
 */

#include "mech/mech.h"
#include "server.h"
#include "spec/limits.h"

#define SLOT_CHECKS 256
#define SLOT_MECHANISMS 1024

/* An operation that the card has permitted: which key, what with, what for. */
struct check {
	uint64_t key;
	uint32_t type, function;
	struct mech_shape shape;
	uint32_t key_bits; /* the answer; not part of the question */
	bool used;
};

/* What the appliance says of the partition. */
struct token {
	char label[LIMIT_LABEL + 1];
	bool initialized;
	uint64_t total, used;
	struct msg_role_row officer, so;
};

struct slot {
	CK_SLOT_ID id;
	struct server *server;
	uint64_t serial;
	pthread_mutex_t lock;
	atomic_uint seen; /* the server's look that last showed it */
	atomic_bool present;
	struct token token;
	unsigned n_sessions, n_rw_sessions;
	uint32_t mechanisms[SLOT_MECHANISMS];
	unsigned n_mechanisms; /* 0: not asked yet */
	struct check checks[SLOT_CHECKS];
};

/* Asks all appliances which partitions they have for us, unless that was done in
 * the last since_ms. */
void slots_look_once(struct module *m, int64_t since_ms);
/* CKR_SLOT_ID_INVALID. Looks for slots first if that was never done. */
CK_RV slot_find(struct module *m, CK_SLOT_ID id, struct slot **out);
/* What the application sees of an error that concerns the slot and no session:
 * when the appliance cannot be reached, the token is not there. */
CK_RV slot_rv(const struct slot *s, enum err e);
/*
 * slot_call(s, insist, mechanism_list, &request, &response, &reply): a request
 * about the slot's partition that belongs to no session, and its response, whose
 * bytes are in reply. insist: as server_connection.
 */
#define slot_call(s, insist, name, request, response, reply) \
	slot_exchange(s, insist, &EXCHANGE(name, request, response, reply))
CK_RV slot_exchange(struct slot *s, bool insist, const struct exchange *x);
/* Asks the appliance about its partitions; insist: as server_connection. */
CK_RV slot_look(struct slot *s, bool insist);
/* Was this permitted before? Fills key_bits. */
bool slot_knows(struct slot *s, struct check *c);
void slot_learns(struct slot *s, const struct check *c);
/* After whatever may change what is permitted. */
void slot_forgets(struct slot *s);
/* The mechanisms of the token, asked once. */
CK_RV slot_mechanisms(struct slot *s);
void slots_free(struct module *m);
