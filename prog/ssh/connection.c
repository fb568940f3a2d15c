/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection from key exchange to goodbye. This process reads what strangers
 * send, before they have logged in too: it can reach nothing but the connection
 * and its porter. An alarm ends it when nobody has logged in within two minutes,
 * whatever the library is waiting for. After that it has seats: as many sessions
 * as the client opens, side by side.
 */
#include "gate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "proc/sandbox.h"
#include "sandbox.h"

#define GRACE_S 120
#define IDLE_MS (30 * 60 * 1000)

/* --- what a client may ask of a seat ---------------------------------------------- */

static int
on_pty(ssh_session session, ssh_channel ch, const char *term, int columns,
    int rows, int width, int height, void *ctx)
{
	struct seat *s = ctx;

	if (s->wish.pty || s->wish.request != REQUEST_NONE)
		return -1;
	s->wish.pty = 1;
	s->wish.columns = columns;
	s->wish.rows = rows;
	if (text_copy(s->wish.term, sizeof(s->wish.term), bytes_of_text(term)) !=
	    ERR_OK)
		snprintf(s->wish.term, sizeof(s->wish.term), "vt100");
	return 0;
}

static int
want(struct seat *s, enum request request, const char *text)
{
	if (s->wish.request != REQUEST_NONE || text_copy(s->wish.command,
	    sizeof(s->wish.command), bytes_of_text(text)) != ERR_OK)
		return 1;
	s->wish.request = request;
	return 0;
}

static int
on_shell(ssh_session session, ssh_channel ch, void *ctx)
{
	return want(ctx, REQUEST_SHELL, "");
}

static int
on_exec(ssh_session session, ssh_channel ch, const char *command, void *ctx)
{
	return want(ctx, REQUEST_EXEC, command);
}

static int
on_subsystem(ssh_session session, ssh_channel ch, const char *name, void *ctx)
{
	return strcmp(name, "sftp") == 0 ? want(ctx, REQUEST_SUBSYSTEM, name) : 1;
}

static int
on_window(ssh_session session, ssh_channel ch, int columns, int rows, int width,
    int height, void *ctx)
{
	struct seat *s = ctx;

	s->wish.columns = columns;
	s->wish.rows = rows;
	if (s->wish.pty && s->out >= 0)
		work_resize(s->out, &s->wish);
	return 0;
}

/* --- seats ---------------------------------------------------------------------------- */

static ssh_channel
on_channel(ssh_session session, void *ctx)
{
	struct visit *v = ctx;
	struct seat *s, **tail = &v->seats;

	if (!v->authenticated || v->n_seats == SEATS_MAX)
		return NULL;
	s = mem_alloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->v = v;
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
	v->n_seats++;
	return s->channel;
}

static void
leave(struct seat *s)
{
	struct seat **at = &s->v->seats;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	s->v->n_seats--;
	pump_end(s);
	/* The library keeps the channel until the client has closed it. */
	ssh_remove_channel_callbacks(s->channel, &s->callbacks);
	ssh_channel_free(s->channel);
	mem_free(s);
}

static void
finish(struct seat *s, int status)
{
	ssh_channel_request_send_exit_status(s->channel, status);
	ssh_channel_send_eof(s->channel);
	ssh_channel_close(s->channel);
	leave(s);
}

static enum err
start(struct seat *s, struct answer *out)
{
	struct errand errand = { .kind = ERRAND_START, .wish = s->wish };
	enum err e = errand_run(s->v->porter, &errand, out);

	explicit_bzero(&errand, sizeof(errand)); /* a command may hold a password */
	TRY(e);
	if (out->n_fds != (s->wish.pty ? 2 : 4))
		return ERR_MALFORMED;
	s->started = true;
	s->end = out->fds[0];
	s->in = out->fds[1];
	s->out = s->wish.pty ? s->in : out->fds[2];
	s->err = s->wish.pty ? -1 : out->fds[3];
	return ERR_OK;
}

/* false: it could not, and the seat is free again. */
static bool
begin(struct seat *s)
{
	struct answer a = { 0 };
	enum err e = start(s, &a);
	char text[sizeof(a.why) + 2];

	snprintf(text, sizeof(text), "%s\r\n", a.why);
	if (e == ERR_OK && a.why[0] != '\0')
		ssh_channel_write_stderr(s->channel, text, (uint32_t)strlen(text));
	if (e == ERR_OK)
		return true;
	log_warn("%s: '%s': %s (%s)", s->v->peer, s->v->user, a.why, err_words(e));
	ssh_channel_write_stderr(s->channel, text, (uint32_t)strlen(text));
	finish(s, 1);
	return false;
}

static bool
is_waiting(const struct seat *s)
{
	return !s->started && s->wish.request != REQUEST_NONE;
}

static void
serve(struct seat *s, const struct pollfd at[N_POLLED])
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

/* --- its life ---------------------------------------------------------------------- */

static bool
is_there(const struct visit *v)
{
	return ssh_is_connected(v->session) &&
	    (ssh_get_status(v->session) & (SSH_CLOSED | SSH_CLOSED_ERROR)) == 0;
}

static bool
wait_for_login(struct visit *v)
{
	while (!v->authenticated)
		if (!is_there(v) || ssh_event_dopoll(v->event, 1000) == SSH_ERROR)
			return false;
	return true;
}

/* Waits for the client, the porter and every seat's program. Who came in first is
 * served first; a seat that was taken in this very round waits for the next. */
static bool
turn(struct visit *v)
{
	struct pollfd at[2 + SEATS_MAX * N_POLLED], *seats_at = at + 2;
	int flags = ssh_get_poll_flags(v->session);
	size_t n = 0, i = 0;
	int wait_ms = 1000;

	at[0] = (struct pollfd){ ssh_get_fd(v->session),
		(short)(POLLIN | (flags & SSH_WRITE_PENDING ? POLLOUT : 0)), 0 };
	at[1] = (struct pollfd){ v->porter, POLLRDHUP, 0 };
	for (struct seat *s = v->seats; s != NULL; s = s->next) {
		pump_wait(s, seats_at + n++ * N_POLLED);
		wait_ms = is_waiting(s) ? 0 : wait_ms;
	}
	if (poll(at, 2 + n * N_POLLED, wait_ms) < 0 && errno != EINTR)
		return false;
	if (at[1].revents != 0) /* and with it the appliance */
		return false;
	if (ssh_event_dopoll(v->event, 0) == SSH_ERROR || !is_there(v))
		return false;
	for (struct seat *s = v->seats, *next; s != NULL && i < n; s = next) {
		next = s->next;
		serve(s, seats_at + i++ * N_POLLED);
	}
	return clock_ms() - v->last_input < IDLE_MS;
}

/* The client hangs up; who hangs up first is called rude by OpenSSH. */
static void
stay(struct visit *v)
{
	alarm(0);
	*v->known = true;
	ssh_set_blocking(v->session, 0);
	v->last_input = clock_ms();
	while (turn(v))
		;
	if (clock_ms() - v->last_input >= IDLE_MS)
		log_info("%s: idle for too long", v->peer);
	while (v->seats != NULL)
		leave(v->seats);
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
	if (wait_for_login(v))
		stay(v);
	else
		log_info("%s: left without logging in", v->peer);
	ssh_event_remove_session(v->event, v->session);
	ssh_event_free(v->event);
}

/* The library has read its files; from here on, nothing is opened. */
static enum err
enter_sandbox(const struct visit *v)
{
	const struct sandbox s = { .calls = sandbox_calls };
	bool landlock;

	TRY(sandbox_drop_privileges());
	TRY(sandbox_enter(&s, &landlock));
	if (!landlock)
		log_warn("%s: this kernel has no Landlock", v->peer);
	return ERR_OK;
}

int
visit_run(struct visit *v, ssh_bind bind, int fd)
{
	enum err e = ERR_NO_MEMORY;

	alarm(GRACE_S);
	v->session = ssh_new();
	if (v->session != NULL)
		e = enter_sandbox(v);
	if (e != ERR_OK) {
		log_error("%s: no fence: %s", v->peer, err_words(e));
		return 1;
	}
	if (ssh_bind_accept_fd(bind, v->session, fd) == SSH_OK)
		live(v);
	ssh_disconnect(v->session);
	ssh_free(v->session);
	return 0;
}
