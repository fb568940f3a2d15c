/* SPDX-License-Identifier: Apache-2.0 */
/* The command engine on a small table: what is typed, what is chosen, what is
 * said. */
#include "../test.h"

#include <stdio.h>

#include "base/mem.h"
#include "cmd/ask.h"
#include "cmd/check.h"
#include "cmd/complete.h"
#include "cmd/document.h"
#include "cmd/say.h"
#include "cmd/types.h"
#include "cmd/values.h"

enum { ADMIN = 1, MONITOR = 2 };

static char ran[256];   /* what the last handler saw */
static char said[16384]; /* what was printed */
static const char *answers[8];
static int n_answers;

static enum err
run_any(struct cmd_call *call)
{
	(void)snprintf(ran, sizeof(ran), "%s", call->command->path);
	return ERR_OK;
}

static enum err
run_create(struct cmd_call *call)
{
	struct bytes pw = cmd_secret(call, "password");

	(void)snprintf(ran, sizeof(ran), "create %s %llu %d %.*s",
	    cmd_text(call, "partition"),
	    (unsigned long long)cmd_number(call, "size"),
	    cmd_given(call, "allFreeStorage"), (int)pw.len,
	    (const char *)pw.ptr);
	return ERR_OK;
}

static enum err
run_change(struct cmd_call *call)
{
	CLEARED_BY(secret_clear) struct secret pw = { 0 };

	TRY(cmd_new_secret_or_ask(call, "newpw", "New?", "Again?", &pw));
	(void)snprintf(ran, sizeof(ran), "change %.*s", (int)pw.len,
	    (const char *)pw.ptr);
	return ERR_OK;
}

static enum err
run_wrong(struct cmd_call *call)
{
	cmd_print(call, "label: %s\n", "red\033[31m\007bell\302\23331m\303\274");
	return ERR_PIN_INCORRECT;
}

static const struct cmd_type a_name = { CMD_TEXT, "name", 1, 8, NULL,
	"a name has 1 to 8 characters" };
static const struct cmd_type a_size = { CMD_NUMBER, "bytes", 10, 99, NULL,
	"a number from 10 to 99" };
static const struct cmd_type a_pw = { CMD_SECRET, "password", 4, 8, NULL,
	"a password has 4 to 8 characters, no blank first", cmd_no_blank_first };

static const struct cmd_group groups[] = {
	{ "hsm", "HSM commands", NULL },
	{ "partition", "Partition commands", "par" },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{ "hsm init", "initialize", NULL, ADMIN, .run = run_any,
	    .caution = "CAUTION\n", .args = { { "force", &cmd_flag, 0, "do" } } },
	{ "hsm information show", "count", NULL, ADMIN, .run = run_any },
	{ "hsm show", "show", NULL, ADMIN | MONITOR, .run = run_any },
	{ "hsm showPolicies", "policies", NULL, ADMIN | MONITOR, .run = run_any },
	{ "hsm showWorld", "more", NULL, ADMIN, .run = run_any },
	{ "hsm reset", "reset", NULL, ADMIN, .run = run_any,
	    .console_only = "hsm reset" },
	{ "hsm login", "login", NULL, ADMIN, .run = run_wrong },
	{ "partition create", "make", NULL, ADMIN, .run = run_create,
	    .says_done = true, .args = {
		{ "partition", &a_name, CMD_REQUIRED, "its name", "par" },
		{ "size", &a_size, 0, "its size" },
		{ "allFreeStorage", &cmd_flag, 0, "all there is" },
		{ "password", &a_pw, 0, "its password" } },
	    .at_most_one = "size allFreeStorage" },
	{ "partition init", "init", NULL, ADMIN, .run = run_any, .args = {
		{ "ip", &a_name, 0, "an address" },
		{ "hostname", &a_name, 0, "a name" } },
	    .one_of = "ip hostname" },
	{ "partition init co", "init co", NULL, ADMIN, .run = run_any },
	{ "user password", "change", "p", ADMIN, .run = run_any, .args = {
		{ "name", &a_name, CMD_POSITIONAL, "whose" } } },
	{ "user change", "change", "c", ADMIN, .run = run_change, .args = {
		{ "newpw", &a_pw, 0, "the new one" } } },
	{ "help", "this", NULL, ADMIN | MONITOR },
	{ NULL },
};

static const struct cmd_family family = { groups, commands };
static const struct cmd_family *const families[] = { &family, NULL };

/* --- its looks and its terminal --- */

static void
said_add(const char *text, size_t len)
{
	size_t at = strlen(said);

	if (at + len < sizeof(said)) {
		memcpy(said + at, text, len);
		said[at + len] = '\0';
	}
}

static void
io_print(void *user, struct bytes text)
{
	said_add((const char *)text.ptr, text.len);
}

static enum err
io_line(void *user, const char *prompt, char *out, size_t size)
{
	said_add(prompt, strlen(prompt));
	if (answers[n_answers] == NULL)
		return ERR_CLOSED;
	(void)snprintf(out, size, "%s", answers[n_answers++]);
	return ERR_OK;
}

static enum err
io_secret(void *user, const char *prompt, struct secret *out)
{
	char line[64];

	TRY(io_line(user, prompt, line, sizeof(line)));
	return secret_copy(out, bytes_of_text(line));
}

static void
on_done(struct cmd_call *call)
{
	cmd_print(call, "'%s' successful.\n", call->command->path);
}

static void
on_error(struct cmd_call *call, enum err e)
{
	cmd_print(call, "Error: %s\n", call->detail[0] ? call->detail : err_words(e));
}

static void
on_console_only(struct cmd_call *call)
{
	cmd_print(call, "'%s' only there\n", call->command->console_only);
	call->result_is_ok = true;
}

static void
on_result(struct cmd_call *call, enum err e)
{
	call->result = e == ERR_OK || call->result_is_ok ? 0 : 65535;
	cmd_print(call, "Result : %u\n", call->result);
}

static const struct cmd_dialect prefixes = { true, "> ", "\n  > ", on_done,
	on_error, on_console_only, on_result };
static const struct cmd_dialect exact = { false, "->", " ", on_done, on_error,
	on_console_only, on_result };

static struct cmd_shell
shell_of(const struct cmd_dialect *dialect, unsigned role)
{
	return (struct cmd_shell){ .dialect = dialect, .families = families,
		.role = role, .io = { NULL, io_print, io_line, io_secret } };
}

static enum err
typed(struct cmd_shell *shell, const char *line)
{
	struct cmd_outcome outcome;
	enum err e;

	ran[0] = said[0] = '\0';
	n_answers = 0;
	cmd_run(shell, bytes_of_text(line), &outcome);
	e = outcome.status;
	cmd_outcome_clear(&outcome);
	return e;
}

/* The line, what ran ("" for nothing), and a part of what was said. */
static void
expect(struct cmd_shell *shell, const char *line, const char *what, const char *part)
{
	memset(answers, 0, sizeof(answers));
	IGNORE(typed(shell, line));
	if (strcmp(ran, what) != 0 || strstr(said, part) == NULL)
		fail_msg("%s: ran '%s' not '%s', said:\n%s\nnot: %s", line, ran,
		    what, said, part);
}

/* --- the tests --- */

static void
test_words_resolve_by_prefix(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);

	expect(&s, "hsm show", "hsm show", "Result : 0");
	expect(&s, "HSM SHOW", "hsm show", "");
	expect(&s, "hs sh", "hsm show", "");
	expect(&s, "hsm showP", "hsm showPolicies", "");
	expect(&s, "hsm showw", "hsm showWorld", "");
	expect(&s, "hsm in", "", "fits several");
	expect(&s, "hsm inf sh", "hsm information show", "");
	expect(&s, "hsm -show", "hsm show", "");
	expect(&s, "\"hsm\" sh\"ow\"", "hsm show", "");
	expect(&s, "partition init co", "partition init co", "");
	expect(&s, "par init -ip a", "partition init", "");
	expect(&s, "user p ann", "user password", "");
	expect(&s, "\t hsm   show \r", "hsm show", "");
	expect(&s, "rm -rf", "", "'rm' is not a command");
	expect(&s, "hsm show x\x01y", "", "'x?y'");
}

static void
test_words_of_the_exact_dialect(void **state)
{
	struct cmd_shell s = shell_of(&exact, ADMIN);

	expect(&s, "Hsm Show", "hsm show", "");
	expect(&s, "hsm sho", "", "not a command");
	expect(&s, "par create -par x", "create x 0 0 ", "");
	expect(&s, "par create -pa x", "", "no option");
	expect(&s, "hsm -show", "", "not a command");
}

static void
test_arguments_are_typed(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);
	const char *c = "partition create ";
	char line[256];
	static const char *const rows[][3] = {
		{ "-par \"a b\" -size 12", "create a b 12 0 ", "successful" },
		{ "-s 12 -par Ab", "create Ab 12 0 ", "" },
		{ "-par x -all -pas secret", "create x 0 1 secret", "" },
		{ "-par x -pas -dash", "create x 0 0 -dash", "" },
		{ "-par x -pas \"-size\"", "create x 0 0 -size", "" },
		{ "-pa x", "", "'-pa' fits several options" },
		{ "-par x -size", "", "-size needs a value: a number from 10 to 99" },
		{ "-par -size 12", "", "-partition needs a value" },
		{ "-par x -size 9", "", "-size: '9' is not permitted: a number from 10" },
		{ "-par x -size 1e", "", "-size: '1e' is not permitted" },
		{ "-par 123456789", "", "a name has 1 to 8 characters" },
		{ "-par \"\"", "", "-partition: '' is not permitted" },
		{ "-par x\x07", "", "-partition: 'x?' is not permitted" },
		{ "-par x -par y", "", "-partition is given twice" },
		{ "-par x -pas abc", "", "-password: the value is not permitted" },
		{ "-par x -pas \" abc\"", "", "8 characters, no blank first" },
		{ "-par x -pas \"abc \"", "create x 0 0 abc ", "" },
		{ "-par x -size 12 -all", "", "Only one of -size, -allFreeStorage" },
		{ "-par x -zz", "", "no option '-zz'" },
		{ "-par x more", "", "does not know what to do with 'more'" },
		{ "-par \"x", "", "a double quote is not closed" },
		{ "-size 12", "", "-partition is missing" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		(void)snprintf(line, sizeof(line), "%s%s", c, rows[i][0]);
		expect(&s, line, rows[i][1], rows[i][2]);
		if (rows[i][1][0] == '\0')
			assert_non_null(strstr(said, "Result : 65535"));
	}
	expect(&s, "par init", "", "Exactly one of -ip, -hostname");
	expect(&s, "par init -ip a -host b", "", "Exactly one of");
}

static void
test_roles_and_console(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, MONITOR);

	expect(&s, "hsm show", "hsm show", "");
	expect(&s, "hsm init", "", "'hsm init' is not permitted to this user");
	expect(&s, "hsm", "", "showPolicies");
	assert_null(strstr(said, "init"));
	s.role = ADMIN;
	expect(&s, "hsm reset -nonsense", "", "'hsm reset' only there");
	assert_non_null(strstr(said, "Result : 0"));
	s.local = true;
	expect(&s, "hsm reset", "hsm reset", "");
}

static void
test_confirmation(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);

	memset(answers, 0, sizeof(answers));
	answers[0] = "proceed";
	assert_ok(typed(&s, "hsm init"));
	assert_string_equal(ran, "hsm init");
	assert_non_null(strstr(said, "CAUTION\n> "));
	for (size_t i = 0; i < 4; i++) {
		answers[0] = (const char *[]){ "yes", "PROCEED", "proceed ", "" }[i];
		assert_err(ERR_CANCELLED, typed(&s, "hsm init"));
		assert_string_equal(ran, "");
	}
	answers[0] = NULL;
	assert_err(ERR_CANCELLED, typed(&s, "hsm init"));
	assert_ok(typed(&s, "hsm init -f"));
	assert_null(strstr(said, "CAUTION"));
}

static void
test_new_secret_is_asked_twice(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);

	memset(answers, 0, sizeof(answers));
	answers[0] = answers[1] = "secret";
	assert_ok(typed(&s, "user change"));
	assert_string_equal(ran, "change secret");
	assert_non_null(strstr(said, "New?\n  > Again?\n  > "));
	answers[1] = "other";
	assert_err(ERR_ARGUMENT, typed(&s, "user change"));
	assert_non_null(strstr(said, "differ"));
	answers[0] = "abc";
	assert_err(ERR_ARGUMENT, typed(&s, "user change"));
	assert_null(strstr(said, "Again"));
	assert_ok(typed(&s, "user change -newpw inline"));
	assert_string_equal(ran, "change inline");
}

static void
test_outcome_leaves_secrets_out(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);
	struct cmd_outcome o;

	cmd_run(&s, bytes_of_text("par cr -s 12 -par \"a b\" -pas topten"), &o);
	assert_true(o.had_secret);
	assert_int_equal(o.result, 0);
	assert_ok(buf_put_u8(&o.text, 0));
	assert_string_equal((const char *)o.text.ptr,
	    "partition create -partition \"a b\" -size 12 -password ********");
	cmd_outcome_clear(&o);
	cmd_run(&s, bytes_of_text("hsm login"), &o);
	assert_int_equal(o.status, ERR_PIN_INCORRECT);
	assert_int_equal(o.result, 65535);
	/* What others chose steers nobody's terminal. */
	assert_non_null(strstr(said, "label: red?[31m?bell??31m\303\274\n"));
	cmd_outcome_clear(&o);
	cmd_run(&s, bytes_of_text("pasw0rd typed here"), &o);
	assert_true(bytes_equal(buf_bytes(&o.text), bytes_of_text("(not a command)")));
	cmd_outcome_clear(&o);
	cmd_run(&s, bytes_of_text("  "), &o);
	assert_true(o.empty);
	cmd_run(&s, bytes_of("hsm\0show", 8), &o);
	assert_int_equal(o.status, ERR_ARGUMENT);
	cmd_outcome_clear(&o);
}

static void
test_help(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);
	static const char *const forms[] = { "help par cr", "? partition create",
		"partition create ?", "par cr -par x ?", "help partition create -size" };

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		expect(&s, forms[i], "", "Usage: partition create -partition "
		    "<name> [-size <bytes> | -allFreeStorage] [-password <password>]\n");
		assert_non_null(strstr(said, "\n-partition        -par  its name\n"));
	}
	expect(&s, "help", "", "\npartition   par   > Partition commands\n");
	expect(&s, "?", "", "\nhelp        he    this\n");
	expect(&s, "hsm ?", "", "\nshow           s     show\n");
	expect(&s, "help nonsense", "", "no such command");
	expect(&s, "help help", "", "top-level");
	expect(&s, "partition init ?", "", "{-ip <name> | -hostname <name>}");
	assert_non_null(strstr(said, "init co"));
	expect(&s, "partition create", "", "-partition is missing");
	assert_non_null(strstr(said, "Usage: partition create"));
}

static void
assert_matches(struct cmd_shell *s, const char *line, const char *want)
{
	struct cmd_match m[16];
	char got[512] = "";
	size_t n, len;

	n = cmd_complete(s, bytes_of_text(line), m, 16, &len);
	for (size_t i = 0; i < n; i++) {
		strcat(got, m[i].word);
		strcat(got, " ");
	}
	if (strcmp(got, want) != 0)
		fail_msg("%s: '%s' not '%s'", line, got, want);
}

static void
test_completion(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);

	assert_matches(&s, "", "hsm partition user help ");
	assert_matches(&s, "h", "hsm help ");
	assert_matches(&s, "hsm sho", "show showPolicies showWorld ");
	assert_matches(&s, "par c", "create ");
	assert_matches(&s, "par cr ", "-partition -size -allFreeStorage -password ");
	assert_matches(&s, "par cr -par x -p", "-password ");
	assert_matches(&s, "par cr -par ", "");
	assert_matches(&s, "help par c", "create ");
	assert_matches(&s, "nonsense ", "");
	assert_matches(&s, "par init ", "co -ip -hostname ");
	s.role = MONITOR;
	assert_matches(&s, "hsm ", "show showPolicies ");
}

static void
test_tables_and_documents(void **state)
{
	struct cmd_shell s = shell_of(&prefixes, ADMIN);
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(65536);
	char why[128];
	static const struct cmd_command bad[] = {
		{ "a", "x", NULL, ADMIN, .run = run_any, .one_of = "b c",
		    .args = { { "b", &cmd_flag, 0, "b" } } },
		{ NULL } };
	static const struct cmd_family bad_family = { groups, bad };
	static const struct cmd_family *const bad_families[] = { &bad_family, NULL };

	assert_ok(cmd_table_check(&s, why, sizeof(why)));
	assert_ok(cmd_document(&s, &text));
	assert_ok(buf_put_u8(&text, 0));
	assert_non_null(strstr((char *)text.ptr, "### hsm reset\n\n    hsm reset\n\n"
	    "reset. Only at the serial console.\n"));
	assert_non_null(strstr((char *)text.ptr,
	    "* `-size <bytes>` (`-s`) its size; a number from 10 to 99.\n"));
	s.families = bad_families;
	assert_err(ERR_ARGUMENT, cmd_table_check(&s, why, sizeof(why)));
	assert_string_equal(why, "'a': no argument c");
}

/* Any line of any bytes comes to a result line and nothing else. */
static void
test_any_bytes(void **state)
{
	static const char *const parts[] = { "hsm", " ", "-", "\"", "show",
		"par create", "-par", "?", "help", "\x80\xff", "-size 12", "x",
		"\t", "co", "init", "-p", "%s%n" };
	struct cmd_shell s = shell_of(&prefixes, ADMIN);
	struct cmd_outcome o;
	char line[512];
	unsigned seed = 7;

	for (int i = 0; i < 20000; i++) {
		line[0] = '\0';
		for (int n = (int)((seed >> 16) % 9); n >= 0; n--) {
			seed = seed * 1103515245 + 12345;
			strcat(line, parts[(seed >> 16) %
			    (sizeof(parts) / sizeof(*parts))]);
		}
		said[0] = '\0';
		n_answers = 0;
		cmd_run(&s, bytes_of_text(line), &o);
		if (!o.empty)
			assert_non_null(strstr(said, "Result : "));
		cmd_outcome_clear(&o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_resolve_by_prefix),
		cmocka_unit_test(test_words_of_the_exact_dialect),
		cmocka_unit_test(test_arguments_are_typed),
		cmocka_unit_test(test_roles_and_console),
		cmocka_unit_test(test_confirmation),
		cmocka_unit_test(test_new_secret_is_asked_twice),
		cmocka_unit_test(test_outcome_leaves_secrets_out),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_completion),
		cmocka_unit_test(test_tables_and_documents),
		cmocka_unit_test(test_any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
