/* SPDX-License-Identifier: Apache-2.0 */
/* What the columns of calls.def promise to those who read them. */
#include "../test.h"

#include <string.h>

#include "wire/call.h"

struct row {
	const char *name, *path, *audit;
	uint16_t op;
	const struct message *request;
};

static const struct row rows[] = {
#define CALL(name, origins, needs, path, audit, viewer, password) \
	{ #name, #path, #audit, OP_##name##_request, &wire_##name##_request },
#include "spec/calls.def"
#undef CALL
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static bool
has_secret(const struct message *m)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->fields[i].kind == KIND_SECRET)
			return true;
	return false;
}

/* The desk alone charges and settles, and every guess is on record. */
static void
passwords_are_judged_at_the_desk_and_logged(void **state)
{
	size_t n = 0;

	for (size_t i = 0; i < N_ROWS; i++) {
		if (call_password(rows[i].op) == NO_PASSWORD)
			continue;
		n++;
		assert_string_equal(rows[i].path, "DESK");
		assert_string_equal(rows[i].audit, "LOGGED");
		assert_true(has_secret(rows[i].request));
		assert_false(call_is_for_viewers(rows[i].op));
	}
	assert_int_equal(n, 6);
}

/* Who may only look neither stores anything nor uses a key. */
static void
viewers_change_nothing(void **state)
{
	size_t n = 0;

	for (size_t i = 0; i < N_ROWS; i++) {
		if (!call_is_for_viewers(rows[i].op))
			continue;
		n++;
		assert_string_equal(rows[i].path, "INLINE");
		assert_false(has_secret(rows[i].request));
		assert_true(call_is_for_clients(rows[i].op));
	}
	assert_in_range(n, 13, N_ROWS / 2);
	assert_false(call_is_for_viewers(OP_random_request));
	assert_false(call_is_for_viewers(OP_crypt_request));
}

static void
calls_of_a_box_are_no_calls_to_a_card(void **state)
{
	assert_false(call_is_for_clients(OP_whoami_request));
	assert_false(call_is_for_viewers(OP_user_list_request));
	assert_int_equal(call_password(OP_console_login_request), NO_PASSWORD);
	assert_false(call_is_for_clients(OP_link_open_request));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_are_judged_at_the_desk_and_logged),
		cmocka_unit_test(viewers_change_nothing),
		cmocka_unit_test(calls_of_a_box_are_no_calls_to_a_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
