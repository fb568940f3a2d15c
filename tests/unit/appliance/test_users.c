/* SPDX-License-Identifier: Apache-2.0 */
/* The appliance's own users: the factory's, the password rules, what survives a
 * restart and what a wrong password may not tell. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "users.h"
#include "wire/user_role.h"

#define GOOD "Lun4!appliance"

static char folder[] = "/tmp/test_users_XXXXXX";
static char path[64];
static struct users us;

static struct bytes
text(const char *s)
{
	return bytes_of_text(s);
}

static int
fresh(void **state)
{
	unlink(path);
	return users_load(&us, path) == ERR_OK ? 0 : -1;
}

static void
factory_users(void **state)
{
	size_t n;
	const struct user_role_row *rows = user_role_rows(&n);
	struct user *u;

	assert_int_equal(us.n, n);
	for (size_t i = 0; i < n; i++) {
		u = users_find(&us, text(rows[i].name));
		assert_non_null(u);
		assert_int_equal(u->enabled, rows[i].enabled);
		assert_true(u->must_change);
	}
	assert_ok(users_try(&us, text("admin"), text("PASSWORD"), &u));
	assert_string_equal(u->name, "admin");
}

static void
wrong_passwords(void **state)
{
	static const char *const wrong[] = { "", "password", "PASSWORD ",
		"PASSWOR", "factory", "-" };
	struct user *u = NULL;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_err(ERR_PIN_INCORRECT, users_try(&us, text("admin"),
		    text(wrong[i]), &u));
	assert_err(ERR_PIN_INCORRECT, users_try(&us, text("nobody"),
	    text("PASSWORD"), &u));
	assert_err(ERR_PIN_INCORRECT, users_try(&us, text("Admin"),
	    text("PASSWORD"), &u));
	/* Only who knows the password learns that the user is disabled. */
	assert_err(ERR_PIN_INCORRECT, users_try(&us, text("monitor"),
	    text("guess"), &u));
	assert_err(ERR_USER_DISABLED, users_try(&us, text("monitor"),
	    text("PASSWORD"), &u));
	assert_null(u);
}

static void
password_rules(void **state)
{
	static const char *const weak[] = { "", "Ab1!", "Abcde1!", "abcdefgh",
		"abcdefg1", "ABCDEFG1", "12345678", "abcdefg!", "Abcdefg\t1",
		"PASSWORD", "Abcdef1\xc3\xa4" };
	static const char *const strong[] = { "Abcdefg1", "abcdef1!", "ABCDEF1 ",
		"Abcdefg?", GOOD };

	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		assert_err(ERR_PASSWORD_WEAK, password_check_rules(text(weak[i])));
	for (size_t i = 0; i < sizeof(strong) / sizeof(strong[0]); i++)
		assert_ok(password_check_rules(text(strong[i])));
}

static void
changes_survive(void **state)
{
	struct user *u = users_find(&us, text("admin"));
	size_t n;

	assert_err(ERR_PASSWORD_WEAK, user_set_password(&us, u, text("weak"), true));
	assert_ok(users_try(&us, text("admin"), text("PASSWORD"), &u));
	assert_ok(user_set_password(&us, u, text(GOOD), true));
	assert_ok(user_note_login(&us, u, 1234567890));
	u = users_find(&us, text("monitor"));
	assert_ok(user_set_enabled(&us, u, true));
	assert_ok(user_set_password(&us, u, text(GOOD "2"), false));

	assert_ok(users_load(&us, path));
	(void)user_role_rows(&n);
	assert_int_equal(us.n, n);
	assert_err(ERR_PIN_INCORRECT, users_try(&us, text("admin"),
	    text("PASSWORD"), &u));
	assert_ok(users_try(&us, text("admin"), text(GOOD), &u));
	assert_false(u->must_change);
	assert_int_equal(u->last_login, 1234567890);
	assert_ok(users_try(&us, text("monitor"), text(GOOD "2"), &u));
	assert_true(u->must_change); /* given by somebody else */
}

static void
unwritable_changes_nothing(void **state)
{
	struct user *u = users_find(&us, text("admin"));

	snprintf(us.path, sizeof(us.path), "%s/no/such/folder", folder);
	assert_int_not_equal(user_set_password(&us, u, text(GOOD), true), ERR_OK);
	assert_ok(users_try(&us, text("admin"), text("PASSWORD"), &u));
	assert_true(u->must_change);
}

static void
damage_is_refused(void **state)
{
	static const char *const damaged[] = { "admin\n",
		"admin king enabled keep 0 factory\n",
		"admin admin enabled keep x factory\n",
		"admin admin enabled keep 0 factory more\n",
		"admin  admin enabled keep 0 factory\n" };

	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		assert_ok(file_write(path, 0600, text(damaged[i])));
		assert_int_not_equal(users_load(&us, path), ERR_OK);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(factory_users, fresh),
		cmocka_unit_test_setup(wrong_passwords, fresh),
		cmocka_unit_test(password_rules),
		cmocka_unit_test_setup(changes_survive, fresh),
		cmocka_unit_test_setup(unwritable_changes_nothing, fresh),
		cmocka_unit_test_setup(damage_is_refused, fresh),
	};
	int failed;

	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/users", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	rmdir(folder);
	return failed;
}
