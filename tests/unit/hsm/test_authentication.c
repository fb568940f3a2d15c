/* SPDX-License-Identifier: Apache-2.0 */
/* An authentication that waits for somebody, and whatever may happen to it: each
 * state with each event, and what the counter says afterwards. */
#include "fake.h"

#define WAIT PASSWORD_WAIT_MS

struct bench {
	struct fake f;
	uint64_t par;
	struct change *c;
};

static void
bench_open(struct bench *b)
{
	*b = (struct bench){ 0 };
	fake_start(&b->f, "K7", 150718);
	fake_ready(&b->f);
	b->par = fake_ready_partition(&b->f, "par1", 0);
}

static uint64_t
begin(struct bench *b, uint64_t link, enum role role)
{
	const struct password_asker who = { link, b->par, role };
	uint64_t id = 0;

	assert_ok(password_begin(b->f.hsm, &who, 1000, &id));
	assert_int_equal(AUTHENTICATION_WAITING,
	    authentication_state(b->f.hsm, id));
	return id;
}

static void
charge(struct bench *b, uint64_t id)
{
	assert_ok(password_charge_plan(b->f.hsm, id, 1000, &b->c));
	assert_ok(fake_done(&b->f, &b->c));
}

static void
assert_state(struct bench *b, enum authentication_state state, uint64_t id)
{
	assert_int_equal(state, authentication_state(b->f.hsm, id));
}

static void
assert_left(struct bench *b, unsigned left, enum role role)
{
	assert_int_equal(left, role_attempts_left(b->f.hsm, b->par, role));
}

/* --- the rows --- */

#define N_STATES (AUTHENTICATION_FAILED + 1)
#define N_EVENTS (ON_EMPTIED + 1)

/* The picture of authentication.h, read by a person. 0: refused, nothing changes. */
static const enum authentication_state expected[N_STATES][N_EVENTS] = {
	[AUTHENTICATION_WAITING] = {
		[ON_SECRET] = AUTHENTICATION_CHARGING,
		[ON_CLOSED] = AUTHENTICATION_FAILED,
		[ON_TIMEOUT] = AUTHENTICATION_FAILED,
		[ON_EMPTIED] = AUTHENTICATION_FAILED },
	[AUTHENTICATION_CHARGING] = {
		[ON_DURABLE] = AUTHENTICATION_VERIFYING,
		[ON_LOST] = AUTHENTICATION_FAILED,
		[ON_EMPTIED] = AUTHENTICATION_FAILED },
	[AUTHENTICATION_VERIFYING] = {
		[ON_RIGHT] = AUTHENTICATION_SETTLING,
		[ON_WRONG] = AUTHENTICATION_REFUSING,
		[ON_EMPTIED] = AUTHENTICATION_FAILED },
	[AUTHENTICATION_SETTLING] = {
		[ON_DURABLE] = AUTHENTICATION_SETTLED,
		[ON_LOST] = AUTHENTICATION_VERIFYING,
		[ON_EMPTIED] = AUTHENTICATION_FAILED },
	[AUTHENTICATION_REFUSING] = {
		[ON_DURABLE] = AUTHENTICATION_FAILED,
		[ON_LOST] = AUTHENTICATION_FAILED,
		[ON_EMPTIED] = AUTHENTICATION_FAILED },
};

/* The shortest way into each state. */
static const struct {
	unsigned n;
	enum authentication_event events[4];
} ways[N_STATES] = {
	[AUTHENTICATION_CHARGING] = { 1, { ON_SECRET } },
	[AUTHENTICATION_VERIFYING] = { 2, { ON_SECRET, ON_DURABLE } },
	[AUTHENTICATION_SETTLING] = { 3, { ON_SECRET, ON_DURABLE, ON_RIGHT } },
	[AUTHENTICATION_REFUSING] = { 3, { ON_SECRET, ON_DURABLE, ON_WRONG } },
	[AUTHENTICATION_SETTLED] = { 4, { ON_SECRET, ON_DURABLE, ON_RIGHT,
		ON_DURABLE } },
	[AUTHENTICATION_FAILED] = { 1, { ON_TIMEOUT } },
};

static uint64_t
brought_to(struct bench *b, unsigned state)
{
	uint64_t id = begin(b, APP, ROLE_CRYPTO_OFFICER);

	for (unsigned i = 0; i < ways[state].n; i++)
		assert_ok(authentication_event(b->f.hsm, id,
		    ways[state].events[i]));
	assert_state(b, (enum authentication_state)state, id);
	return id;
}

static void
each_state_with_each_event(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b);
	for (unsigned from = AUTHENTICATION_WAITING; from < N_STATES; from++)
		for (unsigned on = 0; on < N_EVENTS; on++) {
			enum authentication_state to = expected[from][on];
			uint64_t id = brought_to(&b, from);
			enum err e = authentication_event(b.f.hsm, id,
			    (enum authentication_event)on);

			assert_int_equal(to != AUTHENTICATION_NONE, e == ERR_OK);
			assert_state(&b, to != AUTHENTICATION_NONE ? to
			    : (enum authentication_state)from, id);
			password_end(b.f.hsm, id);
		}
	fake_end(&b.f);
}

/* --- the way --- */

/* The verifier is not to be had, and nothing can be settled, before the try is
 * counted and durable: no free guess. */
static void
a_right_secret(void **state)
{
	struct change *none;
	struct bench b;
	uint64_t id;

	(void)state;
	bench_open(&b);
	id = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	assert_int_equal(0, password_verifier(b.f.hsm, id).len);
	assert_err(ERR_REFUSED, password_settle_plan(b.f.hsm, id, true, &b.c));
	assert_err(ERR_REFUSED, password_change_plan(b.f.hsm, id,
	    bytes_of_text("new-password"), &b.c));
	assert_left(&b, 10, ROLE_CRYPTO_OFFICER);
	assert_ok(password_charge_plan(b.f.hsm, id, 1000, &b.c));
	assert_int_equal(1, change_n_steps(b.c));
	assert_state(&b, AUTHENTICATION_CHARGING, id);
	assert_int_equal(0, password_verifier(b.f.hsm, id).len);
	assert_err(ERR_REFUSED, password_settle_plan(b.f.hsm, id, true, &none));
	assert_ok(fake_done(&b.f, &b.c));
	assert_state(&b, AUTHENTICATION_VERIFYING, id);
	assert_left(&b, 9, ROLE_CRYPTO_OFFICER);
	assert_true(bytes_equal(password_verifier(b.f.hsm, id),
	    bytes_of_text("co-password")));
	assert_ok(password_settle_plan(b.f.hsm, id, true, &b.c));
	assert_state(&b, AUTHENTICATION_SETTLING, id);
	assert_ok(fake_done(&b.f, &b.c));
	assert_state(&b, AUTHENTICATION_SETTLED, id);
	assert_left(&b, 10, ROLE_CRYPTO_OFFICER);
	password_end(b.f.hsm, id);
	assert_state(&b, AUTHENTICATION_NONE, id);
	fake_end(&b.f);
}

/* One wrong password is one count, and it cannot be tried again. */
static void
a_wrong_secret(void **state)
{
	struct bench b;
	uint64_t id;

	(void)state;
	bench_open(&b);
	id = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	charge(&b, id);
	assert_ok(password_settle_plan(b.f.hsm, id, false, &b.c));
	assert_err(ERR_PIN_INCORRECT, fake_done(&b.f, &b.c));
	assert_state(&b, AUTHENTICATION_FAILED, id);
	assert_left(&b, 9, ROLE_CRYPTO_OFFICER);
	assert_int_equal(0, password_verifier(b.f.hsm, id).len);
	assert_err(ERR_PIN_INCORRECT,
	    password_charge_plan(b.f.hsm, id, 1000, &b.c));
	assert_err(ERR_PIN_INCORRECT,
	    password_settle_plan(b.f.hsm, id, true, &b.c));
	assert_left(&b, 9, ROLE_CRYPTO_OFFICER);
	fake_end(&b.f);
}

/* --- while it waits --- */

static void
nobody_comes(void **state)
{
	struct bench b;
	uint64_t id;

	(void)state;
	bench_open(&b);
	id = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	assert_ok(password_charge_plan(b.f.hsm, id, 999 + WAIT, &b.c));
	change_drop(b.f.hsm, &b.c); /* just in time, but the disk was full */
	assert_state(&b, AUTHENTICATION_FAILED, id);
	assert_err(ERR_STORE, password_charge_plan(b.f.hsm, id, 1000, &b.c));
	id = begin(&b, APP, ROLE_CRYPTO_OFFICER); /* in place of the one before */
	assert_err(ERR_TIMEOUT,
	    password_charge_plan(b.f.hsm, id, 1000 + WAIT, &b.c));
	assert_state(&b, AUTHENTICATION_FAILED, id);
	assert_left(&b, 10, ROLE_CRYPTO_OFFICER);
	fake_end(&b.f);
}

static void
the_link_closes(void **state)
{
	struct bench b;
	uint64_t waits, counted;

	(void)state;
	bench_open(&b);
	waits = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	counted = begin(&b, ADMIN, ROLE_CRYPTO_USER);
	charge(&b, counted);
	assert_ok(link_close(b.f.hsm, APP));
	assert_ok(link_close(b.f.hsm, ADMIN));
	assert_state(&b, AUTHENTICATION_NONE, waits);
	assert_err(ERR_CLOSED, password_charge_plan(b.f.hsm, waits, 1000, &b.c));
	assert_left(&b, 10, ROLE_CRYPTO_OFFICER);
	/* What was counted is settled all the same. */
	assert_state(&b, AUTHENTICATION_VERIFYING, counted);
	assert_ok(password_settle_plan(b.f.hsm, counted, true, &b.c));
	assert_ok(fake_done(&b.f, &b.c));
	assert_left(&b, 10, ROLE_CRYPTO_USER);
	fake_end(&b.f);
}

static void
zeroized(void **state)
{
	struct bench b;
	uint64_t waits, counted;

	(void)state;
	bench_open(&b);
	waits = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	counted = begin(&b, ADMIN, ROLE_CRYPTO_USER);
	charge(&b, counted);
	assert_ok(hsm_zeroize_plan(b.f.hsm, &b.c));
	assert_ok(fake_done(&b.f, &b.c));
	assert_state(&b, AUTHENTICATION_FAILED, waits);
	assert_state(&b, AUTHENTICATION_FAILED, counted);
	assert_int_equal(0, password_verifier(b.f.hsm, counted).len);
	assert_err(ERR_ROLE_NOT_INITIALIZED,
	    password_charge_plan(b.f.hsm, waits, 1000, &b.c));
	assert_err(ERR_ROLE_NOT_INITIALIZED,
	    password_settle_plan(b.f.hsm, counted, true, &b.c));
	fake_end(&b.f);
}

static void
the_partition_goes(void **state)
{
	struct bench b;
	uint64_t here, there, par1;

	(void)state;
	bench_open(&b);
	par1 = b.par;
	b.par = fake_ready_partition(&b.f, "par2", 0);
	there = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	b.par = par1;
	here = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	assert_ok(partition_delete_plan(b.f.hsm, b.par, &b.c));
	assert_ok(fake_done(&b.f, &b.c));
	assert_state(&b, AUTHENTICATION_FAILED, here);
	assert_state(&b, AUTHENTICATION_WAITING, there);
	fake_end(&b.f);
}

/* A link has one on a partition; others have theirs, and do not wait for it. */
static void
one_at_a_time(void **state)
{
	struct password_asker who = { APP, 0, ROLE_CRYPTO_OFFICER };
	struct bench b;
	uint64_t mine, id;

	(void)state;
	bench_open(&b);
	who.partition = b.par;
	mine = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	assert_err(ERR_BUSY, password_begin(b.f.hsm, &who, 1000, &id));
	who.link = ADMIN;
	assert_ok(password_begin(b.f.hsm, &who, 1000, &id));
	charge(&b, id);
	assert_ok(password_settle_plan(b.f.hsm, id, true, &b.c));
	assert_ok(fake_done(&b.f, &b.c));
	assert_state(&b, AUTHENTICATION_WAITING, mine);
	who.link = APP; /* once nobody came, there is room */
	assert_ok(password_begin(b.f.hsm, &who, 1000 + WAIT, &id));
	assert_state(&b, AUTHENTICATION_NONE, mine);
	assert_true(id > mine);
	fake_end(&b.f);
}

/* Ten wrong ones while somebody waits: the charge says so. */
static void
locked_meanwhile(void **state)
{
	struct bench b;
	uint64_t waits, id;

	(void)state;
	bench_open(&b);
	waits = begin(&b, ADMIN, ROLE_CRYPTO_OFFICER);
	for (unsigned i = 0; i < 10; i++) {
		id = begin(&b, APP, ROLE_CRYPTO_OFFICER);
		charge(&b, id);
		assert_ok(password_settle_plan(b.f.hsm, id, false, &b.c));
		assert_err(i < 9 ? ERR_PIN_INCORRECT : ERR_PIN_INCORRECT_LOCKED,
		    fake_done(&b.f, &b.c));
	}
	assert_err(ERR_PIN_LOCKED,
	    password_charge_plan(b.f.hsm, waits, 1000, &b.c));
	assert_state(&b, AUTHENTICATION_FAILED, waits);
	fake_end(&b.f);
}

/* --- the disk --- */

/* What could not be stored did not happen; what was counted before stays so. */
static void
not_stored(void **state)
{
	struct bench b;
	uint64_t id;

	(void)state;
	bench_open(&b);
	id = begin(&b, APP, ROLE_CRYPTO_OFFICER);
	charge(&b, id);
	assert_ok(password_settle_plan(b.f.hsm, id, true, &b.c));
	change_drop(b.f.hsm, &b.c);
	assert_state(&b, AUTHENTICATION_VERIFYING, id);
	assert_left(&b, 9, ROLE_CRYPTO_OFFICER);
	assert_ok(password_change_plan(b.f.hsm, id, bytes_of_text("new"), &b.c));
	change_drop(b.f.hsm, &b.c);
	assert_ok(password_settle_plan(b.f.hsm, id, false, &b.c));
	change_drop(b.f.hsm, &b.c);
	assert_state(&b, AUTHENTICATION_FAILED, id);
	assert_left(&b, 9, ROLE_CRYPTO_OFFICER);
	fake_end(&b.f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_state_with_each_event),
		cmocka_unit_test(a_right_secret),
		cmocka_unit_test(a_wrong_secret),
		cmocka_unit_test(nobody_comes),
		cmocka_unit_test(the_link_closes),
		cmocka_unit_test(zeroized),
		cmocka_unit_test(the_partition_goes),
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(locked_meanwhile),
		cmocka_unit_test(not_stored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
