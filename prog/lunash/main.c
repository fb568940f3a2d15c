/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lunash - the appliance shell.
 *
 * Started by the ssh gate or for the serial console, with a channel to the
 * appliance as descriptor 3; who is at the keyboard is bound to that channel
 * by the appliance, which also checks what that user may ask. It holds no key
 * and opens no file: everything it does is a call on that channel.
 */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/about.h"
#include "lunash.h"
#include "proc/sandbox.h"
#include "proc/sandbox_calls.h"
#include "reference.h"
#include "session.h"

static const char usage[] = "usage: lunash [--console]\n"
    "       lunash --reference\n(started by its appliance)\n";

#define CHANNEL_FD 3
#define ANSWER_MS 30000

struct arguments {
	const char *command;
	bool reference;
};

static bool
arguments_read(int argc, char **argv, struct arguments *out)
{
	static const struct option options[] = {
		{ "console", no_argument, NULL, 'l' }, /* the channel says so too */
		{ "reference", no_argument, NULL, 'r' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	*out = (struct arguments){ .command = getenv("LUNETTE_COMMAND") };
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == '?')
			return false;
		out->reference |= c == 'r';
	}
	return optind == argc;
}

/* Locale, time zone and terminal are read before this, because no file can be
 * opened afterwards. */
static enum err
enter_sandbox(void)
{
	const struct sandbox s = { .calls = sandbox_calls };
	bool landlock; /* no warning: it would appear on a person's screen */

	TRY(sandbox_drop_privileges());
	return sandbox_enter(&s, &landlock);
}

static enum err
lunash_open(struct lunash *l)
{
	int fd = CHANNEL_FD;

	l->shell = (struct cmd_shell){ .dialect = &lunash_dialect,
		.families = lunash_families, .program = l };
	TRY(terminal_open(&l->shell, &l->terminal));
	l->shell.io = terminal_io(l->terminal);
	ask_open(&l->ask, &fd, ANSWER_MS);
	l->box = ask_caller(&l->ask, 0);
	TRY(enter_sandbox());
	return session_identify(l);
}

static int
lunash_main(struct lunash *l, const struct arguments *arguments)
{
	enum err e = lunash_open(l);

	if (e == ERR_OK && !l->me.authenticated)
		e = session_console_login(l);
	if (e == ERR_CLOSED)
		return 1;
	if (e != ERR_OK) {
		(void)fprintf(stderr, "lunash: the appliance: %s\n", err_words(e));
		return 1;
	}
	if (arguments->command != NULL)
		return session_run_one(l, arguments->command);
	return session_run(l);
}

int
main(int argc, char **argv)
{
	static struct lunash l;
	struct arguments arguments;
	int status;

	if (about_answered(argc, argv, "lunash", usage))
		return 0;
	if (!arguments_read(argc, argv, &arguments)) {
		(void)fputs(usage, stderr);
		return 2;
	}
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	(void)setenv("TERM", "vt100", 0);
	tzset();
	if (arguments.reference)
		return reference_print();
	status = lunash_main(&l, &arguments);
	terminal_free(l.terminal);
	ask_close(&l.ask);
	return status;
}
