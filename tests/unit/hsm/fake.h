/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A store in memory for tests of lib/hsm: commits what changes say, and starts
 * the HSM again from it, as after a power cut. */

#include "hsm/apply.h"
#include "hsm/edit.h"
#include "hsm/find.h"
#include "hsm/key.h"
#include "hsm/life.h"
#include "hsm/link.h"
#include "hsm/load.h"
#include "hsm/login.h"
#include "hsm/make.h"
#include "hsm/object.h"
#include "hsm/partition.h"
#include "hsm/password.h"
#include "hsm/policy_change.h"
#include "hsm/read.h"
#include "hsm/restore.h"
#include "hsm/role.h"
#include "hsm/session.h"
#include "hsm/sight.h"
#include "../test.h"

struct fake_record {
	enum record_kind kind;
	uint64_t partition, id;
	struct secret plain;
};

struct fake {
	struct fake_record *records;
	size_t n, cap;
	struct hsm *hsm;
	struct link *app, *admin; /* both see everything */
	uint64_t n_uids;
	uint64_t attempt; /* the last one that began to prove a role */
};

#define APP 7u
#define ADMIN 8u

/* A K7 (or "BACKUP7") as from the factory. */
void fake_start(struct fake *f, const char *model, uint64_t serial);
/* The card dies; a new one starts from the store. */
void fake_restart(struct fake *f);
void fake_end(struct fake *f);
/* Only the store's half; the change remains. */
void fake_commit(struct fake *f, const struct change *c);
/* Commits and applies; gives change_result. */
enum err fake_done(struct fake *f, struct change **c);
size_t fake_count(const struct fake *f, enum record_kind kind);

/* A password is tried, by the link APP: f->attempt. */
enum err fake_charge(struct fake *f, uint64_t partition, enum role role,
    struct change **out);
/* The whole way of a password: charge, look, settle. The verifier of these
 * tests is the password itself. */
enum err fake_try(struct fake *f, uint64_t partition, enum role role,
    const char *password);
enum err fake_so_login(struct fake *f, const char *password);
enum err fake_login(struct fake *f, struct session *s, enum role role,
    const char *password);
enum err fake_hsm_init(struct fake *f, const char *label, const char *password,
    const char *domain);
/* Initialized, SO ("so-password") logged in. */
void fake_ready(struct fake *f);
/* Gives the serial. */
uint64_t fake_partition(struct fake *f, const char *name, uint64_t size);
enum err fake_partition_init(struct fake *f, uint64_t serial,
    const char *label, const char *password, const char *domain);
struct session *fake_session(struct fake *f, struct link *l, uint64_t partition,
    bool read_write);
enum err fake_role_init(struct fake *f, struct session *s, enum role role,
    const char *password);
/* A partition ready for use: Partition SO "po-password", Crypto Officer
 * "co-password", Crypto User "cu-password", none of them to be changed. */
uint64_t fake_ready_partition(struct fake *f, const char *name, uint64_t size);
/* Another value: of the HSM, whose SO is logged in; of a partition, by its
 * Partition SO ("po-password"), who comes and goes. */
void fake_hsm_policy(struct fake *f, enum policy policy, uint64_t value);
void fake_partition_policy(struct fake *f, uint64_t partition,
    enum policy policy, uint64_t value);
/* A fresh OUID. */
const uint8_t *fake_uid(struct fake *f);

/* Attributes in a template; memory is the test's. */
void add_flag(struct template *t, uint64_t type, bool value);
void add_number(struct template *t, uint64_t type, uint64_t value);
void add_text(struct template *t, uint64_t type, const char *value);
