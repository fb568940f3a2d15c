/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store is a list of records in memory. A change is committed step by step,
 * as the real store does it in one transaction.
 */
#include "fake.h"

#include "base/mem.h"

/* --- the store --- */

static struct fake_record *
record_find(struct fake *f, enum record_kind kind, uint64_t partition,
    uint64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->records[i].kind == kind && f->records[i].id == id &&
		    f->records[i].partition == partition)
			return &f->records[i];
	return NULL;
}

static void
record_remove(struct fake *f, struct fake_record *r)
{
	if (r == NULL)
		return;
	secret_clear(&r->plain);
	*r = f->records[--f->n];
}

static void
record_write(struct fake *f, const struct step *s)
{
	struct fake_record *r = record_find(f, s->record, s->partition, s->id);

	if (r == NULL) {
		if (f->n == f->cap) {
			assert_true(mem_grow(&f->records, f->cap,
			    2 * f->cap + 16, sizeof(*r)));
			f->cap = 2 * f->cap + 16;
		}
		r = &f->records[f->n++];
		*r = (struct fake_record){ s->record, s->partition, s->id,
			{ 0 } };
	}
	assert_ok(secret_copy(&r->plain, secret_bytes(&s->plain)));
}

static void
record_shred(struct fake *f, const struct step *s)
{
	for (size_t i = f->n; i-- > 0;) {
		struct fake_record *r = &f->records[i];
		bool goes = s->kind == STEP_SHRED_ALL
		    ? r->kind != RECORD_CARD && r->kind != RECORD_IDENTITY
		    : r->kind == RECORD_OBJECT && r->partition == s->partition;

		if (goes)
			record_remove(f, r);
	}
}

void
fake_commit(struct fake *f, const struct change *c)
{
	for (unsigned i = 0; i < change_n_steps(c); i++) {
		const struct step *s = change_step(c, i);

		if (s->kind == STEP_PUT)
			record_write(f, s);
		else if (s->kind == STEP_DELETE)
			record_remove(f, record_find(f, s->record,
			    s->partition, s->id));
		else
			record_shred(f, s);
	}
}

enum err
fake_done(struct fake *f, struct change **c)
{
	enum err result = change_result(*c);

	fake_commit(f, *c);
	change_apply(f->hsm, c);
	assert_null(*c);
	return result;
}

size_t
fake_count(const struct fake *f, enum record_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->records[i].kind == kind;
	return n;
}

/* --- starting --- */

static void
links_open(struct fake *f)
{
	struct link_what app = { .all_partitions = true,
		.name = bytes_of_text("app"), .peer = bytes_of_text("test") };
	struct link_what admin = { .local = true,
		.all_partitions = true, .name = bytes_of_text("admin") };

	assert_ok(link_open(f->hsm, APP, &app));
	assert_ok(link_open(f->hsm, ADMIN, &admin));
	f->app = link_get(f->hsm, APP);
	f->admin = link_get(f->hsm, ADMIN);
}

static void
load(struct fake *f, const struct model *model, uint64_t serial)
{
	struct change *c;

	assert_ok(hsm_new(model, serial, &f->hsm));
	for (int kind = RECORD_CARD; kind <= RECORD_OBJECT; kind++)
		for (size_t i = 0; i < f->n; i++)
			if ((int)f->records[i].kind == kind)
				assert_ok(hsm_load(f->hsm, f->records[i].kind,
				    f->records[i].partition, f->records[i].id,
				    secret_bytes(&f->records[i].plain)));
	assert_ok(hsm_load_done(f->hsm, &c));
	while (c != NULL) {
		IGNORE(fake_done(f, &c));
		assert_ok(hsm_load_done(f->hsm, &c));
	}
	links_open(f);
}

void
fake_start(struct fake *f, const char *model, uint64_t serial)
{
	*f = (struct fake){ 0 };
	load(f, model_of_id(model), serial);
}

void
fake_restart(struct fake *f)
{
	const struct model *model = hsm_model(f->hsm);
	uint64_t serial = hsm_serial(f->hsm);

	hsm_free(&f->hsm);
	load(f, model, serial);
}

void
fake_end(struct fake *f)
{
	hsm_free(&f->hsm);
	while (f->n > 0)
		record_remove(f, &f->records[0]);
	mem_free(f->records);
}

/* --- passwords --- */

enum err
fake_charge(struct fake *f, uint64_t partition, enum role role,
    struct change **out)
{
	const struct password_asker who = { APP, partition, role };

	TRY(password_begin(f->hsm, &who, 0, &f->attempt));
	return password_charge_plan(f->hsm, f->attempt, 0, out);
}

enum err
fake_try(struct fake *f, uint64_t partition, enum role role,
    const char *password)
{
	struct change *c;
	enum err e;
	bool right;

	TRY(fake_charge(f, partition, role, &c));
	IGNORE(fake_done(f, &c));
	right = bytes_equal(password_verifier(f->hsm, f->attempt),
	    bytes_of_text(password));
	TRY(password_settle_plan(f->hsm, f->attempt, right, &c));
	e = fake_done(f, &c);
	password_end(f->hsm, f->attempt);
	return e;
}

enum err
fake_so_login(struct fake *f, const char *password)
{
	TRY(so_login_check(f->hsm));
	TRY(fake_try(f, 0, ROLE_HSM_SO, password));
	so_login(f->hsm, 0);
	return ERR_OK;
}

enum err
fake_login(struct fake *f, struct session *s, enum role role,
    const char *password)
{
	TRY(session_login_check(s, role));
	TRY(fake_try(f, session_partition(s), role, password));
	return session_login(s, role);
}

/* A stretched domain, as far as tests care. */
static struct secret
domain_of(const char *text)
{
	struct secret domain = { 0 };

	if (text[0] != '\0')
		assert_ok(secret_copy(&domain, bytes_of_text(text)));
	return domain;
}

enum err
fake_hsm_init(struct fake *f, const char *label, const char *password,
    const char *domain)
{
	CLEARED_BY(secret_clear) struct secret secret = domain_of(domain);
	struct bytes verifier = bytes_of_text(password);
	enum init_kind kind;
	struct change *c;

	TRY(hsm_init_check(f->hsm, bytes_of_text(label), verifier,
	    bytes_of_text(domain), &kind));
	if (kind == INIT_SOFT)
		TRY(fake_try(f, 0, ROLE_HSM_SO, password));
	TRY(hsm_init_plan(f->hsm, kind, bytes_of_text(label),
	    kind == INIT_SOFT ? bytes_of(NULL, 0) : verifier, &secret, &c));
	return fake_done(f, &c);
}

void
fake_ready(struct fake *f)
{
	assert_ok(fake_hsm_init(f, "lab", "so-password", "domain"));
	assert_ok(fake_so_login(f, "so-password"));
}

/* --- partitions --- */

uint64_t
fake_partition(struct fake *f, const char *name, uint64_t size)
{
	bool backup = hsm_model(f->hsm)->backup;
	CLEARED_BY(secret_clear) struct secret domain =
	    domain_of(backup ? "domain" : "");
	struct change *c;
	uint64_t serial;

	assert_ok(partition_create_plan(f->hsm, bytes_of_text(name), size,
	    &domain, &c));
	serial = change_partition(c);
	assert_ok(fake_done(f, &c));
	return serial;
}

enum err
fake_partition_init(struct fake *f, uint64_t serial, const char *label,
    const char *password, const char *domain)
{
	CLEARED_BY(secret_clear) struct secret secret = domain_of(domain);
	struct bytes verifier = bytes_of_text(password);
	enum init_kind kind;
	struct change *c;

	TRY(partition_init_check(f->hsm, f->app, serial, bytes_of_text(label),
	    verifier, bytes_of_text(domain), &kind));
	if (kind == INIT_SOFT)
		TRY(fake_try(f, serial, ROLE_PARTITION_SO, password));
	TRY(partition_init_plan(f->hsm, serial, kind, bytes_of_text(label),
	    kind == INIT_SOFT ? bytes_of(NULL, 0) : verifier, &secret, &c));
	return fake_done(f, &c);
}

struct session *
fake_session(struct fake *f, struct link *l, uint64_t partition,
    bool read_write)
{
	struct session *s;
	uint32_t handle;

	assert_ok(session_open(f->hsm, l, partition, read_write, &handle));
	assert_ok(session_get(f->hsm, l, handle, &s));
	return s;
}

enum err
fake_role_init(struct fake *f, struct session *s, enum role role,
    const char *password)
{
	struct change *c;

	TRY(role_init_check(s, role, bytes_of_text(password)));
	TRY(role_init_plan(s, role, bytes_of_text(password), &c));
	return fake_done(f, &c);
}

/* The password changes to itself: it need not be changed any more. */
static void
password_settle(struct fake *f, uint64_t partition, enum role role,
    const char *password)
{
	struct change *c;

	assert_ok(fake_charge(f, partition, role, &c));
	assert_ok(fake_done(f, &c));
	assert_ok(password_change_plan(f->hsm, f->attempt,
	    bytes_of_text(password), &c));
	assert_ok(fake_done(f, &c));
	password_end(f->hsm, f->attempt);
}

uint64_t
fake_ready_partition(struct fake *f, const char *name, uint64_t size)
{
	uint64_t serial = fake_partition(f, name, size);
	struct session *s;

	assert_ok(fake_partition_init(f, serial, name, "po-password", "domain"));
	s = fake_session(f, f->app, serial, true);
	assert_ok(fake_login(f, s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(fake_role_init(f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(session_logout(s));
	password_settle(f, serial, ROLE_CRYPTO_OFFICER, "co-password");
	assert_ok(fake_login(f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(fake_role_init(f, s, ROLE_CRYPTO_USER, "cu-password"));
	password_settle(f, serial, ROLE_CRYPTO_USER, "cu-password");
	session_close(f->hsm, s);
	return serial;
}

void
fake_hsm_policy(struct fake *f, enum policy policy, uint64_t value)
{
	struct change *c;

	assert_ok(policy_change_hsm(f->hsm, policy, value, &c));
	assert_ok(fake_done(f, &c));
}

void
fake_partition_policy(struct fake *f, uint64_t partition, enum policy policy,
    uint64_t value)
{
	struct session *s = fake_session(f, f->admin, partition, true);
	struct change *c;

	assert_ok(fake_login(f, s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(policy_change_partition(s, policy, value, &c));
	assert_ok(fake_done(f, &c));
	session_close(f->hsm, s);
}

const uint8_t *
fake_uid(struct fake *f)
{
	static uint8_t uid[OBJECT_UID_LEN];

	bytes_set_u64(uid + 4, ++f->n_uids);
	return uid;
}

/* --- templates --- */

void
add_flag(struct template *t, uint64_t type, bool value)
{
	static const uint8_t values[] = { 0, 1 };

	assert_ok(template_add(t, type, bytes_of(&values[value], 1)));
}

void
add_number(struct template *t, uint64_t type, uint64_t value)
{
	static uint8_t room[1024][8];
	static unsigned n;
	uint8_t *at = room[n++ % 1024];

	bytes_set_u64(at, value);
	assert_ok(template_add(t, type, bytes_of(at, 8)));
}

void
add_text(struct template *t, uint64_t type, const char *value)
{
	assert_ok(template_add(t, type, bytes_of_text(value)));
}
