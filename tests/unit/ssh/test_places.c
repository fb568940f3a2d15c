/* SPDX-License-Identifier: Apache-2.0 */
/* Who gives way when too many want in and do not log in. */
#include "../test.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "places.h"
#include "waiting.h"

#define NOW 1000000

static uint8_t stages[PLACES_MAX];
static struct places places;
static struct waiting waiting;

static int
fresh(void **state)
{
	memset(stages, STAGE_CONNECTED, sizeof(stages));
	places = (struct places){ .stages = stages };
	waiting = (struct waiting){ .n = 0 };
	return 0;
}

static struct source
source(uint8_t number)
{
	return (struct source){ { number } };
}

static struct place *
find(uint8_t number, struct place **out_leaver)
{
	struct source from = source(number);

	return places_find(&places, &from, NOW, out_leaver);
}

/* Fills n places; the first came `age` ago, each next one a millisecond later. */
static void
fill(size_t n, uint8_t number, int64_t age)
{
	struct place *leaver, *p;

	for (size_t i = 0; i < n; i++) {
		p = find(number, &leaver);
		assert_non_null(p);
		*p = (struct place){ 1, NOW - age + (int64_t)i, source(number), false };
	}
}

static void
one_source_leaves_room(void **state)
{
	struct place *leaver;

	fill(SOURCE_STRANGERS_MAX, 1, 500);
	assert_null(find(1, &leaver));
	assert_null(leaver); /* none has had its second yet */
	assert_non_null(find(2, &leaver));
	assert_null(leaver);
}

static void
the_earliest_gives_way(void **state)
{
	struct place *leaver;

	fill(SOURCE_STRANGERS_MAX, 1, 5000);
	stages[0] = STAGE_ENCRYPTED;
	assert_null(find(1, &leaver));
	assert_ptr_equal(&places.list[1], leaver);
	leaver->leaves = true;
	assert_non_null(find(1, &leaver));
}

/* Whoever is typing a password has longer than who is silent, but not for ever. */
static void
at_the_password_prompt(void **state)
{
	struct place *leaver;

	memset(stages, STAGE_ENCRYPTED, sizeof(stages));
	fill(SOURCE_STRANGERS_MAX, 1, LOGIN_MS);
	assert_null(find(1, &leaver));
	assert_null(leaver);
	places.list[5].since -= 100;
	assert_null(find(1, &leaver));
	assert_ptr_equal(&places.list[5], leaver);
}

static void
all_sources_together(void **state)
{
	struct place *leaver;

	for (uint8_t i = 0; i < STRANGERS_MAX; i++)
		fill(1, i, 5000 - i);
	assert_null(find(200, &leaver));
	assert_ptr_equal(&places.list[0], leaver);
}

/* Who has logged in is no stranger and never gives way. */
static void
those_who_logged_in(void **state)
{
	struct place *leaver;

	memset(stages, STAGE_LOGGED_IN, sizeof(stages));
	fill(PLACES_MAX, 1, 1000000);
	assert_int_equal(0, places_strangers(&places, NULL));
	assert_null(find(1, &leaver));
	assert_null(leaver);
}

static void
look(void)
{
	struct pollfd at[WAITING_MAX];

	waiting_prepare(&waiting, at);
	assert_true(poll(at, waiting.n, 0) >= 0);
	waiting_update(&waiting, at);
}

static int
arrive(int64_t since)
{
	struct arrival a = { .since = since };
	int ends[2];

	assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	waiting_add(&waiting, &ends[0], &a);
	assert_int_equal(-1, ends[0]);
	return ends[1];
}

/* The room is full: out goes the earliest that has said nothing. */
static void
the_silent_are_dropped(void **state)
{
	int first = arrive(0), second = arrive(1), others[WAITING_MAX - 1];
	char c;

	assert_int_equal(1, write(first, "S", 1));
	look();
	assert_true(waiting_is_ready(&waiting.list[0], 1, false));
	assert_false(waiting_is_ready(&waiting.list[1], 1, true));
	assert_true(waiting_is_ready(&waiting.list[1], 1 + SILENT_MS, true));
	assert_false(waiting_is_ready(&waiting.list[1], 1 + SILENT_MS, false));
	for (size_t i = 0; i < WAITING_MAX - 1; i++)
		others[i] = arrive(2);
	assert_int_equal(WAITING_MAX, waiting.n);
	assert_int_equal(1, waiting.dropped);
	assert_true(waiting.list[0].has_spoken);
	assert_int_equal(0, recv(second, &c, 1, MSG_DONTWAIT));
	assert_int_equal(-1, recv(first, &c, 1, MSG_DONTWAIT));
	assert_int_equal(EAGAIN, errno);
	waiting_expire(&waiting, WAIT_MS);
	assert_int_equal(WAITING_MAX - 1, waiting.n);
	assert_int_equal(-1, recv(first, &c, 1, MSG_DONTWAIT));
	assert_int_equal(ECONNRESET, errno); /* what it said was never read */
	waiting_clear(&waiting);
	assert_int_equal(0, waiting.n);
	close(first);
	close(second);
	for (size_t i = 0; i < WAITING_MAX - 1; i++)
		close(others[i]);
}

static void
those_who_hung_up(void **state)
{
	int silent = arrive(0), spoke = arrive(0);

	assert_int_equal(1, write(spoke, "S", 1));
	look();
	assert_int_equal(2, waiting.n);
	close(silent);
	look();
	assert_int_equal(1, waiting.n);
	assert_true(waiting.list[0].has_spoken);
	close(spoke);
	look();
	assert_int_equal(0, waiting.n);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_source_leaves_room, fresh),
		cmocka_unit_test_setup(the_earliest_gives_way, fresh),
		cmocka_unit_test_setup(at_the_password_prompt, fresh),
		cmocka_unit_test_setup(all_sources_together, fresh),
		cmocka_unit_test_setup(those_who_logged_in, fresh),
		cmocka_unit_test_setup(the_silent_are_dropped, fresh),
		cmocka_unit_test_setup(those_who_hung_up, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
