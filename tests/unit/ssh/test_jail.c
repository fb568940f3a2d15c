/* SPDX-License-Identifier: Apache-2.0 */
/* Which commands are file transfers, and how little of them is kept. */
#include "../test.h"

#include <string.h>

#include "gate.h"

static enum err
command(const char *text, struct jail *out)
{
	static const struct gate_options options = { .keys = "/nonexistent" };
	struct visit v = { .options = &options };
	struct seat s = { .v = &v, .request = REQUEST_EXEC };

	*out = (struct jail){ 0 };
	memcpy(s.command, text, strlen(text) + 1);
	return jail_command(&s, "/area", false, out);
}

static void
taken(void **state)
{
	static const struct {
		const char *text, *direction, *name;
	} rows[] = {
		{ "scp -t .", "-t", "./" },
		{ "scp -t ~", "-t", "./" },
		{ "scp -t ~/", "-t", "./" },
		{ "scp -t /", "-t", "./" },
		{ "scp -t -- a.pem", "-t", "./a.pem" },
		{ "scp -v -p -f a b.pem", "-f", "./a b.pem" },
		{ "scp -qf server.pem", "-f", "./server.pem" },
		{ "scp -f ../../etc/passwd", "-f", "./passwd" },
		{ "scp -f /etc/passwd", "-f", "./passwd" },
		{ "scp -f x/..", "-f", "./" },
		{ "scp -t x;id", "-t", "./x;id" },
		{ "scp -t -d $(id)", "-t", "./$(id)" },
	};
	struct jail j;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(command(rows[i].text, &j));
		/* ssh --jail /area /usr/bin/scp -t -- NAME */
		assert_int_equal(j.n, 7);
		assert_string_equal(j.argv[2], "/area");
		assert_string_equal(j.argv[3], "/usr/bin/scp");
		assert_string_equal(j.argv[4], rows[i].direction);
		assert_string_equal(j.argv[5], "--");
		assert_string_equal(j.argv[6], rows[i].name);
		assert_null(j.argv[7]);
	}
}

static void
not_for_files(void **state)
{
	static const char *const texts[] = { "", "scp", "scp ", "scp -t", "scp -f",
		"scp x y", "scp -r -t x", "scp -S sh -t x", "scp -o A=b -t x",
		"scpx -t y", "/usr/bin/scp -t x", "hsm show", "sh -c scp" };
	struct jail j;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_err(ERR_REFUSED, command(texts[i], &j));
}

static void
long_names(void **state)
{
	char text[600] = "scp -t ";
	struct jail j;

	memset(text + 7, 'a', 300);
	assert_err(ERR_NAME_INVALID, command(text, &j));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken),
		cmocka_unit_test(not_for_files),
		cmocka_unit_test(long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
