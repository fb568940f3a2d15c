/* SPDX-License-Identifier: Apache-2.0 */
/* Handlers of the calls about the appliance's own users: logins and passwords. */
#include <stdio.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "calls.h"
#include "journal.h"
#include "keys.h"
#include "paths.h"
#include "proc/socket.h"

#define SSH_TRIES 6
#define HELLO_TEXT "Lush user login"

static void
note(const struct conn *c, const char *severity, const char *text,
    unsigned result)
{
	struct journal_line line = { severity, (unsigned)c->number, result, text,
		c->user, c->peer };

	journal_write(c->box, &line);
}

/* Binds the connection to this user. */
static void
let_in(struct conn *c, struct user *u)
{
	int64_t now = clock_wall_ms() / 1000;
	enum err e;

	IGNORE(text_copy(c->user, sizeof(c->user), bytes_of_text(u->name)));
	c->last_login = u->last_login;
	e = user_note_login(&c->box->users, u, now);
	if (e != ERR_OK)
		log_warn("last login of %s not kept: %s", u->name, err_words(e));
	note(c, "info", HELLO_TEXT, 0);
}

enum err
box_whoami(struct call *c, const struct msg_whoami_request *in,
    struct msg_whoami_response *out)
{
	const struct personality_row *who = settings_personality(c->box);
	const struct conn *conn = c->conn;

	out->authenticated = c->user != NULL;
	out->local = conn->local;
	out->host_name = bytes_of_text(c->box->settings.host_name);
	out->software = bytes_of_text(who->software);
	out->personality = who->number;
	out->last_login = (uint64_t)conn->last_login;
	if (c->user == NULL)
		return ERR_OK;
	out->user = bytes_of_text(c->user->name);
	out->role = bytes_of_text(user_role_name(c->user->role));
	out->must_change = c->user->must_change;
	return ERR_OK;
}

static enum err
try_password(struct call *c, struct bytes name, struct bytes password,
    struct user **out)
{
	enum err e = users_try(&c->box->users, name, password, out);

	if (e == ERR_OK)
		return ERR_OK;
	log_warn("login of '%.*s' from %s refused: %s", (int)name.len,
	    (const char *)name.ptr, c->conn->peer, err_words(e));
	return e;
}

enum err
box_console_login(struct call *c, const struct msg_console_login_request *in,
    struct msg_console_login_response *out)
{
	struct user *u;

	if (!c->conn->local || c->user != NULL)
		return ERR_REFUSED;
	TRY(try_password(c, in->user, in->password, &u));
	let_in(c->conn, u);
	return ERR_OK;
}

static void
take_peer(struct conn *c, struct bytes peer)
{
	if (c->peer[0] == '\0')
		IGNORE(text_copy(c->peer, sizeof(c->peer), peer));
}

static enum err
keep_user(struct conn *c, const struct user *u)
{
	return text_copy(c->user, sizeof(c->user), bytes_of_text(u->name));
}

enum err
box_auth_delay(struct call *c, const struct msg_auth_delay_request *in,
    struct msg_auth_delay_response *out)
{
	struct source from = source_of_peer(in->peer);

	out->wait_ms = throttle_delay_ms(&c->box->throttle, in->user, &from, clock_ms());
	return ERR_OK;
}

/* The last credential counts, because an SSH client may offer a key first and
 * then give a password. */
enum err
box_auth_password(struct call *c, const struct msg_auth_password_request *in,
    struct msg_auth_password_response *out)
{
	struct source from = source_of_peer(in->peer);
	struct user *u;
	enum err e;

	take_peer(c->conn, in->peer);
	c->conn->user[0] = '\0';
	if (++c->conn->failures > SSH_TRIES)
		return ERR_REFUSED;
	e = try_password(c, in->user, in->password, &u);
	if (e == ERR_OK) {
		throttle_passed(&c->box->throttle, in->user, &from);
		return keep_user(c->conn, u);
	}
	throttle_failed(&c->box->throttle, in->user, &from, clock_ms());
	return e;
}

enum err
box_auth_key(struct call *c, const struct msg_auth_key_request *in,
    struct msg_auth_key_response *out)
{
	struct user *u = users_find(&c->box->users, in->user);
	struct box_path path;

	take_peer(c->conn, in->peer);
	c->conn->user[0] = '\0';
	if (u == NULL || !u->enabled)
		return ERR_PIN_INCORRECT;
	TRY(keys_find(box_path(c->box, &path, "box/keys/%s", u->name), in->key));
	return keep_user(c->conn, u);
}

/* Makes a connection for one lunash. Its other end goes to the program that
 * starts the shell. */
static enum err
make_shell(struct call *c, struct user *u, struct bytes peer)
{
	struct conn *shell;
	int ends[2];
	enum err e;

	TRY(channel_pair(ends));
	e = conn_open(c->box, CONN_SHELL, &ends[0], &shell);
	if (e != ERR_OK) {
		file_close(&ends[0]);
		file_close(&ends[1]);
		return e;
	}
	c->fd = ends[1];
	take_peer(shell, peer);
	shell->local = c->conn->kind == CONN_LAB &&
	    bytes_equal(peer, bytes_of_text("Console"));
	let_in(shell, u);
	return ERR_OK;
}

enum err
box_shell_open(struct call *c, const struct msg_shell_open_request *in,
    struct msg_shell_open_response *out)
{
	struct user *u = users_find(&c->box->users, in->user);
	struct box_path path;

	/* The ssh gate gets a shell only for the user whose password or key we have
	 * checked on this connection. */
	if (c->conn->kind == CONN_SSH && (u == NULL || u != c->user))
		return ERR_NOT_LOGGED_IN;
	if (u == NULL)
		return ERR_USER_UNKNOWN;
	if (!u->enabled)
		return ERR_USER_DISABLED;
	TRY(buf_put_text(&c->reply, box_area(c->box, u->name, &path)));
	TRY(make_shell(c, u, in->peer));
	out->files = buf_bytes(&c->reply);
	return ERR_OK;
}

enum err
box_user_password(struct call *c, const struct msg_user_password_request *in,
    struct msg_user_password_response *out)
{
	struct user *u = c->user;

	if (in->user.len > 0)
		u = users_find(&c->box->users, in->user);
	if (u != c->user && c->user->role != USER_ADMIN)
		return ERR_REFUSED;
	if (u != c->user && c->user->must_change)
		return ERR_PASSWORD_EXPIRED;
	if (u == NULL)
		return ERR_USER_UNKNOWN;
	return user_set_password(&c->box->users, u, in->new, u == c->user);
}

enum err
box_user_list(struct call *c, const struct msg_user_list_request *in,
    struct msg_user_list_response *out)
{
	for (size_t i = 0; i < c->box->users.n; i++) {
		const struct user *u = &c->box->users.list[i];
		struct msg_user_row row = { bytes_of_text(u->name),
			bytes_of_text(user_role_name(u->role)), u->enabled };

		TRY(rows_put(&c->reply, &wire_user_row, &row));
	}
	out->users = buf_bytes(&c->reply);
	return ERR_OK;
}

enum err
box_user_enable(struct call *c, const struct msg_user_enable_request *in,
    struct msg_user_enable_response *out)
{
	struct user *u = users_find(&c->box->users, in->user);

	if (u == NULL)
		return ERR_USER_UNKNOWN;
	if (u == c->user && !in->enabled)
		return ERR_REFUSED; /* else the last administrator could lock everybody out */
	return user_set_enabled(&c->box->users, u, in->enabled);
}

enum err
box_log_command(struct call *c, const struct msg_log_command_request *in,
    struct msg_log_command_response *out)
{
	char text[4200];

	snprintf(text, sizeof(text), "Command: %.*s ", (int)in->text.len,
	    (const char *)in->text.ptr);
	note(c->conn, "info", text, (unsigned)in->result);
	return ERR_OK;
}
