/* SPDX-License-Identifier: Apache-2.0 */
/* The life of an HSM, its partitions, links and sessions; what people may type;
 * what a damaged store is answered. */
#include <stdio.h>

#include "fake.h"
#include "hsm/rules.h"
#include "spec/pkcs11.h"

/* --- what people may type --- */

static void
texts(void **state)
{
	char long_text[300];

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	assert_ok(password_check(bytes_of_text("seven77")));
	assert_ok(password_check(bytes_of(long_text, 255)));
	assert_ok(password_check(bytes_of_text("a !#$%'()*+,-./:=?@[]^_{}~")));
	assert_err(ERR_PIN_LENGTH, password_check(bytes_of_text("six666")));
	assert_err(ERR_PIN_LENGTH, password_check(bytes_of_text("")));
	assert_err(ERR_PIN_LENGTH, password_check(bytes_of(long_text, 256)));
	assert_err(ERR_PIN_INVALID, password_check(bytes_of_text(" leading blank")));
	for (const char *c = "\"&;<>\\`|\t\n\x7f\xc3"; *c != '\0'; c++) {
		char text[] = "password?";

		text[3] = *c;
		assert_err(ERR_PIN_INVALID, password_check(bytes_of_text(text)));
		assert_err(ERR_LABEL_INVALID, label_check(bytes_of_text(text)));
		assert_err(ERR_NAME_INVALID, name_check(bytes_of_text(text)));
	}
	assert_ok(label_check(bytes_of_text("My HSM, no. 1")));
	assert_err(ERR_LABEL_INVALID, label_check(bytes_of_text("what?")));
	assert_ok(label_check(bytes_of_text("Schl\xc3\xbcssel")));
	assert_err(ERR_LABEL_INVALID, label_check(bytes_of_text("gr\xfcn")));
	assert_err(ERR_LABEL_INVALID, label_check(bytes_of_text("")));
	assert_ok(label_check(bytes_of(long_text, 32)));
	assert_err(ERR_LABEL_INVALID, label_check(bytes_of(long_text, 33)));
	assert_ok(name_check(bytes_of_text("par 1")));
	assert_err(ERR_NAME_INVALID, name_check(bytes_of_text("it's")));
	assert_err(ERR_NAME_INVALID, name_check(bytes_of_text(" par")));
	assert_err(ERR_NAME_INVALID, name_check(bytes_of_text("par ")));
	assert_err(ERR_NAME_INVALID, name_check(bytes_of_text("")));
	assert_err(ERR_NAME_INVALID, name_check(bytes_of(long_text, 33)));
	assert_ok(domain_check(bytes_of_text("d")));
	assert_ok(domain_check(bytes_of(long_text, 128)));
	assert_err(ERR_DOMAIN_INVALID, domain_check(bytes_of(long_text, 129)));
	assert_err(ERR_DOMAIN_INVALID, domain_check(bytes_of_text("")));
	assert_err(ERR_DOMAIN_INVALID, domain_check(bytes_of_text("a\nb")));
}

/* --- the HSM --- */

static void
nothing_without_init(void **state)
{
	struct msg_hsm_info_response info;
	struct change *c;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	hsm_describe(f.hsm, &info);
	assert_int_equal(0, info.initialized);
	assert_int_equal(0, info.zeroized_by_command);
	assert_int_equal(0, info.so_attempts_left);
	assert_err(ERR_HSM_NOT_INITIALIZED,
	    partition_create_plan(f.hsm, bytes_of_text("x"), 0, NULL, &c));
	assert_err(ERR_HSM_NOT_INITIALIZED,
	    fake_charge(&f, 0, ROLE_HSM_SO, &c));
	assert_err(ERR_LABEL_INVALID,
	    fake_hsm_init(&f, "", "so-password", "domain"));
	assert_err(ERR_PIN_LENGTH, fake_hsm_init(&f, "lab", "short", "domain"));
	assert_err(ERR_DOMAIN_INVALID,
	    fake_hsm_init(&f, "lab", "so-password", ""));
	assert_int_equal(1, f.n); /* the card's own record */
	fake_end(&f);
}

static void
soft_init(void **state)
{
	struct msg_hsm_info_response info;
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 0);
	assert_err(ERR_ARGUMENT,
	    fake_hsm_init(&f, "second", "so-password", "another"));
	assert_err(ERR_PIN_INCORRECT, fake_hsm_init(&f, "second", "wrong-one",
	    ""));
	assert_err(ERR_REFUSED, hsm_init_plan(f.hsm, INIT_HARD,
	    bytes_of_text("x"), bytes_of_text("v"), NULL, &c));
	assert_ok(fake_hsm_init(&f, "second", "so-password", ""));
	hsm_describe(f.hsm, &info);
	assert_int_equal(0, info.n_partitions);
	assert_int_equal(3, info.so_attempts_left);
	assert_false(info.so_logged_in);
	assert_true(bytes_equal(info.label, bytes_of_text("second")));
	fake_restart(&f);
	assert_ok(fake_so_login(&f, "so-password"));
	assert_true(fake_partition(&f, "par1", 0) > par); /* never again */
	fake_end(&f);
}

static void
zeroize_and_factory_reset(void **state)
{
	struct link_what far = { 0 };
	struct change *c;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	fake_hsm_policy(&f, POLICY_HSM_SO_RESETS_PIN, true);
	assert_ok(hsm_zeroize_plan(f.hsm, &c));
	assert_ok(fake_done(&f, &c));
	fake_restart(&f);
	assert_err(ERR_HSM_ZEROIZED, hsm_ready(f.hsm));
	/* They stay. */
	assert_true(policy_permits(f.hsm, NULL, POLICY_HSM_SO_RESETS_PIN));
	assert_ok(link_open(f.hsm, 50, &far));
	assert_err(ERR_LOCAL_ONLY,
	    hsm_factory_reset_plan(f.hsm, link_get(f.hsm, 50), &c));
	assert_ok(hsm_factory_reset_plan(f.hsm, f.admin, &c));
	assert_ok(fake_done(&f, &c));
	assert_false(policy_permits(f.hsm, NULL, POLICY_HSM_SO_RESETS_PIN));
	assert_err(ERR_HSM_NOT_INITIALIZED, hsm_ready(f.hsm));
	fake_ready(&f);
	fake_end(&f);
}

/* A plan that was not committed leaves nothing. */
static void
dropped_plans(void **state)
{
	struct msg_hsm_info_response info;
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 0);
	assert_ok(partition_create_plan(f.hsm, bytes_of_text("x"), 0, NULL, &c));
	change_drop(f.hsm, &c);
	assert_ok(partition_delete_plan(f.hsm, par, &c));
	change_drop(f.hsm, &c);
	assert_ok(hsm_zeroize_plan(f.hsm, &c));
	change_drop(f.hsm, &c);
	assert_ok(fake_charge(&f, 0, ROLE_HSM_SO, &c));
	change_drop(f.hsm, &c);
	hsm_describe(f.hsm, &info);
	assert_int_equal(1, info.n_partitions);
	assert_int_equal(3, info.so_attempts_left);
	fake_end(&f);
}

/* --- partitions --- */

static void
partitions(void **state)
{
	struct msg_hsm_info_response info;
	uint64_t a, b, rest, serials[LIMIT_PARTITIONS];
	struct change *c;
	struct fake f;
	unsigned n;

	(void)state;
	fake_start(&f, "K7", 150718);
	assert_ok(fake_hsm_init(&f, "lab", "so-password", "domain"));
	assert_err(ERR_SO_NOT_LOGGED_IN,
	    partition_create_plan(f.hsm, bytes_of_text("x"), 0, NULL, &c));
	assert_ok(fake_so_login(&f, "so-password"));
	a = fake_partition(&f, "par1", 0);
	b = fake_partition(&f, "par 2", 500000);
	assert_int_equal(1150718000001, a);
	assert_int_equal(1150718000002, b);
	assert_err(ERR_EXISTS,
	    partition_create_plan(f.hsm, bytes_of_text("par1"), 0, NULL, &c));
	assert_err(ERR_NAME_INVALID,
	    partition_create_plan(f.hsm, bytes_of_text("a|b"), 0, NULL, &c));
	assert_err(ERR_HSM_FULL, partition_create_plan(f.hsm,
	    bytes_of_text("big"), 33554432, NULL, &c));
	assert_err(ERR_NOT_SUPPORTED, partition_create_check(f.hsm,
	    bytes_of_text("v1"), 0, 1, bytes_of(NULL, 0)));
	assert_err(ERR_REFUSED, partition_resize_plan(f.hsm, a, true, &c));
	rest = fake_partition(&f, "rest", PARTITION_ALL_FREE);
	hsm_describe(f.hsm, &info);
	assert_int_equal(info.total, info.used);
	assert_err(ERR_HSM_FULL, partition_create_plan(f.hsm,
	    bytes_of_text("more"), PARTITION_ALL_FREE, NULL, &c));
	assert_ok(partition_delete_plan(f.hsm, rest, &c));
	assert_ok(fake_done(&f, &c));
	hsm_describe(f.hsm, &info);
	assert_int_equal(33554432 / 100 + 500000 + 9648, info.used);
	partition_list(f.hsm, f.admin, serials, &n);
	assert_int_equal(2, n);
	assert_int_equal(a, serials[0]);
	assert_err(ERR_PARTITION_UNKNOWN, partition_delete_plan(f.hsm, 1, &c));
	assert_ok(partition_delete_plan(f.hsm, a, &c));
	assert_ok(fake_done(&f, &c));
	assert_int_equal(1, fake_count(&f, RECORD_PARTITION));
	fake_restart(&f);
	assert_ok(fake_so_login(&f, "so-password"));
	assert_int_equal(1150718000004, fake_partition(&f, "par1", 0));
	fake_end(&f);
}

static void
partition_limit(void **state)
{
	char name[32];
	struct change *c;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "par%d", i);
		fake_partition(&f, name, 0);
	}
	assert_err(ERR_PARTITION_LIMIT,
	    partition_create_plan(f.hsm, bytes_of_text("x"), 1, NULL, &c));
	fake_restart(&f);
	fake_end(&f);
}

static void
partition_again(void **state)
{
	struct session *s;
	struct fake f;
	uint64_t par;
	struct bytes domain;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_partition(&f, "par1", 0);
	s = fake_session(&f, f.app, par, true);
	assert_err(ERR_NO_DOMAIN, partition_domain(f.hsm, par, &domain));
	assert_err(ERR_PARTITION_NOT_INITIALIZED, session_may_use(s));
	assert_err(ERR_LABEL_INVALID,
	    fake_partition_init(&f, par, "", "po-password", "domain"));
	assert_err(ERR_PIN_INVALID,
	    fake_partition_init(&f, par, "l", "po\\password", "domain"));
	assert_err(ERR_DOMAIN_INVALID,
	    fake_partition_init(&f, par, "l", "po-password", ""));
	assert_ok(fake_partition_init(&f, par, "l", "po-password", "domain"));
	assert_ok(fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(fake_role_init(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_ARGUMENT,
	    fake_partition_init(&f, par, "m", "po-password", "other"));
	assert_err(ERR_PIN_INCORRECT,
	    fake_partition_init(&f, par, "m", "wrong-password", ""));
	assert_ok(fake_partition_init(&f, par, "m", "po-password", ""));
	assert_int_equal(ROLE_NONE, session_role(s));
	assert_err(ERR_ROLE_NOT_INITIALIZED,
	    fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	fake_restart(&f);
	assert_ok(partition_domain(f.hsm, par, &domain));
	assert_true(bytes_equal(domain, bytes_of_text("domain")));
	assert_ok(fake_try(&f, par, ROLE_PARTITION_SO, "po-password"));
	fake_end(&f);
}

static void
backup_hsm(void **state)
{
	struct msg_partition_row row;
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct secret domain = { 0 };
	struct template t = { 0 };
	struct session *s;
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "BACKUP7", 496771);
	fake_ready(&f);
	assert_err(ERR_ARGUMENT, partition_create_plan(f.hsm,
	    bytes_of_text("x"), 0, &domain, &c));
	assert_err(ERR_DOMAIN_INVALID, partition_create_check(f.hsm,
	    bytes_of_text("x"), 0, 0, bytes_of(NULL, 0)));
	par = fake_partition(&f, "backup", 0);
	assert_ok(secret_copy(&domain, bytes_of_text("d")));
	assert_err(ERR_HSM_FULL, partition_create_plan(f.hsm,
	    bytes_of_text("x"), 0, &domain, &c));
	assert_err(ERR_NON_BACKUP,
	    fake_partition_init(&f, par, "l", "po-password", "domain"));
	s = fake_session(&f, f.admin, par, true);
	add_number(&t, CKA_CLASS, CKO_DATA);
	assert_err(ERR_NON_BACKUP, session_may_compute(s));
	assert_err(ERR_NON_BACKUP, object_make_plan(s, BIRTH_CREATE, 0, &t,
	    NULL, NULL, fake_uid(&f), &c));
	assert_ok(partition_resize_plan(f.hsm, par, false, &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(partition_describe(f.hsm, f.admin, par, &roles, &row));
	assert_int_equal(0, row.total);
	assert_true(row.initialized && row.has_domain);
	assert_int_equal(0, row.roles.len);
	assert_ok(partition_resize_plan(f.hsm, par, true, &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(partition_describe(f.hsm, f.admin, par, &roles, &row));
	assert_true(row.total > 0);
	assert_err(ERR_HSM_FULL, partition_create_plan(f.hsm,
	    bytes_of_text("x"), 0, &domain, &c));
	assert_ok(partition_resize_plan(f.hsm, par, false, &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(partition_create_plan(f.hsm, bytes_of_text("x"), 0, &domain,
	    &c));
	assert_ok(fake_done(&f, &c));
	secret_clear(&domain);
	fake_end(&f);
}

/* --- links and sessions --- */

static unsigned n_ended;

static void
ended(void *ctx, uint32_t session, enum session_end why)
{
	(void)ctx;
	(void)session;
	n_ended += why == END_SESSION;
}

static void
links_and_sessions(void **state)
{
	struct link_what what = { .name = bytes_of_text("client1"),
		.peer = bytes_of_text("127.0.0.1/4711") };
	uint64_t par[2], serials[LIMIT_PARTITIONS];
	struct session *s, *again;
	struct link *l;
	uint32_t handle;
	struct fake f;
	unsigned n;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	n_ended = 0;
	par[0] = fake_ready_partition(&f, "par1", 0);
	par[1] = fake_ready_partition(&f, "par2", 0);
	hsm_on_session_end(f.hsm, ended, NULL);
	what.serials = par;
	what.n_serials = 1;
	assert_ok(link_open(f.hsm, 20, &what));
	l = link_get(f.hsm, 20);
	assert_string_equal("client1", link_name(l));
	partition_list(f.hsm, l, serials, &n);
	assert_int_equal(1, n);
	assert_err(ERR_PARTITION_UNKNOWN,
	    session_open(f.hsm, l, par[1], true, &handle));
	s = fake_session(&f, l, par[0], true);
	assert_err(ERR_SESSION_INVALID,
	    session_get(f.hsm, f.app, session_handle(s), &again));
	assert_ok(fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	/* Another link is not logged in by that. */
	assert_int_equal(ROLE_NONE,
	    session_role(fake_session(&f, f.app, par[0], true)));
	/* Another list: what is not on it ends. */
	handle = session_handle(s);
	what.serials = &par[1];
	assert_ok(link_open(f.hsm, 20, &what));
	assert_int_equal(1, n_ended);
	assert_err(ERR_SESSION_INVALID, session_get(f.hsm, l, handle, &s));
	assert_err(ERR_PARTITION_UNKNOWN, session_close_all(f.hsm, l, par[0]));
	s = fake_session(&f, l, par[1], true);
	fake_session(&f, l, par[1], false);
	assert_ok(fake_login(&f, s, ROLE_CRYPTO_USER, "cu-password"));
	assert_ok(session_close_all(f.hsm, l, par[1]));
	assert_int_equal(3, n_ended);
	s = fake_session(&f, l, par[1], true);
	assert_int_equal(ROLE_NONE, session_role(s));
	assert_ok(fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_err(ERR_SESSION_SO_EXISTS,
	    session_open(f.hsm, l, par[1], false, &handle));
	assert_ok(link_close(f.hsm, 20));
	assert_int_equal(4, n_ended);
	assert_err(ERR_NOT_FOUND, link_close(f.hsm, 20));
	fake_end(&f);
}

static void
session_limit(void **state)
{
	uint32_t handle;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_partition(&f, "par1", 0);
	for (unsigned i = 0; i < LIMIT_LINK_SESSIONS; i++)
		assert_ok(session_open(f.hsm, f.app, par, i & 1, &handle));
	assert_err(ERR_SESSION_COUNT,
	    session_open(f.hsm, f.app, par, true, &handle));
	assert_ok(session_open(f.hsm, f.admin, par, true, &handle));
	assert_ok(session_close_all(f.hsm, f.app, par));
	assert_ok(session_open(f.hsm, f.app, par, true, &handle));
	fake_end(&f);
}

/* --- the store --- */

static struct fake_record *
record_of(struct fake *f, enum record_kind kind)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->records[i].kind == kind)
			return &f->records[i];
	fail_msg("no record of kind %d", (int)kind);
	return NULL;
}

/* A newer format is said to be so; anything shorter or longer is damage. */
static void
damaged_records(void **state)
{
	struct hsm *h;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	fake_partition(&f, "par1", 0);
	assert_ok(hsm_new(hsm_model(f.hsm), 150718, &h));
	for (int kind = RECORD_CARD; kind <= RECORD_ROLE; kind++) {
		struct fake_record *r;
		CLEARED_BY(secret_clear) struct secret copy = { 0 };

		if (kind == RECORD_IDENTITY)
			continue;
		r = record_of(&f, (enum record_kind)kind);
		assert_ok(secret_make(&copy, r->plain.len + 1));
		memcpy(copy.ptr, r->plain.ptr, r->plain.len);
		for (size_t len = 0; len <= copy.len; len++)
			if (len != r->plain.len)
				assert_err(ERR_CORRUPT, hsm_load(h, r->kind,
				    r->partition, r->id,
				    bytes_of(copy.ptr, len)));
		copy.ptr[0]++;
		assert_err(ERR_STORE_NEWER, hsm_load(h, r->kind, r->partition,
		    r->id, bytes_of(copy.ptr, r->plain.len)));
	}
	assert_err(ERR_NOT_FOUND, hsm_load(h, RECORD_OBJECT, 12345, 1,
	    bytes_of_text("x")));
	assert_err(ERR_NOT_FOUND, hsm_load(h, RECORD_ROLE, 12345, 3,
	    bytes_of_text("x")));
	hsm_free(&h);
	/* Another card's store. */
	assert_ok(hsm_new(hsm_model(f.hsm), 150719, &h));
	assert_err(ERR_CORRUPT, hsm_load(h, RECORD_CARD, 0, 0,
	    secret_bytes(&record_of(&f, RECORD_CARD)->plain)));
	hsm_free(&h);
	assert_err(ERR_ARGUMENT, hsm_new(hsm_model(f.hsm), 0, &h));
	assert_err(ERR_ARGUMENT, hsm_new(hsm_model(f.hsm), 9000000, &h));
	fake_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(nothing_without_init),
		cmocka_unit_test(soft_init),
		cmocka_unit_test(zeroize_and_factory_reset),
		cmocka_unit_test(dropped_plans),
		cmocka_unit_test(partitions),
		cmocka_unit_test(partition_limit),
		cmocka_unit_test(partition_again),
		cmocka_unit_test(backup_hsm),
		cmocka_unit_test(links_and_sessions),
		cmocka_unit_test(session_limit),
		cmocka_unit_test(damaged_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
