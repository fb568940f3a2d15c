/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords and counters: the rules one by one, then a million random commands
 * with crashes between charge and settle against a small reference.
 */
#include "fake.h"

static void
so_three_strikes(void **state)
{
	struct msg_hsm_info_response info;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	assert_err(ERR_HSM_NOT_INITIALIZED, fake_so_login(&f, "so-password"));
	fake_ready(&f);
	fake_ready_partition(&f, "par1", 0);
	assert_ok(so_logout(f.hsm));
	assert_err(ERR_PIN_INCORRECT, fake_so_login(&f, "wrong-one"));
	assert_err(ERR_PIN_INCORRECT, fake_so_login(&f, "wrong-two"));
	hsm_describe(f.hsm, &info);
	assert_int_equal(1, info.so_attempts_left);
	assert_ok(fake_so_login(&f, "so-password"));
	hsm_describe(f.hsm, &info);
	assert_int_equal(3, info.so_attempts_left);
	assert_ok(so_logout(f.hsm));
	assert_err(ERR_PIN_INCORRECT, fake_so_login(&f, "wrong-one"));
	assert_err(ERR_PIN_INCORRECT, fake_so_login(&f, "wrong-two"));
	assert_err(ERR_SO_THRESHOLD, fake_so_login(&f, "wrong-three"));
	assert_err(ERR_HSM_ZEROIZED, fake_so_login(&f, "so-password"));
	hsm_describe(f.hsm, &info);
	assert_int_equal(0, info.n_partitions);
	assert_int_equal(0, info.zeroized_by_command);
	assert_int_equal(0, fake_count(&f, RECORD_PARTITION));
	assert_int_equal(0, fake_count(&f, RECORD_ROLE));
	fake_restart(&f);
	assert_err(ERR_HSM_ZEROIZED, fake_so_login(&f, "so-password"));
	assert_ok(fake_hsm_init(&f, "again", "other-password", "domain"));
	assert_ok(fake_so_login(&f, "other-password"));
	fake_end(&f);
}

static void
so_changes_password(void **state)
{
	struct change *c;
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	assert_err(ERR_PIN_LENGTH, password_change_check(f.hsm, 0, ROLE_HSM_SO,
	    bytes_of_text("short")));
	assert_err(ERR_CLOSED, password_change_plan(f.hsm, f.attempt,
	    bytes_of_text("new-password"), &c));
	assert_ok(fake_charge(&f, 0, ROLE_HSM_SO, &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(password_change_plan(f.hsm, f.attempt,
	    bytes_of_text("new-password"), &c));
	assert_ok(fake_done(&f, &c));
	fake_restart(&f);
	assert_err(ERR_PIN_INCORRECT, fake_so_login(&f, "so-password"));
	assert_ok(fake_so_login(&f, "new-password"));
	fake_end(&f);
}

static void
roles_and_logins(void **state)
{
	struct session *s, *read_only;
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_partition(&f, "par1", 0);
	s = fake_session(&f, f.app, par, true);
	assert_err(ERR_ROLE_NOT_INITIALIZED,
	    fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_ROLE_UNKNOWN, fake_login(&f, s, ROLE_HSM_SO, "x"));
	assert_err(ERR_NOT_LOGGED_IN,
	    fake_role_init(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(fake_partition_init(&f, par, "label", "po-password", "dom"));
	read_only = fake_session(&f, f.app, par, false);
	assert_err(ERR_SESSION_READ_ONLY_EXISTS,
	    fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	session_close(f.hsm, read_only);
	assert_ok(fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_err(ERR_ALREADY_LOGGED_IN,
	    fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_err(ERR_NOT_LOGGED_IN,
	    fake_role_init(&f, s, ROLE_CRYPTO_USER, "cu-password"));
	assert_err(ERR_ROLE_UNKNOWN,
	    fake_role_init(&f, s, ROLE_PARTITION_SO, "cu-password"));
	assert_err(ERR_PIN_LENGTH,
	    fake_role_init(&f, s, ROLE_CRYPTO_OFFICER, "short"));
	assert_ok(fake_role_init(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_REFUSED, /* policy 15 */
	    fake_role_init(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_OTHER_LOGGED_IN,
	    fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(session_logout(s));
	assert_err(ERR_NOT_LOGGED_IN, session_logout(s));

	/* The initial password opens, but nothing can be done with it. */
	assert_ok(fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_PIN_EXPIRED, session_may_use(s));
	assert_err(ERR_PIN_EXPIRED,
	    fake_role_init(&f, s, ROLE_CRYPTO_USER, "cu-password"));
	assert_ok(fake_charge(&f, par, ROLE_CRYPTO_OFFICER, &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(password_change_plan(f.hsm, f.attempt,
	    bytes_of_text("co-second"), &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(session_may_use(s));
	assert_ok(fake_role_init(&f, s, ROLE_CRYPTO_USER, "cu-password"));
	assert_int_equal(ROLE_CRYPTO_OFFICER, session_role(s));
	session_close(f.hsm, s); /* the last one: logged out */
	s = fake_session(&f, f.app, par, true);
	assert_int_equal(ROLE_NONE, session_role(s));
	fake_end(&f);
}

static void
force_pin_change_off(void **state)
{
	struct session *s;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	fake_hsm_policy(&f, POLICY_HSM_FORCE_PIN_CHANGE, false);
	fake_restart(&f);
	assert_false(policy_permits(f.hsm, NULL, POLICY_HSM_FORCE_PIN_CHANGE));
	assert_ok(fake_so_login(&f, "so-password"));
	par = fake_partition(&f, "par1", 0);
	assert_ok(fake_partition_init(&f, par, "label", "po-password", "dom"));
	s = fake_session(&f, f.app, par, true);
	assert_ok(fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(fake_role_init(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(session_logout(s));
	assert_ok(fake_login(&f, s, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_ok(session_may_use(s));
	fake_end(&f);
}

static void
wrong_many(struct fake *f, uint64_t par, enum role role, unsigned n)
{
	while (n-- > 0)
		assert_err(ERR_PIN_INCORRECT, fake_try(f, par, role, "nonsense"));
}

static void
officer_locks(void **state)
{
	struct session *s;
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 0);
	wrong_many(&f, par, ROLE_CRYPTO_OFFICER, 9);
	assert_err(ERR_PIN_INCORRECT_LOCKED,
	    fake_try(&f, par, ROLE_CRYPTO_OFFICER, "nonsense"));
	fake_restart(&f);
	assert_err(ERR_PIN_LOCKED,
	    fake_try(&f, par, ROLE_CRYPTO_OFFICER, "co-password"));
	assert_err(ERR_PIN_LOCKED,
	    fake_try(&f, par, ROLE_CRYPTO_USER, "cu-password"));
	s = fake_session(&f, f.app, par, true);
	assert_ok(fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_err(ERR_REFUSED, role_reset_check(s, ROLE_CRYPTO_OFFICER,
	    bytes_of_text("fresh-password")));
	assert_err(ERR_REFUSED, role_reset_plan(s, ROLE_CRYPTO_OFFICER,
	    bytes_of_text("fresh-password"), &c));
	fake_end(&f);
}

static void
officer_is_reset(void **state)
{
	struct session *s;
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	fake_hsm_policy(&f, POLICY_HSM_SO_RESETS_PIN, true);
	assert_ok(fake_so_login(&f, "so-password"));
	par = fake_ready_partition(&f, "par1", 0);
	wrong_many(&f, par, ROLE_CRYPTO_OFFICER, 9);
	assert_err(ERR_PIN_INCORRECT_LOCKED,
	    fake_try(&f, par, ROLE_CRYPTO_OFFICER, "nonsense"));
	s = fake_session(&f, f.app, par, true);
	assert_ok(fake_login(&f, s, ROLE_PARTITION_SO, "po-password"));
	assert_ok(role_reset_check(s, ROLE_CRYPTO_OFFICER,
	    bytes_of_text("fresh-password")));
	assert_ok(role_reset_plan(s, ROLE_CRYPTO_OFFICER,
	    bytes_of_text("fresh-password"), &c));
	assert_ok(fake_done(&f, &c));
	assert_ok(fake_try(&f, par, ROLE_CRYPTO_OFFICER, "fresh-password"));
	assert_ok(fake_try(&f, par, ROLE_CRYPTO_USER, "cu-password"));
	fake_end(&f);
}

static void
partition_so_zeroizes(void **state)
{
	struct msg_partition_row row;
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 0);
	wrong_many(&f, par, ROLE_PARTITION_SO, 9);
	assert_err(ERR_PIN_INCORRECT_ZEROIZED,
	    fake_try(&f, par, ROLE_PARTITION_SO, "nonsense"));
	assert_ok(partition_describe(f.hsm, f.app, par, &roles, &row));
	assert_false(row.initialized);
	assert_false(row.has_domain);
	assert_int_equal(1, fake_count(&f, RECORD_ROLE)); /* the HSM SO's */
	assert_ok(fake_partition_init(&f, par, "new", "po-second", "domain"));
	fake_end(&f);
}

/* The plug is pulled between charge and settle of the last try. */
static void
last_try_and_power_cut(void **state)
{
	struct change *c;
	struct fake f;
	uint64_t par;

	(void)state;
	fake_start(&f, "K7", 150718);
	fake_ready(&f);
	par = fake_ready_partition(&f, "par1", 0);
	wrong_many(&f, par, ROLE_PARTITION_SO, 9);
	assert_ok(fake_charge(&f, par, ROLE_PARTITION_SO, &c));
	fake_commit(&f, c);
	change_drop(f.hsm, &c);
	fake_restart(&f);
	assert_err(ERR_ROLE_NOT_INITIALIZED,
	    fake_try(&f, par, ROLE_PARTITION_SO, "po-password"));
	wrong_many(&f, 0, ROLE_HSM_SO, 2);
	assert_ok(fake_charge(&f, 0, ROLE_HSM_SO, &c));
	fake_commit(&f, c);
	change_drop(f.hsm, &c);
	fake_restart(&f);
	assert_err(ERR_HSM_ZEROIZED, fake_so_login(&f, "so-password"));
	fake_end(&f);
}

/* --- the model test --- */

/* The reference: what a person would write on a napkin. */
struct napkin {
	bool hsm_alive, partition_alive;
	unsigned so, po, co, cu; /* wrong tries */
};

static uint64_t
random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static unsigned *
napkin_counter(struct napkin *n, enum role role)
{
	switch (role) {
	case ROLE_HSM_SO:
		return &n->so;
	case ROLE_PARTITION_SO:
		return &n->po;
	case ROLE_CRYPTO_OFFICER:
		return &n->co;
	default:
		return &n->cu;
	}
}

/* May it be tried, as far as the napkin says? */
static enum err
napkin_may(struct napkin *n, enum role role)
{
	if (!n->hsm_alive)
		return ERR_HSM_ZEROIZED;
	if (role == ROLE_HSM_SO)
		return ERR_OK;
	if (!n->partition_alive)
		return ERR_ROLE_NOT_INITIALIZED;
	if (n->co >= 10 && role != ROLE_PARTITION_SO)
		return ERR_PIN_LOCKED;
	return n->cu >= 10 && role == ROLE_CRYPTO_USER ? ERR_PIN_LOCKED
						       : ERR_OK;
}

static enum err
napkin_try(struct napkin *n, enum role role, bool right, bool cut)
{
	unsigned *counter = napkin_counter(n, role);

	TRY(napkin_may(n, role));
	++*counter;
	if (right && !cut) {
		*counter = 0;
		return ERR_OK;
	}
	if (role == ROLE_HSM_SO && *counter == 3) {
		n->hsm_alive = n->partition_alive = false;
		return ERR_SO_THRESHOLD;
	}
	if (role == ROLE_PARTITION_SO && *counter == 10) {
		n->partition_alive = false;
		return ERR_PIN_INCORRECT_ZEROIZED;
	}
	return *counter == 10 ? ERR_PIN_INCORRECT_LOCKED : ERR_PIN_INCORRECT;
}

static uint64_t
world_new(struct fake *f, struct napkin *n)
{
	fake_end(f);
	fake_start(f, "K7", 150718);
	fake_ready(f);
	*n = (struct napkin){ .hsm_alive = true, .partition_alive = true };
	return fake_ready_partition(f, "par1", 0);
}

/* One try that the power cut ends somewhere. */
static void
try_cut(struct fake *f, struct napkin *n, uint64_t par, enum role role,
    bool right, bool durable)
{
	struct change *c;

	if (napkin_may(n, role) != ERR_OK)
		return;
	assert_ok(fake_charge(f, par, role, &c));
	if (durable) {
		fake_commit(f, c);
		IGNORE(napkin_try(n, role, right, true));
	}
	change_drop(f->hsm, &c);
	fake_restart(f);
}

static void
napkin_holds(struct fake *f, struct napkin *n, uint64_t par)
{
	CLEARED_BY(buf_clear) struct buf roles = buf_up_to(4096);
	struct msg_hsm_info_response info;
	struct msg_partition_row row;
	struct msg_role_row role;
	struct bytes rest;

	hsm_describe(f->hsm, &info);
	assert_int_equal(n->hsm_alive ? 3 - n->so : 0, info.so_attempts_left);
	if (!n->hsm_alive)
		return;
	assert_ok(partition_describe(f->hsm, f->app, par, &roles, &row));
	assert_int_equal(n->partition_alive, row.initialized);
	rest = row.roles;
	assert_ok(rows_next(&rest, &wire_role_row, &role));
	assert_ok(rows_next(&rest, &wire_role_row, &role));
	if (n->partition_alive)
		assert_int_equal(10 - n->co, role.attempts_left);
	assert_ok(rows_next(&rest, &wire_role_row, &role));
	if (n->partition_alive)
		assert_int_equal(n->co >= 10 ? 0 : 10 - n->cu,
		    role.attempts_left);
}

static void
counter_model(void **state)
{
	static const char *const passwords[] = { "", "so-password", "",
		"po-password", "co-password", "cu-password" };
	static const enum role roles[] = { ROLE_HSM_SO, ROLE_PARTITION_SO,
		ROLE_CRYPTO_OFFICER, ROLE_CRYPTO_USER };
	uint64_t seed = 0x9e3779b97f4a7c15u, par = 0;
	struct napkin n = { 0 };
	struct fake f = { 0 };
	unsigned died = 0;

	(void)state;
	for (unsigned i = 0; i < 1000000; i++) {
		uint64_t r = random_next(&seed);
		enum role role = roles[r & 3];
		bool right = (r >> 8) % 4 == 0;
		const char *password = right ? passwords[role] : "nonsense";
		uint64_t where = role == ROLE_HSM_SO ? 0 : par;

		if (!n.hsm_alive || (!n.partition_alive && (r >> 16) % 16 == 0)) {
			par = world_new(&f, &n);
			died++;
			continue;
		}
		if ((r >> 24) % 32 == 0)
			try_cut(&f, &n, where, role, right, (r >> 32) & 1);
		else
			assert_int_equal(napkin_try(&n, role, right, false),
			    fake_try(&f, where, role, password));
		if ((r >> 40) % 64 == 0)
			napkin_holds(&f, &n, par);
	}
	assert_true(died > 1000);
	fake_end(&f);
}

/* Who logs in for one deed is out with it, however it ends. */
static void
so_of_a_link(void **state)
{
	struct link_what what = { .name = bytes_of_text("a deed") };
	struct fake f;

	(void)state;
	fake_start(&f, "K7", 150718);
	assert_ok(fake_hsm_init(&f, "lab", "so-password", "domain"));
	assert_ok(link_open(f.hsm, 20, &what));
	assert_ok(link_open(f.hsm, 21, &what));
	so_login(f.hsm, 20);
	assert_ok(link_close(f.hsm, 21));
	assert_true(hsm_so_logged_in(f.hsm));
	assert_ok(link_close(f.hsm, 20));
	assert_false(hsm_so_logged_in(f.hsm));
	/* Logged out and in for good in between: another's login. */
	assert_ok(link_open(f.hsm, 20, &what));
	so_login(f.hsm, 20);
	assert_ok(so_logout(f.hsm));
	so_login(f.hsm, 0);
	assert_ok(link_close(f.hsm, 20));
	assert_true(hsm_so_logged_in(f.hsm));
	fake_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(so_of_a_link),
		cmocka_unit_test(so_three_strikes),
		cmocka_unit_test(so_changes_password),
		cmocka_unit_test(roles_and_logins),
		cmocka_unit_test(force_pin_change_off),
		cmocka_unit_test(officer_locks),
		cmocka_unit_test(officer_is_reset),
		cmocka_unit_test(partition_so_zeroizes),
		cmocka_unit_test(last_try_and_power_cut),
		cmocka_unit_test(counter_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
