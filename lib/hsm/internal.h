/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The state of an HSM, for the files of lib/hsm only. */

#include <stdatomic.h>

#include "spec/limits.h"
#include "base/map.h"
#include "hsm/attribute.h"
#include "hsm/change.h"
#include "hsm/hsm.h"
#include "hsm/link.h"
#include "hsm/object.h"
#include "hsm/partition.h"
#include "hsm/record.h"
#include "hsm/role.h"
#include "hsm/session.h"

/* --- what is stored -------------------------------------------------------- */

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
	uint64_t non_fips, so_resets_pin, force_pin_change;
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
	struct secret name, label, domain;
};

extern const struct record_shape card_shape, identity_shape, admin_shape,
    role_shape, partition_shape;

/* --- what is in memory ------------------------------------------------------- */

/* An immutable version of an object. `changing` and the links of the index are
 * the table's, under the card's lock. */
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

/* The objects of a partition by handle, and an index of labels, ids, OUIDs. */
enum { BY_LABEL, BY_ID, BY_UID, N_INDEXES };
struct table {
	struct object **rows;
	size_t n, cap, reserved; /* reserved: places of changes in flight */
	struct object **buckets[N_INDEXES];
	size_t n_buckets; /* a power of two, or 0 */
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

/* A link on a partition, while it has sessions there. */
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
	struct map links, sessions;
	uint32_t last_session;
	session_end_fn *session_ended;
	void *session_ended_ctx;
};

/* --- changes -------------------------------------------------------------------- */

#define CHANGE_STEPS 8
#define CHANGE_OBJECTS 2

/* What the store sees, and what memory becomes when it is there. */
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
	uint64_t handle; /* answered though nothing changes */
	enum err result;
};

enum err change_new(struct change **out);
/* Frees without giving anything back; for plans that fail. Leaves NULL. */
void change_free(struct change **c);
/* The end of a plan: gives the change, or gives back what it reserved. */
enum err change_finish(struct hsm *h, enum err err, struct change **c,
    struct change **out);
/* Steps. What is given is moved into the change. */
enum err change_put_card(struct change *c, const struct card_state *card);
enum err change_put_identity(struct change *c, struct identity_state *s);
enum err change_put_admin(struct change *c, struct admin_state *s);
enum err change_put_role(struct change *c, uint64_t partition, enum role role,
    struct role_state *s);
enum err change_put_partition(struct change *c, uint64_t serial,
    struct partition_state *s);
void change_delete(struct change *c, enum record_kind record,
    uint64_t partition, uint64_t id);
void change_shred(struct change *c, uint64_t partition); /* 0: all */
/* One object of `p` from `from` (NULL: new) to `to` (moved; NULL: destroyed).
 * Marks, reserves a place and bytes; ERR_BUSY, ERR_PARTITION_FULL. After it the
 * plan ends with change_drop, not change_free, on failure. */
enum err change_object(struct change *c, struct partition *p,
    struct object *from, struct object **to);

/* --- shared between files ---------------------------------------------------------- */

/* Bytes of storage that partitions have. */
uint64_t hsm_bytes_given(const struct hsm *h);

/* NULL if there is none. */
struct partition *partition_get(const struct hsm *h, uint64_t serial);
struct partition *partition_new(uint64_t serial);
void partition_free(struct partition **p);
/* Into its place by serial; leaves NULL. There is room. */
void partition_insert(struct hsm *h, struct partition **p);
/* Out of the HSM and freed; its sessions end. */
void partition_remove(struct hsm *h, struct partition *p);
/* Logs everybody out, session objects go. */
void partition_logout_all(struct hsm *h, struct partition *p);
/* Steps that take a partition back to before partition init. */
enum err partition_zeroize_steps(struct change *c, const struct partition *p);

/* Steps to the state after zeroize (or factory reset). */
enum err life_zeroize_steps(const struct hsm *h, bool factory, bool by_command,
    struct change *c);

/* NULL: no such role there. */
struct role_state *role_get(const struct hsm *h, uint64_t partition,
    enum role role);
/* A step: the role's record with another counter and, if it is not empty, another
 * verifier (and then to_be_changed). */
enum err role_put(const struct hsm *h, uint64_t partition, enum role role,
    uint64_t failures, struct bytes verifier, bool to_be_changed,
    struct change *c);
bool role_is_locked(const struct hsm *h, uint64_t partition, enum role role);
unsigned role_attempts_left(const struct hsm *h, uint64_t partition,
    enum role role);

/* An object of a session, out of the table. */
void session_object_drop(struct hsm *h, struct partition *p, struct object *o);
/* Ends its sessions too. */
void access_free(struct hsm *h, struct access *a);
void access_logout(struct hsm *h, struct access *a);
/* Tells the card, for each session of it. */
void access_end_work(struct hsm *h, struct access *a, enum session_end why);
void link_free(struct hsm *h, struct link *l);

/* table.c */
enum err table_reserve(struct table *t);
void table_unreserve(struct table *t);
/* Puts, replaces or (o NULL) removes what has that handle; takes over o, drops
 * what was there. Needs a reserved place for a new one; never fails. */
void table_set(struct table *t, uint64_t handle, struct object **o);
struct object *table_get(const struct table *t, uint64_t handle);
/* The first row with a handle above `after`. */
size_t table_after(const struct table *t, uint64_t after);
/* The chain of objects that may have that label or id. */
struct object *table_chain(const struct table *t, int index, struct bytes key);
/* Drops all objects; reservations stay. */
void table_clear(struct table *t);
void table_free(struct table *t);

/* Copies all values, hidden ones into a secret. */
enum err object_new(const struct template *t, struct object **out);
/* Bytes of the stored record. */
uint64_t object_record_len(const struct object *o);
/* ERR_STORE_NEWER, ERR_CORRUPT. */
enum err object_record_read(struct bytes in, struct object **out);
bool object_visible(const struct session *s, const struct object *o);
/* Visible, or ERR_OBJECT_INVALID, ERR_PIN_EXPIRED ...; of the table. */
enum err object_find(const struct session *s, uint64_t handle,
    struct object **out);
/* Is the value of that row kept from whoever sees the object? */
bool object_hides(const struct session *s, const struct object *o,
    const struct attribute_row *row);
