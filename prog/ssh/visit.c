/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection from key exchange to goodbye. An alarm ends it when nobody has
 * logged in within two minutes, whatever the library is waiting for.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>


#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "gate.h"

#include <libssh/callbacks.h>

#define GRACE_S 120
#define BOX_MS 30000
#define GOODBYE_MS 5000

/* --- what a client may ask of its channel ---------------------------------------- */

static int
on_pty(ssh_session s, ssh_channel ch, const char *term, int columns, int rows,
    int width, int height, void *ctx)
{
	struct visit *v = ctx;

	if (v->pty || v->request != REQUEST_NONE)
		return -1;
	v->pty = true;
	v->columns = columns;
	v->rows = rows;
	if (text_copy(v->term, sizeof(v->term), bytes_of_text(term)) != ERR_OK ||
	    !text_only(bytes_of_text(v->term),
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+."))
		snprintf(v->term, sizeof(v->term), "vt100");
	return 0;
}

static int
want(struct visit *v, enum request request, const char *text)
{
	if (v->request != REQUEST_NONE || text_copy(v->command,
	    sizeof(v->command), bytes_of_text(text)) != ERR_OK)
		return 1;
	v->request = request;
	return 0;
}

static int
on_shell(ssh_session s, ssh_channel ch, void *ctx)
{
	return want(ctx, REQUEST_SHELL, "");
}

static int
on_exec(ssh_session s, ssh_channel ch, const char *command, void *ctx)
{
	return want(ctx, REQUEST_EXEC, command);
}

static int
on_subsystem(ssh_session s, ssh_channel ch, const char *name, void *ctx)
{
	return strcmp(name, "sftp") == 0 ? want(ctx, REQUEST_SUBSYSTEM, name) : 1;
}

static int
on_window(ssh_session s, ssh_channel ch, int columns, int rows, int width,
    int height, void *ctx)
{
	struct visit *v = ctx;

	v->columns = columns;
	v->rows = rows;
	visit_resize(v);
	return 0;
}

static ssh_channel
on_channel(ssh_session s, void *ctx)
{
	static struct ssh_channel_callbacks_struct callbacks;
	struct visit *v = ctx;

	if (!v->authenticated || v->channel != NULL)
		return NULL;
	callbacks = (struct ssh_channel_callbacks_struct){ .userdata = v,
		.channel_pty_request_function = on_pty,
		.channel_shell_request_function = on_shell,
		.channel_exec_request_function = on_exec,
		.channel_subsystem_request_function = on_subsystem,
		.channel_pty_window_change_function = on_window };
	ssh_callbacks_init(&callbacks);
	v->channel = ssh_channel_new(s);
	if (v->channel != NULL)
		ssh_set_channel_callbacks(v->channel, &callbacks);
	return v->channel;
}

/* --- its life ---------------------------------------------------------------------- */

static bool
is_there(const struct visit *v)
{
	return ssh_is_connected(v->session) &&
	    (ssh_get_status(v->session) & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0;
}

static bool
poll_until(struct visit *v, bool (*done)(const struct visit *v))
{
	while (!done(v))
		if (!is_there(v) || ssh_event_dopoll(v->event, 1000) == SSH_ERROR)
			return false;
	return true;
}

static bool
is_in(const struct visit *v)
{
	return v->authenticated;
}

static bool
has_asked(const struct visit *v)
{
	return v->request != REQUEST_NONE;
}

/* A client that is told everything hangs up by itself; who hangs up first is
 * called rude by OpenSSH. */
static void
say_goodbye(struct visit *v, int status)
{
	int64_t until = clock_ms() + GOODBYE_MS;

	ssh_channel_request_send_exit_status(v->channel, status);
	ssh_channel_send_eof(v->channel);
	ssh_channel_close(v->channel);
	while (is_there(v) && clock_ms() < until)
		if (ssh_event_dopoll(v->event, 200) == SSH_ERROR)
			break;
}

static void
work_for(struct visit *v)
{
	struct work w = { 0, -1, -1, -1 };
	const char *why = "cannot be started";
	enum err e = work_start(v, &w, &why);
	char text[512];
	int status = 1;

	if (e == ERR_OK) {
		status = pump_run(v, &w);
	} else {
		snprintf(text, sizeof(text), "%s\r\n", why);
		log_warn("%s: '%s': %s (%s)", v->peer, v->user, why, err_words(e));
		ssh_channel_write_stderr(v->channel, text, (uint32_t)strlen(text));
	}
	if (is_there(v))
		say_goodbye(v, status);
}

static void
live(struct visit *v)
{
	struct ssh_server_callbacks_struct callbacks = { .userdata = v,
		.channel_open_request_session_function = on_channel };

	auth_install(v, &callbacks);
	ssh_callbacks_init(&callbacks);
	ssh_set_server_callbacks(v->session, &callbacks);
	if (ssh_handle_key_exchange(v->session) != SSH_OK) {
		log_info("%s: no key exchange: %s", v->peer,
		    ssh_get_error(v->session));
		return;
	}
	v->event = ssh_event_new();
	if (v->event == NULL ||
	    ssh_event_add_session(v->event, v->session) != SSH_OK)
		return;
	if (poll_until(v, is_in) && poll_until(v, has_asked)) {
		alarm(0);
		ssh_set_blocking(v->session, 0);
		work_for(v);
	} else {
		log_info("%s: left before asking for anything", v->peer);
	}
	ssh_event_remove_session(v->event, v->session);
	ssh_event_free(v->event);
}

int
visit_run(const struct gate_options *o, ssh_bind bind, int fd, const char *peer)
{
	struct visit v = { .options = o, .session = ssh_new(), .terminal = -1 };
	int box = -1;
	enum err e;

	alarm(GRACE_S);
	snprintf(v.peer, sizeof(v.peer), "%s", peer);
	e = channel_connect(o->box, &box);
	if (e != ERR_OK || v.session == NULL) {
		log_error("%s: the appliance: %s", peer, err_words(e));
		return 1;
	}
	ask_open(&v.box, &box, BOX_MS);
	if (ssh_bind_accept_fd(bind, v.session, fd) == SSH_OK)
		live(&v);
	ssh_disconnect(v.session);
	ssh_free(v.session);
	ask_close(&v.box);
	return 0;
}
