/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a session: login at the console, the change of a factory password, and
 * commands until the end. */
#include "session.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "password.h"

#define LOGIN_SECONDS 120

/* --- who is it --- */

enum err
session_identify(struct lunash *l)
{
	TRY(identity_read(&l->box, &l->me));
	l->shell.local = l->me.local;
	l->shell.role = l->me.authenticated ? user_role_find(bytes_of_text(l->me.role)) : 0;
	return ERR_OK;
}

/* --- the serial console's login --- */

static enum err
console_try(struct lunash *l)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	struct msg_console_login_request in = {};
	struct msg_console_login_response out;
	char user[LIMIT_NAME + 1], prompt[LIMIT_NAME + 16];
	enum err e;

	(void)snprintf(prompt, sizeof(prompt), "\n%s login: ", l->me.host_name);
	e = terminal_line(l->terminal, prompt, user, sizeof(user));
	if (e == ERR_CLOSED || user[0] == '\0')
		return e == ERR_OK ? ERR_AGAIN : e;
	TRY(terminal_secret(l->terminal, "Password: ", false, &password));
	in.user = bytes_of_text(e == ERR_OK ? user : "?");
	in.password = secret_bytes(&password);
	return call_console_login(&l->box, &in, &out, &reply);
}

enum err
session_console_login(struct lunash *l)
{
	enum err e;

	(void)alarm(LOGIN_SECONDS); /* ends the process, so that nobody is logged in */
	for (;;) {
		e = console_try(l);
		if (e == ERR_OK)
			break;
		if (e == ERR_CLOSED || e == ERR_NOT_CONNECTED)
			return e;
		if (e != ERR_AGAIN)
			terminal_print(l->terminal, "Login incorrect\n");
	}
	(void)alarm(0);
	return session_identify(l);
}

/* --- passwords --- */

static const char must_change_text[] =
    "\n"
    "*****************************************************\n"
    "**                                                 **\n"
    "**   For security purposes, you must change your   **\n"
    "**   password.                                     **\n"
    "**                                                 **\n"
    "**   Please ensure you store your new password     **\n"
    "**   in a secure location.                         **\n"
    "**                                                 **\n"
    "**               DO NOT LOSE IT!                   **\n"
    "**                                                 **\n"
    "*****************************************************\n";

/* Makes the user change the factory password before anything else. There are
 * three tries. */
static enum err
forced_change(struct lunash *l)
{
	enum err e = ERR_OK;
	char words[256];

	terminal_print(l->terminal, must_change_text);
	for (int i = 0; i < 3; i++) {
		e = password_change(l, "");
		if (e == ERR_OK) {
			terminal_print(l->terminal, "\n");
			return session_identify(l);
		}
		if (e == ERR_CLOSED)
			break;
		(void)snprintf(words, sizeof(words), "\nError:  The password was "
		    "not changed: %s. %s\n", err_words(e), err_row(e)->advice);
		if (e != ERR_ARGUMENT)
			terminal_print(l->terminal, words);
	}
	return e;
}

/* --- commands --- */

static void
print_banner(struct lunash *l)
{
	char text[256], when[64];
	time_t at = (time_t)l->me.last_login;
	struct tm parts;

	if (l->me.last_login != 0 && localtime_r(&at, &parts) != NULL &&
	    strftime(when, sizeof(when), "%a %b %e %H:%M:%S %Y", &parts) > 0) {
		(void)snprintf(text, sizeof(text), "Last login: %s\n", when);
		terminal_print(l->terminal, text);
	}
	(void)snprintf(text, sizeof(text),
	    "\nLunette Network HSM Command Line Shell v%s. "
	    "Free software (Apache-2.0).\n\n", l->me.software);
	terminal_print(l->terminal, text);
}

static void
log_command(struct lunash *l, const struct cmd_outcome *outcome)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct bytes text = buf_bytes(&outcome->text);
	struct msg_log_command_request in = { .result = outcome->result };
	struct msg_log_command_response out;

	in.text = bytes_of(text.ptr, text.len < 4000 ? text.len : 4000);
	IGNORE(call_log_command(&l->box, &in, &out, &reply));
}

/* Runs a line, logs it, and returns its error. */
static enum err
run_line(struct lunash *l, struct bytes line)
{
	struct cmd_outcome outcome;
	enum err e;

	cmd_run(&l->shell, line, &outcome);
	e = outcome.status;
	if (!outcome.empty) {
		log_command(l, &outcome);
		if (!outcome.had_secret)
			terminal_remember(l->terminal, line);
	}
	cmd_outcome_clear(&outcome);
	return e;
}

/* Ends the session after a command whose channel broke. */
static void
end_if_alone(struct lunash *l, enum err e)
{
	if (e != ERR_CLOSED || session_identify(l) != ERR_CLOSED)
		return;
	terminal_print(l->terminal, "\nThe appliance has ended the session.\n");
	l->shell.ended = true;
}

int
session_run(struct lunash *l)
{
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(CMD_LINE_MAX);
	char prompt[LIMIT_NAME + 16];
	int failures = 0;
	enum err e;

	print_banner(l);
	if (l->me.must_change && forced_change(l) != ERR_OK)
		return 1;
	if (l->me.must_change || l->shell.role == 0)
		return 1;
	(void)snprintf(prompt, sizeof(prompt), "[%s] lunash:>", l->me.host_name);
	while (!l->shell.ended && !terminal_is_lost(l->terminal)) {
		e = terminal_command(l->terminal, prompt, &line);
		if (e != ERR_OK)
			break;
		e = run_line(l, buf_bytes(&line));
		end_if_alone(l, e);
		failures += e != ERR_OK;
	}
	return failures > 0 && !terminal_is_tty(l->terminal);
}

int
session_run_one(struct lunash *l, const char *command)
{
	enum err e;

	l->shell.without_result = true;
	if (l->me.must_change) {
		terminal_print(l->terminal, "\nError:  The factory password must "
		    "be changed first: log in without a command.\n");
		return 1;
	}
	e = run_line(l, bytes_of_text(command));
	return e != ERR_OK;
}
