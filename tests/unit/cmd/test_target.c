/* SPDX-License-Identifier: Apache-2.0 */
/* Targets of commands: opened before anything is asked, closed whatever
 * happens. What the engine did is written down in order. */
#include "../test.h"

#include <stdio.h>

#include "cmd/ask.h"
#include "cmd/check.h"
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/types.h"
#include "cmd/values.h"

static char trace[1024];
static const char *answer;
static bool is_permitted;

static void
note(const char *what)
{
	size_t at = strlen(trace);

	(void)snprintf(trace + at, sizeof(trace) - at, "%s ", what);
}

/* --- a box, which is found by its name --- */

struct box {
	char name[16];
	bool half_open;
};

static enum err
box_open(struct cmd_call *call, void *target)
{
	struct box *box = target;

	note("open");
	assert_string_equal(box->name, "");
	box->half_open = true;
	if (strcmp(cmd_text(call, "name"), "lost") == 0)
		return cmd_refuse(call, ERR_NOT_FOUND, "there is no box 'lost'");
	(void)snprintf(box->name, sizeof(box->name), "%s", cmd_text(call, "name"));
	return ERR_OK;
}

static void
box_close(void *target)
{
	struct box *box = target;

	assert_true(box->half_open);
	note("close");
}

static const struct cmd_target target_box = { sizeof(struct box), box_open,
	box_close };

static enum err
needs_permission(struct cmd_call *call)
{
	assert_non_null(call->target);
	note("needs");
	return is_permitted ? ERR_OK : ERR_REFUSED;
}

static enum err
run_fill(struct cmd_call *call)
{
	const struct box *box = call->target;

	note(box->name);
	return strcmp(box->name, "full") == 0 ? ERR_EXISTS : ERR_OK;
}

static enum err
run_plain(struct cmd_call *call)
{
	assert_null(call->target);
	note("plain");
	return ERR_OK;
}

static const struct cmd_type a_name = { CMD_TEXT, "name", 1, 8, NULL, "a name" };

static const struct cmd_command commands[] = {
	{ "fill", "fill a box", NULL, 1, .run = run_fill, .target = &target_box,
	    .needs = needs_permission, .caution = "sure?", .says_done = true,
	    .args = { { "name", &a_name, CMD_REQUIRED, "which" },
		{ "force", &cmd_flag, 0, "do not ask" } } },
	{ "look", "look", NULL, 1, .run = run_plain },
	{ NULL },
};
static const struct cmd_family family = { NULL, commands };
static const struct cmd_family *const families[] = { &family, NULL };

/* --- its shell --- */

static void
io_print(void *user, struct bytes text)
{
	(void)user;
	if (bytes_equal(text, bytes_of_text("sure?")))
		note("caution");
}

static enum err
io_line(void *user, const char *prompt, char *out, size_t size)
{
	(void)user, (void)prompt;
	note("asked");
	(void)snprintf(out, size, "%s", answer);
	return ERR_OK;
}

static void
on_done(struct cmd_call *call)
{
	(void)call;
	note("done");
}

static void
on_error(struct cmd_call *call, enum err e)
{
	note(call->detail[0] != '\0' ? call->detail : err_row(e)->name);
}

static void
on_result(struct cmd_call *call, enum err e)
{
	(void)call, (void)e;
}

static const struct cmd_dialect dialect = { true, "> ", "> ", on_done, on_error,
	on_done, on_result };
static struct cmd_shell shell = { .dialect = &dialect, .families = families,
	.role = 1, .io = { NULL, io_print, io_line, NULL } };

static void
expect(const char *line, const char *what)
{
	struct cmd_outcome outcome;

	trace[0] = '\0';
	cmd_run(&shell, bytes_of_text(line), &outcome);
	cmd_outcome_clear(&outcome);
	assert_string_equal(trace, what);
}

/* --- the tests --- */

static void
it_is_open_while_the_command_runs(void **state)
{
	is_permitted = true;
	answer = "proceed";
	expect("fill -name red", "open needs caution asked red done close ");
	expect("fill -name red -force", "open needs red done close ");
	expect("look", "plain ");
}

static void
it_is_closed_whatever_happens(void **state)
{
	is_permitted = true;
	answer = "quit";
	expect("fill -name full -force", "open needs full close EXISTS ");
	expect("fill -name red", "open needs caution asked close CANCELLED ");
}

static void
nobody_is_asked_about_what_is_not_there(void **state)
{
	is_permitted = true;
	expect("fill -name lost", "open close there is no box 'lost' ");
	expect("fill", "-name is missing. ");
}

static void
nobody_is_asked_about_what_is_not_permitted(void **state)
{
	is_permitted = false;
	expect("fill -name red", "open needs close REFUSED ");
}

static void
a_need_has_a_target(void **state)
{
	static const struct cmd_command bad[] = {
		{ "fill", "fill", NULL, 1, .run = run_plain,
		    .needs = needs_permission },
		{ NULL } };
	static const struct cmd_family bad_family = { NULL, bad };
	static const struct cmd_family *const bad_families[] = { &bad_family, NULL };
	struct cmd_shell s = shell;
	char why[128];

	assert_ok(cmd_table_check(&s, why, sizeof(why)));
	s.families = bad_families;
	assert_err(ERR_ARGUMENT, cmd_table_check(&s, why, sizeof(why)));
	assert_string_equal(why, "'fill': needs without a target");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_open_while_the_command_runs),
		cmocka_unit_test(it_is_closed_whatever_happens),
		cmocka_unit_test(nobody_is_asked_about_what_is_not_there),
		cmocka_unit_test(nobody_is_asked_about_what_is_not_permitted),
		cmocka_unit_test(a_need_has_a_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
