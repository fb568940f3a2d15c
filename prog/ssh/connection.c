/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection from the key exchange to its end. This process reads what
 * strangers send before they have logged in, so it can reach nothing but the
 * connection and its monitor. An alarm ends it when nobody has logged in
 * within two minutes, whatever the library is waiting for. Afterwards it
 * serves the sessions that the client opens, up to a maximum, at the same
 * time.
 */
#include "connection.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "auth.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "gate.h"
#include "proc/sandbox.h"
#include "proc/sandbox_calls.h"
#include "pump.h"
#include "request.h"
#include "work.h"

#define GRACE_S 120
#define IDLE_MS (30 * 60 * 1000)

/* --- what a client may ask of a session --- */

static int
on_pty(ssh_session session, ssh_channel ch, const char *term, int columns,
    int rows, int width, int height, void *ctx)
{
	struct session *s = ctx;

	if (s->request.pty || s->request.kind != SESSION_NONE)
		return -1;
	s->request.pty = 1;
	s->request.columns = columns;
	s->request.rows = rows;
	if (text_copy(s->request.term, sizeof(s->request.term), bytes_of_text(term)) !=
	    ERR_OK)
		snprintf(s->request.term, sizeof(s->request.term), "vt100");
	return 0;
}

static int
want(struct session *s, enum session_kind kind, const char *text)
{
	if (s->request.kind != SESSION_NONE || text_copy(s->request.command,
	    sizeof(s->request.command), bytes_of_text(text)) != ERR_OK)
		return 1;
	s->request.kind = kind;
	return 0;
}

static int
on_shell(ssh_session session, ssh_channel ch, void *ctx)
{
	return want(ctx, SESSION_SHELL, "");
}

static int
on_exec(ssh_session session, ssh_channel ch, const char *command, void *ctx)
{
	return want(ctx, SESSION_EXEC, command);
}

static int
on_subsystem(ssh_session session, ssh_channel ch, const char *name, void *ctx)
{
	return strcmp(name, "sftp") == 0 ? want(ctx, SESSION_SUBSYSTEM, name) : 1;
}

static int
on_window(ssh_session session, ssh_channel ch, int columns, int rows, int width,
    int height, void *ctx)
{
	struct session *s = ctx;

	s->request.columns = columns;
	s->request.rows = rows;
	if (s->request.pty && s->out >= 0)
		work_resize(s->out, &s->request);
	return 0;
}

/* --- sessions --- */

static ssh_channel
on_channel(ssh_session session, void *ctx)
{
	struct connection *c = ctx;
	struct session *s, **tail = &c->sessions;

	if (!c->authenticated || c->n_sessions == SESSIONS_MAX)
		return NULL;
	s = mem_alloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->connection = c;
	s->in = s->out = s->err = s->end = -1;
	s->callbacks = (struct ssh_channel_callbacks_struct){ .userdata = s,
		.channel_pty_request_function = on_pty,
		.channel_shell_request_function = on_shell,
		.channel_exec_request_function = on_exec,
		.channel_subsystem_request_function = on_subsystem,
		.channel_pty_window_change_function = on_window };
	ssh_callbacks_init(&s->callbacks);
	s->channel = ssh_channel_new(session);
	if (s->channel == NULL) {
		mem_free(s);
		return NULL;
	}
	ssh_set_channel_callbacks(s->channel, &s->callbacks);
	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = s;
	c->n_sessions++;
	return s->channel;
}

static void
leave(struct session *s)
{
	struct session **at = &s->connection->sessions;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	s->connection->n_sessions--;
	pump_end(s);
	/* The library keeps the channel until the client has closed it. */
	ssh_remove_channel_callbacks(s->channel, &s->callbacks);
	ssh_channel_free(s->channel);
	mem_free(s);
}

static void
finish(struct session *s, int status)
{
	ssh_channel_request_send_exit_status(s->channel, status);
	ssh_channel_send_eof(s->channel);
	ssh_channel_close(s->channel);
	leave(s);
}

static enum err
start(struct session *s, struct answer *out)
{
	struct request r = { .kind = REQUEST_START, .session = s->request };
	enum err e = request_run(s->connection->monitor, &r, out);

	explicit_bzero(&r, sizeof(r)); /* a command may hold a password */
	TRY(e);
	if (out->n_fds != (s->request.pty ? 2 : 4))
		return ERR_MALFORMED;
	s->started = true;
	s->end = out->fds[0];
	s->in = out->fds[1];
	s->out = s->request.pty ? s->in : out->fds[2];
	s->err = s->request.pty ? -1 : out->fds[3];
	return ERR_OK;
}

/* False: the program could not be started, and the session is free again. */
static bool
begin(struct session *s)
{
	struct answer a = { 0 };
	enum err e = start(s, &a);
	char text[sizeof(a.why) + 2];

	snprintf(text, sizeof(text), "%s\r\n", a.why);
	if (e == ERR_OK && a.why[0] != '\0')
		ssh_channel_write_stderr(s->channel, text, (uint32_t)strlen(text));
	if (e == ERR_OK)
		return true;
	log_warn("%s: '%s': %s (%s)", s->connection->peer, s->connection->user, a.why, err_words(e));
	ssh_channel_write_stderr(s->channel, text, (uint32_t)strlen(text));
	finish(s, 1);
	return false;
}

static bool
is_waiting(const struct session *s)
{
	return !s->started && s->request.kind != SESSION_NONE;
}

static void
serve(struct session *s, const struct pollfd at[N_POLLED])
{
	if (!ssh_channel_is_open(s->channel)) {
		leave(s);
		return;
	}
	if (is_waiting(s) && !begin(s))
		return;
	if (s->started && !pump_step(s, at))
		finish(s, s->status);
}

/* --- its life --- */

static bool
is_there(const struct connection *c)
{
	return ssh_is_connected(c->ssh) &&
	    (ssh_get_status(c->ssh) & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0;
}

static bool
wait_for_login(struct connection *c)
{
	while (!c->authenticated)
		if (!is_there(c) || ssh_event_dopoll(c->event, 1000) == SSH_ERROR)
			return false;
	return true;
}

/* Waits for the client, the monitor and every session's program. The sessions
 * are served in order; one that was opened in this round is served in the
 * next. */
static bool
turn(struct connection *c)
{
	struct pollfd at[2 + SESSIONS_MAX * N_POLLED], *sessions_at = at + 2;
	int flags = ssh_get_poll_flags(c->ssh);
	size_t n = 0, i = 0;
	int wait_ms = 1000;

	at[0] = (struct pollfd){ ssh_get_fd(c->ssh),
		(short)(POLLIN | (flags & SSH_WRITE_PENDING ? POLLOUT : 0)), 0 };
	at[1] = (struct pollfd){ c->monitor, POLLRDHUP, 0 };
	for (struct session *s = c->sessions; s != NULL; s = s->next) {
		pump_wait(s, sessions_at + n++ * N_POLLED);
		wait_ms = is_waiting(s) ? 0 : wait_ms;
	}
	if (poll(at, 2 + n * N_POLLED, wait_ms) < 0 && errno != EINTR)
		return false;
	if (at[1].revents != 0) /* the monitor or the appliance is gone */
		return false;
	if (ssh_event_dopoll(c->event, 0) == SSH_ERROR || !is_there(c))
		return false;
	for (struct session *s = c->sessions, *next; s != NULL && i < n; s = next) {
		next = s->next;
		serve(s, sessions_at + i++ * N_POLLED);
	}
	return clock_ms() - c->last_input < IDLE_MS;
}

/* Serves sessions until the client hangs up. We never close first after a
 * session has ended, because OpenSSH's client reports that as an error. */
static void
stay(struct connection *c)
{
	alarm(0);
	*c->stage = STAGE_LOGGED_IN;
	ssh_set_blocking(c->ssh, 0);
	c->last_input = clock_ms();
	while (turn(c))
		;
	if (clock_ms() - c->last_input >= IDLE_MS)
		log_info("%s: idle for too long", c->peer);
	while (c->sessions != NULL)
		leave(c->sessions);
}

static void
live(struct connection *c)
{
	struct ssh_server_callbacks_struct callbacks = { .userdata = c,
		.channel_open_request_session_function = on_channel };

	auth_install(c, &callbacks);
	ssh_callbacks_init(&callbacks);
	ssh_set_server_callbacks(c->ssh, &callbacks);
	if (ssh_handle_key_exchange(c->ssh) != SSH_OK) {
		log_info("%s: no key exchange: %s", c->peer,
		    ssh_get_error(c->ssh));
		return;
	}
	*c->stage = STAGE_ENCRYPTED;
	c->event = ssh_event_new();
	if (c->event == NULL ||
	    ssh_event_add_session(c->event, c->ssh) != SSH_OK)
		return;
	if (wait_for_login(c))
		stay(c);
	else
		log_info("%s: left without logging in", c->peer);
	ssh_event_remove_session(c->event, c->ssh);
	ssh_event_free(c->event);
}

/* Enters the sandbox once the library has read its files: from here on the
 * process opens nothing. */
static enum err
enter_sandbox(const struct connection *c)
{
	const struct sandbox s = { .calls = sandbox_calls };
	bool landlock;

	TRY(sandbox_drop_privileges());
	TRY(sandbox_enter(&s, &landlock));
	if (!landlock)
		log_warn("%s: this kernel has no Landlock", c->peer);
	return ERR_OK;
}

int
connection_run(struct connection *c, ssh_bind bind, int fd)
{
	enum err e = ERR_NO_MEMORY;

	alarm(GRACE_S);
	c->ssh = ssh_new();
	if (c->ssh != NULL)
		e = enter_sandbox(c);
	if (e != ERR_OK) {
		log_error("%s: no sandbox: %s", c->peer, err_words(e));
		return 1;
	}
	if (ssh_bind_accept_fd(bind, c->ssh, fd) == SSH_OK)
		live(c);
	ssh_disconnect(c->ssh);
	ssh_free(c->ssh);
	return 0;
}
