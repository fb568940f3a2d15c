/* SPDX-License-Identifier: Apache-2.0 */
/* The session around the commands. */
#include "session.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

#define LOGIN_SECONDS 120

/* ---- who is it ---- */

static enum err
identity_fill(struct identity *me, const struct msg_whoami_response *in)
{
	TRY(text_copy(me->user, sizeof(me->user), in->user));
	TRY(text_copy(me->role, sizeof(me->role), in->role));
	TRY(text_copy(me->host_name, sizeof(me->host_name), in->host_name));
	TRY(text_copy(me->software, sizeof(me->software), in->software));
	me->last_login = in->last_login;
	me->authenticated = in->authenticated;
	me->local = in->local;
	me->must_change = in->must_change;
	return ERR_OK;
}

static unsigned
role_bit(const char *role)
{
	static const struct {
		const char *name;
		enum user_role bit;
	} roles[] = { { "admin", ADMIN }, { "operator", OPERATOR },
		{ "monitor", MONITOR }, { "audit", AUDIT } };

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (strcmp(role, roles[i].name) == 0)
			return roles[i].bit;
	return 0; /* a role we do not know may do nothing */
}

enum err
identity_read(struct lunash *l)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_whoami_request in = {};
	struct msg_whoami_response out;

	TRY(call_whoami(&l->box, &in, &out, &reply));
	TRY(identity_fill(&l->me, &out));
	l->shell.local = l->me.local;
	l->shell.role = l->me.authenticated ? role_bit(l->me.role) : 0;
	return ERR_OK;
}

/* ---- the serial console's login ---- */

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

	(void)alarm(LOGIN_SECONDS); /* ends the process: nobody logged in */
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
	return identity_read(l);
}

/* ---- passwords ---- */

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

static const char password_rules_text[] =
    "\n"
    "You can now choose the new password.\n"
    "\n"
    "The password must be at least 8 characters long.\n"
    "The password must contain characters from at least 3 of the following 4 "
    "categories:\n"
    "    - Uppercase letters (A through Z)\n"
    "    - Lowercase letters (a through z)\n"
    "    - Numbers (0 through 9)\n"
    "    - Non-alphanumeric characters (such as !, $, #, %)\n"
    "\n";

enum err
password_change(struct lunash *l, const char *user)
{
	CLEARED_BY(secret_clear) struct secret first = { 0 }, second = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_user_password_request in = { .user = bytes_of_text(user) };
	struct msg_user_password_response out;

	terminal_print(l->terminal, "\nChanging password for user ");
	terminal_print(l->terminal, *user != '\0' ? user : l->me.user);
	terminal_print(l->terminal, ".\n");
	terminal_print(l->terminal, password_rules_text);
	TRY(terminal_secret(l->terminal, "New password: ", false, &first));
	TRY(terminal_secret(l->terminal, "Retype new password: ", false, &second));
	if (!secret_equal(secret_bytes(&first), secret_bytes(&second))) {
		terminal_print(l->terminal, "Sorry, passwords do not match.\n");
		return ERR_ARGUMENT;
	}
	in.new = secret_bytes(&first);
	TRY(call_user_password(&l->box, &in, &out, &reply));
	terminal_print(l->terminal,
	    "passwd: all authentication tokens updated successfully.\n"
	    "Password change successful.\n");
	return ERR_OK;
}

/* The factory password is changed before anything else; three tries. */
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
			return identity_read(l);
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

/* ---- commands ---- */

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

/* Runs a line, logs it, gives its error. */
static enum err
run_line(struct lunash *l, struct bytes line)
{
	struct cmd_outcome outcome;
	enum err e;

	cmd_run(&l->shell, line, &outcome);
	e = outcome.err;
	if (!outcome.empty) {
		log_command(l, &outcome);
		if (!outcome.had_secret)
			terminal_remember(l->terminal, line);
	}
	cmd_outcome_clear(&outcome);
	return e;
}

/* A command whose channel broke is the last one. */
static void
end_if_alone(struct lunash *l, enum err e)
{
	if (e != ERR_CLOSED || identity_read(l) != ERR_CLOSED)
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
