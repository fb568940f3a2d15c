/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The box decides who may log in, and the monitor asks it; libssh checks
 * signatures. A wrong answer costs half a second, and six of them end the
 * connection.
 */
#include "auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "gate.h"
#include "request.h"

#define FAILURES_MAX 6
#define OFFERS_MAX 20
#define WRONG_MS 500
#define METHODS (SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_PUBLICKEY | \
	SSH_AUTH_METHOD_INTERACTIVE)

static void
wrong(struct connection *c, const char *user, const char *how)
{
	log_warn("%s: %s for '%s' refused", c->peer, how, user);
	clock_sleep_ms(WRONG_MS);
	if (++c->failures >= FAILURES_MAX)
		ssh_disconnect(c->ssh);
}

static bool
let_in(struct connection *c, const char *user, const char *how)
{
	if (text_copy(c->user, sizeof(c->user), bytes_of_text(user)) != ERR_OK)
		return false;
	c->authenticated = true;
	log_info("%s: '%s' logged in by %s", c->peer, user, how);
	return true;
}

static enum err
box_says_yes(const struct connection *c, enum request_kind kind, const char *user,
    struct bytes credential)
{
	struct request r = { .kind = kind, .credential_len = credential.len };
	struct answer a = { 0 };
	enum err answer;

	if (credential.len > sizeof(r.credential))
		return ERR_TOO_LARGE;
	TRY(text_copy(r.user, sizeof(r.user), bytes_of_text(user)));
	memcpy(r.credential, credential.ptr, credential.len);
	answer = request_run(c->monitor, &r, &a);
	explicit_bzero(&r, sizeof(r));
	return answer;
}

static bool
password_is_right(struct connection *c, const char *user, const char *password,
    const char *how)
{
	if (box_says_yes(c, REQUEST_PASSWORD, user, bytes_of_text(password)) == ERR_OK)
		return let_in(c, user, how);
	wrong(c, user, how);
	return false;
}

static int
on_password(ssh_session s, const char *user, const char *password, void *ctx)
{
	return password_is_right(ctx, user, password, "password")
	    ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* --- public keys --- */

static int
sextet(char c)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c != '\0' ? strchr(letters, c) : NULL;

	return at != NULL ? (int)(at - letters) : -1;
}

/* Decodes base64 (RFC 4648), because libssh gives a key's blob in no other
 * form. */
static enum err
decode(const char *text, struct buf *out)
{
	uint32_t bits = 0;
	int n = 0;

	for (; *text != '\0' && *text != '='; text++) {
		int six = sextet(*text);

		if (six < 0)
			return ERR_MALFORMED;
		bits = bits << 6 | (uint32_t)six;
		n += 6;
		if (n >= 8) {
			n -= 8;
			TRY(buf_put_u8(out, (uint8_t)(bits >> n)));
		}
	}
	return ERR_OK;
}

static enum err
key_is_known(struct connection *c, const char *user, ssh_key key)
{
	CLEARED_BY(buf_clear) struct buf blob = buf_up_to(KEY_MAX);
	char *text = NULL;
	enum err e;

	if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK)
		return ERR_MALFORMED;
	e = decode(text, &blob);
	ssh_string_free_char(text);
	TRY(e);
	return box_says_yes(c, REQUEST_KEY, user, buf_bytes(&blob));
}

static int
on_public_key(ssh_session s, const char *user, ssh_key key, char state,
    void *ctx)
{
	struct connection *c = ctx;

	if (++c->offers > OFFERS_MAX) {
		ssh_disconnect(s);
		return SSH_AUTH_DENIED;
	}
	if (state != SSH_PUBLICKEY_STATE_NONE && state != SSH_PUBLICKEY_STATE_VALID)
		return SSH_AUTH_DENIED;
	if (key_is_known(c, user, key) != ERR_OK)
		return SSH_AUTH_DENIED;
	if (state == SSH_PUBLICKEY_STATE_NONE)
		return SSH_AUTH_SUCCESS; /* now the client signs */
	return let_in(c, user, "public key") ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* --- keyboard-interactive: no server callback in libssh 0.10 --- */

/* The user's name comes with the request only; in the response it is NULL. */
static char asked[LIMIT_NAME + 1];

static int
ask_for_password(struct connection *c, ssh_message m)
{
	static const char *prompts[] = { "Password: " };
	char echo[] = { 0 };
	const char *user = ssh_message_auth_user(m);

	if (user == NULL ||
	    text_copy(asked, sizeof(asked), bytes_of_text(user)) != ERR_OK)
		return 1;
	ssh_message_auth_interactive_request(m, "", "", 1, prompts, echo);
	return 0;
}

static int
on_interactive(struct connection *c, ssh_message m)
{
	const char *answer;

	if (!ssh_message_auth_kbdint_is_response(m))
		return ask_for_password(c, m);
	if (ssh_userauth_kbdint_getnanswers(c->ssh) != 1)
		return 1;
	answer = ssh_userauth_kbdint_getanswer(c->ssh, 0);
	if (answer == NULL || !password_is_right(c, asked, answer,
	    "keyboard-interactive"))
		return 1;
	ssh_message_auth_reply_success(m, 0);
	return 0;
}

static int
on_message(ssh_session s, ssh_message m, void *ctx)
{
	struct connection *c = ctx;

	if (ssh_message_type(m) != SSH_REQUEST_AUTH)
		return 1;
	if (!c->authenticated &&
	    ssh_message_subtype(m) == SSH_AUTH_METHOD_INTERACTIVE &&
	    on_interactive(c, m) == 0)
		return 0;
	ssh_message_auth_set_methods(m, METHODS);
	return 1; /* the library answers with a refusal */
}

void
auth_install(struct connection *c, struct ssh_server_callbacks_struct *callbacks)
{
	callbacks->auth_password_function = on_password;
	callbacks->auth_pubkey_function = on_public_key;
	ssh_set_auth_methods(c->ssh, METHODS);
	ssh_set_message_callback(c->ssh, on_message, c);
}
