/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection from key exchange to goodbye. An alarm ends it when nobody has
 * logged in within two minutes, whatever the library is waiting for. After that
 * it has seats: as many sessions as the client opens, side by side.
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

#define GRACE_S 120
#define IDLE_MS (30 * 60 * 1000)
#define BOX_MS 30000
#define SEATS_MAX 10
#define TERM_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
		     "0123456789-+."

/* --- what a client may ask of a seat ---------------------------------------------- */

static int
on_pty(ssh_session session, ssh_channel ch, const char *term, int columns,
    int rows, int width, int height, void *ctx)
{
	struct seat *s = ctx;

	if (s->pty || s->request != REQUEST_NONE)
		return -1;
	s->pty = true;
	s->columns = columns;
	s->rows = rows;
	if (text_copy(s->term, sizeof(s->term), bytes_of_text(term)) != ERR_OK ||
	    !text_only(bytes_of_text(s->term), TERM_LETTERS))
		snprintf(s->term, sizeof(s->term), "vt100");
	return 0;
}

static int
want(struct seat *s, enum request request, const char *text)
{
	if (s->request != REQUEST_NONE || text_copy(s->command,
	    sizeof(s->command), bytes_of_text(text)) != ERR_OK)
		return 1;
	s->request = request;
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

	s->columns = columns;
	s->rows = rows;
	work_resize(s);
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
	s->in = s->out = s->err = s->pidfd = -1;
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

/* false: it could not, and the seat is free again. */
static bool
begin(struct seat *s)
{
	const char *why = "cannot be started";
	enum err e = work_start(s, &why);
	char text[512];

	if (e == ERR_OK)
		return true;
	snprintf(text, sizeof(text), "%s\r\n", why);
	log_warn("%s: '%s': %s (%s)", s->v->peer, s->v->user, why, err_words(e));
	ssh_channel_write_stderr(s->channel, text, (uint32_t)strlen(text));
	finish(s, 1);
	return false;
}

static bool
is_waiting(const struct seat *s)
{
	return s->pid == 0 && s->request != REQUEST_NONE;
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
	if (s->pid > 0 && !pump_step(s, at))
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

/* Waits for the client, the box and every seat's program. Who came in first is
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
	at[1] = (struct pollfd){ v->box.fd, POLLRDHUP, 0 };
	for (struct seat *s = v->seats; s != NULL; s = s->next) {
		pump_wait(s, seats_at + n++ * N_POLLED);
		wait_ms = is_waiting(s) ? 0 : wait_ms;
	}
	if (poll(at, 2 + n * N_POLLED, wait_ms) < 0 && errno != EINTR)
		return false;
	if (at[1].revents != 0) /* the appliance is gone */
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

int
visit_run(const struct gate_options *o, ssh_bind bind, int fd, const char *peer,
    bool *known)
{
	struct visit v = { .options = o, .session = ssh_new(), .known = known };
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
