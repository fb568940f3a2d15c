/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logs the Security Officer in: warns before the last tries, asks for the
 * password, and prints what the HSM's answer means.
 */
#include "so.h"

#include <stdio.h>

const struct so_words so_of_hsm = { "HSM Admin", "HSM",
	"\n  Please enter the HSM Administrators' password:" };
const struct so_words so_of_token = { "Token Admin", "Token",
	"\n  Please enter the password for the token SO:" };

/* --- warnings --- */

static void
warn_two(struct cmd_call *call, const struct so_words *words)
{
	cmd_print(call,
	    "\nCaution:  You have only TWO %s logins attempts left (including\n"
	    "          this one). If you fail two more consecutive login attempts\n"
	    "          (i.e. with no successful logins in between) the %s will\n"
	    "          be ZEROIZED!!!\n", words->admin, words->device);
}

static enum err
warn_last(struct cmd_call *call, const struct so_words *words)
{
	char text[512];

	(void)snprintf(text, sizeof(text),
	    "\nCaution:  This is your LAST available %s login attempt.\n"
	    "          If the wrong %s password is provided the %s will\n"
	    "          be ZEROIZED!!!\n"
	    "\n"
	    "          Type 'proceed' if you are certain you have the right\n"
	    "          %s login credentials or 'quit' to quit now.\n",
	    words->admin, words->admin, words->device, words->admin);
	return cmd_confirm_always(call, text);
}

enum err
so_warn(struct cmd_call *call, const struct device *d, const struct so_words *words)
{
	if (d->info.so_attempts_left == 2)
		warn_two(call, words);
	if (d->info.so_attempts_left == 1)
		return warn_last(call, words);
	return ERR_OK;
}

/* --- words after a failure --- */

/* On a Luna a failed login that zeroized, and any later one, ends in `0
 * (Success)`. */
enum err
so_failed(struct cmd_call *call, enum err e)
{
	const struct err_row *row = err_row(e);

	call->brief = e == ERR_PIN_INCORRECT;
	if (e == ERR_PIN_INCORRECT)
		cmd_print(call, "\n");
	if (e != ERR_SO_THRESHOLD && e != ERR_HSM_ZEROIZED)
		return e;
	if (e == ERR_SO_THRESHOLD)
		cmd_print(call, "\n\nError:  '%s' failed. (%X : %s)\n",
		    call->command->path, row->device, row->symbol);
	cmd_print(call,
	    "\nError:    The HSM is in the factory reset (zeroized) state.\n");
	call->said = true;
	call->result_is_ok = true;
	return e;
}

/* --- login --- */

enum err
so_login(struct cmd_call *call, struct device *d, const char *option,
    const struct so_words *words)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_login_request in = {};
	struct msg_hsm_login_response out;

	if (!d->info.initialized)
		return so_failed(call, ERR_HSM_ZEROIZED);
	TRY(so_warn(call, d, words));
	TRY(cmd_secret_or_ask(call, option, words->prompt, &password));
	in.password = secret_bytes(&password);
	TRY(so_failed(call, call_hsm_login(&d->card, &in, &out, &reply)));
	cmd_print(call, "\n\n");
	return ERR_OK;
}

/* --- init --- */

struct new_so {
	struct secret password, domain;
};

static void
new_so_clear(struct new_so *n)
{
	secret_clear(&n->password);
	secret_clear(&n->domain);
}

static enum err
ask_new(struct cmd_call *call, const struct so_words *words, struct new_so *out)
{
	bool token = words == &so_of_token;

	TRY(cmd_new_secret_or_ask(call, token ? "tokenAdminPw" : "password",
	    token ? "\n  Please enter a password for the token SO:"
		  : "\n  Please enter a password for the HSM Administrator:",
	    "\n  Please re-enter password to confirm:", &out->password));
	return cmd_new_secret_or_ask(call, "domain", token
	    ? "\n  Please enter a cloning domain to use for initializing this token:"
	    : "\n  Please enter a cloning domain to use for initializing this HSM:",
	    "\n  Please re-enter cloning domain to confirm:", &out->domain);
}

static enum err
ask_present(struct cmd_call *call, struct device *d, const struct so_words *words,
    struct new_so *out)
{
	if (cmd_given(call, "domain"))
		return cmd_refuse(call, ERR_ARGUMENT, "-domain: the %s is "
		    "initialized and keeps its domain; reset it to factory "
		    "default to give it another.", words->device);
	TRY(so_warn(call, d, words));
	return cmd_secret_or_ask(call,
	    words == &so_of_token ? "tokenAdminPw" : "password",
	    words->prompt, &out->password);
}

enum err
so_init(struct cmd_call *call, struct device *d, const struct so_words *words,
    const char *caution, bool caution_first)
{
	CLEARED_BY(new_so_clear) struct new_so new = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_hsm_init_request in = {};
	struct msg_hsm_init_response out;

	if (caution_first)
		TRY(cmd_confirm(call, caution));
	TRY(d->info.initialized ? ask_present(call, d, words, &new)
				: ask_new(call, words, &new));
	if (!caution_first)
		TRY(cmd_confirm(call, caution));
	in.label = bytes_of_text(cmd_text(call, "label"));
	in.password = secret_bytes(&new.password);
	in.domain = secret_bytes(&new.domain);
	return so_failed(call, call_hsm_init(&d->card, &in, &out, &reply));
}
