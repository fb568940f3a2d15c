/* SPDX-License-Identifier: Apache-2.0 */
/* Password guessing in every way: on many links at once, with the plug pulled,
 * where others are logged in, where the guesser may not be. The card never
 * checks more guesses than the limit, and counts each one. */
#include "rig.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "wire/frame.h"

#define GUESSERS 8
#define WRONG "not-this-one"

struct bench {
	struct rig rig;
	struct rig_link admin, app;
	uint64_t partition;
};

static void
bench_make(struct bench *b)
{
	rig_make(&b->rig, "K7", 123456);
	rig_link_open(&b->rig, &b->admin, ORIGIN_ADMIN, false);
	rig_link_open(&b->rig, &b->app, ORIGIN_APP, false);
	hsm_set_up(&b->admin);
	b->partition = partition_set_up(&b->admin, &b->app, "par1", DOMAIN);
}

static void
bench_remove(struct bench *b)
{
	rig_link_close(&b->admin);
	rig_link_close(&b->app);
	rig_remove(&b->rig);
}

static void
power_cycle(struct bench *b)
{
	rig_kill(&b->rig);
	rig_link_close(&b->admin);
	rig_link_close(&b->app);
	rig_start(&b->rig);
	rig_link_open(&b->rig, &b->admin, ORIGIN_ADMIN, false);
	rig_link_open(&b->rig, &b->app, ORIGIN_APP, false);
}

static enum err
open_session(struct rig_link *l, uint64_t partition)
{
	struct msg_session_open_request in = { partition, 1 };
	struct msg_session_open_response out;

	TRY(call_session_open(&l->c, &in, &out, &l->reply));
	l->session = (uint32_t)out.session;
	return ERR_OK;
}

/* Tries left of a role; of the HSM SO with role 0. */
static uint64_t
tries_left(struct bench *b, uint64_t role)
{
	struct msg_hsm_info_request ask;
	struct msg_hsm_info_response info;
	struct msg_partition_list_request in;
	struct msg_partition_list_response list;
	struct msg_partition_row row;
	struct msg_role_row one;

	assert_ok(call_hsm_info(&b->admin.c, &ask, &info, &b->admin.reply));
	if (role == 0)
		return info.so_attempts_left;
	assert_ok(call_partition_list(&b->admin.c, &in, &list, &b->admin.reply));
	assert_ok(rows_next(&list.partitions, &wire_partition_row, &row));
	while (rows_next(&row.roles, &wire_role_row, &one) == ERR_OK)
		if (one.role == role)
			return one.initialized ? one.attempts_left : 0;
	fail();
	return 0;
}

/* --- all at once --- */

static atomic_uint n_looked_at, n_refused;

struct guesser {
	struct bench *b;
	bool so;
	pthread_t thread;
};

static enum err
guess_so(struct rig_link *l)
{
	struct msg_hsm_login_request in = { bytes_of_text(WRONG) };
	struct msg_hsm_login_response out;

	return call_hsm_login(&l->c, &in, &out, &l->reply);
}

static void *
guess(void *ctx)
{
	struct guesser *g = ctx;
	struct rig_link l;

	rig_link_open(&g->b->rig, &l, g->so ? ORIGIN_ADMIN : ORIGIN_APP, false);
	if (!g->so)
		IGNORE(open_session(&l, g->b->partition));
	for (unsigned i = 0; i < 4; i++) {
		enum err e = g->so ? guess_so(&l)
		    : try_login(&l, ROLE_CRYPTO_OFFICER, WRONG);

		if (e == ERR_PIN_INCORRECT || e == ERR_PIN_INCORRECT_LOCKED ||
		    e == ERR_SO_THRESHOLD)
			n_looked_at++;
		else if (e == ERR_PIN_LOCKED || e == ERR_HSM_ZEROIZED)
			n_refused++;
	}
	rig_link_close(&l);
	return NULL;
}

static void
guess_together(struct bench *b, bool so, unsigned limit)
{
	struct guesser all[GUESSERS];

	n_looked_at = n_refused = 0;
	for (unsigned i = 0; i < GUESSERS; i++) {
		all[i] = (struct guesser){ .b = b, .so = so };
		pthread_create(&all[i].thread, NULL, guess, &all[i]);
	}
	for (unsigned i = 0; i < GUESSERS; i++)
		pthread_join(all[i].thread, NULL);
	assert_int_equal(limit, n_looked_at);
	assert_int_equal(4 * GUESSERS - limit, n_refused);
}

static void
test_many_links(void **state)
{
	struct msg_hsm_logout_request in;
	struct msg_hsm_logout_response out;
	struct bench b;

	(void)state;
	bench_make(&b);
	guess_together(&b, false, 10);
	assert_ok(call_hsm_logout(&b.admin.c, &in, &out, &b.admin.reply));
	guess_together(&b, true, 3);
	bench_remove(&b);
}

/* --- where nothing is looked at --- */

static enum err
guess_by_init(struct rig_link *l, uint64_t partition)
{
	struct msg_partition_init_request in = { partition,
		bytes_of_text("again"), bytes_of_text(WRONG) };
	struct msg_partition_init_response out;

	return call_partition_init(&l->c, &in, &out, &l->reply);
}

/* A right password and a wrong one are refused alike, and uncounted. */
static void
test_refused_unseen(void **state)
{
	struct bench b;
	struct rig_link other;

	(void)state;
	bench_make(&b);
	assert_err(ERR_ALREADY_LOGGED_IN,
	    try_login(&b.app, ROLE_CRYPTO_OFFICER, WRONG));
	assert_err(ERR_ALREADY_LOGGED_IN,
	    try_login(&b.app, ROLE_CRYPTO_OFFICER, CO_PASSWORD));
	assert_err(ERR_OTHER_LOGGED_IN,
	    try_login(&b.app, ROLE_PARTITION_SO, WRONG));
	assert_err(ERR_OTHER_LOGGED_IN,
	    try_login(&b.app, ROLE_PARTITION_SO, PSO_PASSWORD));
	assert_err(ERR_ALREADY_LOGGED_IN, guess_so(&b.admin));
	rig_link_open(&b.rig, &other, ORIGIN_APP, false);
	rig_link_limit(&other, b.partition + 1);
	assert_err(ERR_PARTITION_UNKNOWN, open_session(&other, b.partition));
	assert_err(ERR_PARTITION_UNKNOWN, guess_by_init(&other, b.partition));
	other.session = b.app.session;
	assert_err(ERR_SESSION_INVALID,
	    try_login(&other, ROLE_CRYPTO_OFFICER, WRONG));
	assert_err(ERR_REFUSED, guess_so(&other));
	assert_int_equal(10, tries_left(&b, ROLE_CRYPTO_OFFICER));
	assert_int_equal(10, tries_left(&b, ROLE_PARTITION_SO));
	assert_int_equal(3, tries_left(&b, 0));
	rig_link_close(&other);
	bench_remove(&b);
}

/* --- with the plug pulled --- */

/* A request that looks at a password: its op, its role's counter, its body. */
struct way {
	const char *name;
	uint64_t role;
	const struct message *request;
};

enum { BY_HSM_INIT, BY_CHANGE, BY_PARTITION_INIT, BY_LOGIN, N_WAYS };

static const struct way ways[N_WAYS] = {
	[BY_HSM_INIT] = { "hsm init", 0, &wire_hsm_init_request },
	[BY_CHANGE] = { "change password", ROLE_CRYPTO_OFFICER,
		&wire_role_change_password_request },
	[BY_PARTITION_INIT] = { "partition init", ROLE_PARTITION_SO,
		&wire_partition_init_request },
	[BY_LOGIN] = { "login", ROLE_CRYPTO_OFFICER, &wire_login_request },
};

static void
put_body(const struct bench *b, unsigned way, struct buf *out)
{
	struct bytes wrong = bytes_of_text(WRONG), label = bytes_of_text("again");
	struct msg_hsm_init_request hsm = { label, wrong };
	struct msg_role_change_password_request change = { b->app.session,
		ROLE_CRYPTO_OFFICER, wrong, bytes_of_text("some-new-one") };
	struct msg_partition_init_request init = { b->partition, label, wrong };
	struct msg_login_request login = { b->app.session,
		ROLE_CRYPTO_OFFICER, wrong };
	const void *const bodies[N_WAYS] = { &hsm, &change, &init, &login };

	assert_ok(wire_encode(ways[way].request, bodies[way], out));
}

/* The password was looked at: what an answer says. A session that could not be
 * opened is no guess; a heartbeat no answer. */
static bool
was_looked_at(int fd, const char *name)
{
	uint8_t answer[256];
	ssize_t n = recv(fd, answer, sizeof(answer), MSG_DONTWAIT);
	struct frame f;
	size_t size;
	enum err e;

	if (n <= 0)
		return false;
	assert_ok(frame_parse(bytes_of(answer, (size_t)n), &f, &size));
	e = err_from_number(f.status);
	if ((f.flags & FRAME_HEARTBEAT) != 0)
		return false;
	if (e != ERR_PIN_INCORRECT && e != ERR_PIN_INCORRECT_LOCKED &&
	    e != ERR_PIN_INCORRECT_ZEROIZED && e != ERR_SO_THRESHOLD)
		fail_msg("%s: answered '%s'", name, err_words(e));
	return true;
}

/* Sends it; answered in `ms`, or never. */
static bool
ask_and_wait(struct bench *b, unsigned way, unsigned ms)
{
	struct rig_link *l = way == BY_HSM_INIT ? &b->admin : &b->app;
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(1024);
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(512);
	struct frame f = { .op = ways[way].request->op, .link = l->c.link,
		.id = 900 };

	put_body(b, way, &body);
	f.body = buf_bytes(&body);
	assert_ok(frame_put(&out, &f));
	assert_int_equal(out.len, write(l->ask.fd, out.ptr, out.len));
	clock_sleep_ms(ms);
	return was_looked_at(l->ask.fd, ways[way].name);
}

static void
guess_and_pull(struct bench *b, unsigned way)
{
	uint64_t left = tries_left(b, ways[way].role), now;
	unsigned answers = 0, limit = (unsigned)left;

	for (unsigned i = 0; left > 0; i++) {
		if (i > 200)
			fail_msg("%s: never at an end", ways[way].name);
		assert_ok(open_session(&b->app, b->partition));
		/* Longer and longer, for a busy machine gets there late. */
		answers += ask_and_wait(b, way, i * 37 % (150 + 8 * i));
		power_cycle(b);
		now = tries_left(b, ways[way].role);
		if (now > left)
			fail_msg("%s: the plug bought a guess", ways[way].name);
		left = now;
	}
	if (answers > limit)
		fail_msg("%s: %u answers", ways[way].name, answers);
}

static void
test_plug(void **state)
{
	(void)state;
	for (unsigned way = 0; way < N_WAYS; way++) {
		struct bench b;

		bench_make(&b);
		power_cycle(&b); /* nobody is logged in */
		guess_and_pull(&b, way);
		bench_remove(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_links),
		cmocka_unit_test(test_refused_unseen),
		cmocka_unit_test(test_plug),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
