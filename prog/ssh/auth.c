/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who comes in is decided by the box, which the porter asks; signatures are
 * checked by libssh. Wrong answers cost half a second each and six of them the
 * connection.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "gate.h"

#define FAILURES_MAX 6
#define OFFERS_MAX 20
#define WRONG_MS 500
#define METHODS (SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_PUBLICKEY | \
	SSH_AUTH_METHOD_INTERACTIVE)

static void
wrong(struct visit *v, const char *user, const char *how)
{
	log_warn("%s: %s for '%s' refused", v->peer, how, user);
	clock_sleep_ms(WRONG_MS);
	if (++v->failures >= FAILURES_MAX)
		ssh_disconnect(v->session);
}

static bool
let_in(struct visit *v, const char *user, const char *how)
{
	if (text_copy(v->user, sizeof(v->user), bytes_of_text(user)) != ERR_OK)
		return false;
	v->authenticated = true;
	log_info("%s: '%s' logged in by %s", v->peer, user, how);
	return true;
}

static enum err
box_says_yes(const struct visit *v, enum errand_kind kind, const char *user,
    struct bytes proof)
{
	struct errand e = { .kind = kind, .proof_len = proof.len };
	struct answer a = { 0 };
	enum err answer;

	if (proof.len > sizeof(e.proof))
		return ERR_TOO_LARGE;
	TRY(text_copy(e.user, sizeof(e.user), bytes_of_text(user)));
	memcpy(e.proof, proof.ptr, proof.len);
	answer = errand_run(v->porter, &e, &a);
	explicit_bzero(&e, sizeof(e));
	return answer;
}

static bool
password_is_right(struct visit *v, const char *user, const char *password,
    const char *how)
{
	if (box_says_yes(v, ERRAND_PASSWORD, user, bytes_of_text(password)) == ERR_OK)
		return let_in(v, user, how);
	wrong(v, user, how);
	return false;
}

static int
on_password(ssh_session s, const char *user, const char *password, void *ctx)
{
	return password_is_right(ctx, user, password, "password")
	    ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* --- public keys -------------------------------------------------------------- */

static int
sextet(char c)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c != '\0' ? strchr(letters, c) : NULL;

	return at != NULL ? (int)(at - letters) : -1;
}

/* base64 (RFC 4648) as libssh writes it; it has no call for the bare blob. */
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
key_is_known(struct visit *v, const char *user, ssh_key key)
{
	CLEARED_BY(buf_clear) struct buf blob = buf_up_to(KEY_MAX);
	char *text = NULL;
	enum err e;

	if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK)
		return ERR_MALFORMED;
	e = decode(text, &blob);
	ssh_string_free_char(text);
	TRY(e);
	return box_says_yes(v, ERRAND_KEY, user, buf_bytes(&blob));
}

static int
on_public_key(ssh_session s, const char *user, ssh_key key, char state,
    void *ctx)
{
	struct visit *v = ctx;

	if (++v->offers > OFFERS_MAX) {
		ssh_disconnect(s);
		return SSH_AUTH_DENIED;
	}
	if (state != SSH_PUBLICKEY_STATE_NONE && state != SSH_PUBLICKEY_STATE_VALID)
		return SSH_AUTH_DENIED;
	if (key_is_known(v, user, key) != ERR_OK)
		return SSH_AUTH_DENIED;
	if (state == SSH_PUBLICKEY_STATE_NONE)
		return SSH_AUTH_SUCCESS; /* "I would take it": now sign */
	return let_in(v, user, "public key") ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED;
}

/* --- keyboard-interactive: no server callback in libssh 0.10 -------------------- */

/* The name comes with the request only: in the response it is NULL. */
static char asked[LIMIT_NAME + 1];

static int
ask_for_password(struct visit *v, ssh_message m)
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
on_interactive(struct visit *v, ssh_message m)
{
	const char *answer;

	if (!ssh_message_auth_kbdint_is_response(m))
		return ask_for_password(v, m);
	if (ssh_userauth_kbdint_getnanswers(v->session) != 1)
		return 1;
	answer = ssh_userauth_kbdint_getanswer(v->session, 0);
	if (answer == NULL || !password_is_right(v, asked, answer,
	    "keyboard-interactive"))
		return 1;
	ssh_message_auth_reply_success(m, 0);
	return 0;
}

static int
on_message(ssh_session s, ssh_message m, void *ctx)
{
	struct visit *v = ctx;

	if (ssh_message_type(m) != SSH_REQUEST_AUTH)
		return 1;
	if (!v->authenticated &&
	    ssh_message_subtype(m) == SSH_AUTH_METHOD_INTERACTIVE &&
	    on_interactive(v, m) == 0)
		return 0;
	ssh_message_auth_set_methods(m, METHODS);
	return 1; /* refused in the library's words */
}

void
auth_install(struct visit *v, struct ssh_server_callbacks_struct *callbacks)
{
	callbacks->auth_password_function = on_password;
	callbacks->auth_pubkey_function = on_public_key;
	ssh_set_auth_methods(v->session, METHODS);
	ssh_set_message_callback(v->session, on_message, v);
}
