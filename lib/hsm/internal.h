/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The structs behind the names of the headers: an HSM in memory. For the files of
 * lib/hsm only. */

#include <stdatomic.h>

#include "spec/limits.h"
#include "base/map.h"
#include "hsm/change.h"
#include "hsm/hsm.h"
#include "hsm/state.h"
#include "hsm/table.h"
#include "hsm/template.h"

/* An immutable version of an object. Only `changing` and the links of the index
 * change; they belong to the table and are guarded by the card's lock. */
struct object {
	atomic_uint n_refs;
	uint64_t handle;
	uint64_t class, key_type; /* key_type: 0 if it is no key */
	bool token, private;
	uint32_t owner;      /* session object: the session it dies with */
	uint64_t owner_link;
	uint64_t size;       /* bytes of storage */
	unsigned bits;       /* of modulus, order or value; 0: no key */
	struct bytes label, id, uid;
	struct key *_Atomic key;
	bool changing;
	struct object *next[3]; /* of N_INDEXES */
	struct secret hidden; /* HIDDEN values */
	unsigned n;
	struct attribute attributes[]; /* by type; then the other values */
};

/* Bytes of session objects in a partition. */
#define LIMIT_SESSION_OBJECTS (8u * 1024u * 1024u)

#define N_PARTITION_ROLES 3 /* SO, Crypto Officer, Crypto User */

struct partition {
	uint64_t serial;
	struct partition_state is;
	struct role_state roles[N_PARTITION_ROLES];
	struct table objects;
	uint64_t next_handle;
	uint64_t used, reserved; /* bytes: token objects; changes in flight */
	uint64_t volatile_used;  /* session objects */
	unsigned n_token;        /* token objects */
	uint64_t n_shreds;       /* how often it was emptied */
	struct access *accesses;
};

/* A link's access to a partition, while it has sessions there. */
struct access {
	struct link *link;
	struct partition *partition;
	enum role role;
	unsigned n_sessions, n_read_only;
	struct session *sessions;
	struct access *next_of_link, *next_of_partition;
};

struct session {
	struct hsm *hsm;
	struct access *access;
	uint32_t handle;
	bool read_write;
	unsigned n_objects; /* session objects it made */
	struct session *prev, *next;
};

struct link {
	uint64_t id;
	bool local, all_partitions;
	uint64_t *serials;
	unsigned n_serials;
	char name[129], peer[129];
	unsigned n_sessions;
	struct access *accesses;
};

struct hsm {
	const struct model *model;
	uint64_t serial;
	bool loaded; /* a CARD record was */
	struct card_state card;
	struct identity_state identity;
	struct admin_state admin;
	struct role_state so;
	bool so_logged_in;
	uint64_t so_link; /* until it closes; 0: until logout */
	struct partition *partitions[LIMIT_PARTITIONS]; /* by serial */
	unsigned n_partitions;
	struct map links, sessions, authentications;
	uint32_t last_session;
	uint64_t last_authentication;
	session_end_fn *session_ended;
	void *session_ended_ctx;
};

/* --- changes --- */

#define CHANGE_STEPS 8
#define CHANGE_OBJECTS 2

/* A step for the store, with what changes in memory once it is stored. */
struct change_step {
	struct step step;
	struct card_state card;
	struct identity_state identity;
	struct admin_state admin;
	struct role_state role;
	struct partition_state partition;
	struct partition *made; /* a new partition */
};

struct change_object {
	uint64_t handle;
	struct object *from; /* a reference; NULL: new */
	struct object *to;   /* NULL: destroyed */
	uint64_t reserved;   /* bytes */
};

struct change {
	struct change_step steps[CHANGE_STEPS];
	unsigned n_steps;
	uint64_t partition; /* of the objects */
	uint64_t n_shreds;  /* of that partition when it was planned */
	struct change_object objects[CHANGE_OBJECTS];
	unsigned n_objects;
	uint64_t made_partition;
	uint64_t authentication; /* it is a step of; 0: of none */
	uint64_t handle; /* answered though nothing changes */
	enum err result;
};
