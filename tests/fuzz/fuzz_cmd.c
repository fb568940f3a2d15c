/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command engine, which reads what administrators (and whoever reached a
 * prompt) type. The first byte chooses the shell's dialect, its role and
 * whether it is local; the rest is the line. It runs, completes, and is logged
 * without ever printing a secret.
 */

#include "fuzz.h"

#include <stdio.h>

#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "cmd/complete.h"
#include "cmd/say.h"
#include "cmd/types.h"
#include "cmd/values.h"

static enum err
run_any(struct cmd_call *call)
{
	(void)cmd_text(call, "name");
	cmd_print(call, "%d\n", cmd_given(call, "force"));
	return ERR_OK;
}

static enum err
run_secret(struct cmd_call *call)
{
	CLEARED_BY(secret_clear) struct secret pw = { 0 };

	return cmd_new_secret_or_ask(call, "password", "New?", "Again?", &pw);
}

static const struct cmd_type a_name = { CMD_TEXT, "name", 1, 8, NULL, "1 to 8" };
static const struct cmd_type a_size = { CMD_NUMBER, "bytes", 10, 99, NULL, "10 to 99" };
static const struct cmd_type a_pw = { CMD_SECRET, "password", 4, 8, NULL, "4 to 8" };

static const struct cmd_group groups[] = {
	{ "hsm", "HSM commands", NULL },
	{ "partition", "Partition commands", "par" },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{ "hsm init", "initialize", NULL, 1, .run = run_any, .caution = "CAUTION\n",
	    .args = { { "name", &a_name, CMD_REQUIRED, "label" },
		{ "force", &cmd_flag, 0, "do" } } },
	{ "hsm show", "show", NULL, 3, .run = run_any,
	    .args = { { "name", &a_name, CMD_POSITIONAL, "label" },
		{ "force", &cmd_flag, 0, "do" } } },
	{ "hsm password", "change", NULL, 1, .run = run_secret,
	    .args = { { "password", &a_pw, 0, "new" } } },
	{ "partition resize", "resize", NULL, 3, .run = run_any, .console_only = "it",
	    .args = { { "name", &a_name, 0, "which" }, { "size", &a_size, 0, "new" },
		{ "all", &cmd_flag, 0, "all" }, { "force", &cmd_flag, 0, "do" } },
	    .one_of = "size all" },
	{ "help", "help", NULL, 3, .run = NULL,
	    .args = { { "command", &cmd_any_text, CMD_POSITIONAL, "of what" } } },
	{ NULL },
};

static const struct cmd_family family = { groups, commands };
static const struct cmd_family *const families[] = { &family, NULL };

static void
say(struct cmd_call *call)
{
	cmd_print(call, "%s\n", call->detail);
}

static void
say_error(struct cmd_call *call, enum err e)
{
	cmd_print(call, "%s %s\n", err_words(e), call->detail);
}

static const struct cmd_dialect dialects[2] = {
	{ true, "> ", "> ", say, say_error, say, say_error },
	{ false, "> ", "> ", say, say_error, say, say_error },
};

static void
print(void *user, struct bytes text)
{
	must(text.len == 0 || text.ptr != NULL);
	*(size_t *)user += text.len;
}

static enum err
ask_line(void *user, const char *prompt, char *out, size_t size)
{
	(void)snprintf(out, size, "proceed");
	return ERR_OK;
}

static enum err
ask_secret(void *user, const char *prompt, struct secret *out)
{
	return secret_copy(out, bytes_of_text("secret"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct cmd_outcome outcome = { 0 };
	struct cmd_match matches[16];
	size_t printed = 0, typed, n;

	if (len < 1)
		return 0;
	struct cmd_shell shell = {
		.dialect = &dialects[data[0] & 1], .families = families,
		.io = { &printed, print, ask_line, ask_secret },
		.role = (data[0] & 2) ? 1 : 2, .local = (data[0] & 4) != 0,
	};
	struct bytes line = bytes_of(data + 1, len - 1);

	n = cmd_complete(&shell, line, matches, 16, &typed);
	must(n <= 16 && typed <= line.len);
	cmd_run(&shell, line, &outcome);
	must(!outcome.empty || printed == 0);
	cmd_outcome_clear(&outcome);
	return 0;
}

enum err
fuzz_seed(size_t i, struct buf *out)
{
	static const char *const lines[] = {
		"hsm init -name abc -force", "hsm init -n \"a b\"", "hsm show 'x'",
		"hsm password -password abcdef", "hsm password", "par resize -s 42 -f",
		"partition resize -name p1 -all", "partition resize -size 9 -all",
		"help hsm", "hsm ?", "help", "h s", " \t ", "hsm show -name=x -- y",
	};
	size_t n = sizeof(lines) / sizeof(lines[0]);

	if (i >= 8 * n)
		return ERR_NOT_FOUND;
	TRY(buf_put_u8(out, (uint8_t)(i / n)));
	return buf_put_text(out, lines[i % n]);
}
