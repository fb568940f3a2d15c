/* SPDX-License-Identifier: Apache-2.0 */
/* The appliance's users: their roles' names and sets. The bits and names are
 * stored and travel, so they must not move. */
#include "../test.h"

#include "wire/user_role.h"

static void
roles_have_their_numbers_and_names(void **state)
{
	size_t n;

	(void)user_role_rows(&n);
	assert_int_equal(n, 4);
	assert_int_equal(user_role_find(bytes_of_text("admin")), 1);
	assert_int_equal(user_role_find(bytes_of_text("operator")), 2);
	assert_int_equal(user_role_find(bytes_of_text("monitor")), 4);
	assert_int_equal(user_role_find(bytes_of_text("audit")), 8);
	assert_string_equal(user_role_name(USER_MONITOR), "monitor");
}

static void
an_unknown_role_is_none(void **state)
{
	assert_int_equal(user_role_find(bytes_of_text("Admin")), USER_NONE);
	assert_int_equal(user_role_find(bytes_of_text("")), USER_NONE);
	assert_string_equal(user_role_name((enum user_role)3), "");
	assert_string_equal(user_role_name(USER_NONE), "");
}

static void
sets_hold_who_may(void **state)
{
	assert_int_equal(NOBODY_YET, 0);
	assert_int_equal(ADMIN_ONLY, USER_ADMIN);
	assert_int_equal(CHANGERS, USER_ADMIN | USER_OPERATOR);
	assert_int_equal(LOOKERS, USER_ADMIN | USER_OPERATOR | USER_MONITOR);
	assert_int_equal(EVERYBODY, LOOKERS | USER_AUDIT);
}

/* One user that everybody knows the password of is one too many. */
static void
only_admin_may_log_in_at_first(void **state)
{
	size_t n;
	const struct user_role_row *rows = user_role_rows(&n);

	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].enabled, rows[i].role == USER_ADMIN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles_have_their_numbers_and_names),
		cmocka_unit_test(an_unknown_role_is_none),
		cmocka_unit_test(sets_hold_who_may),
		cmocka_unit_test(only_admin_may_log_in_at_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
