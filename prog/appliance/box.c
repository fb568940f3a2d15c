/* SPDX-License-Identifier: Apache-2.0 */
/* Brings the box up (state, card, sockets, gates), runs its loop, and takes it
 * down in the opposite order. main.c calls it. */
#include "box.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "card.h"
#include "conn.h"
#include "console.h"
#include "device.h"
#include "ntls.h"
#include "paths.h"
#include "proc/boxfile.h"
#include "proc/socket.h"
#include "route.h"
#include "ssh.h"

#define LOG_LOOK_MS 60000
#define CONNS_MAX 128
#define PORTS_MAX 16

/* --- listeners --- */

struct listener {
	struct box *box;
	int fd;
	enum conn_kind kind; /* 0: a listener for cables */
	struct watch *watch;
	struct listener *next;
};

static size_t
count_conns(const struct box *b)
{
	size_t n = 0;

	for (const struct conn *c = b->conns; c != NULL; c = c->next)
		n += c->kind != CONN_SHELL;
	return n;
}

static void
take(struct listener *l, int *fd)
{
	struct conn *conn;
	enum err e;

	if (l->kind != 0) {
		e = count_conns(l->box) < CONNS_MAX
		    ? conn_open(l->box, l->kind, fd, &conn) : ERR_BUSY;
	} else {
		unsigned port = device_free_port(l->box);

		e = port <= PORTS_MAX ? device_attach(l->box, fd, port) : ERR_BUSY;
	}
	if (e != ERR_OK)
		log_warn("connection refused: %s", err_words(e));
}

static void
somebody_comes(void *ctx, uint32_t events)
{
	CLEARED_BY(file_close) int fd = -1;
	struct listener *l = ctx;

	if (channel_accept(l->fd, &fd) == ERR_OK)
		take(l, &fd);
}

static enum err
listen_at(struct box *b, const char *name, enum conn_kind kind)
{
	struct listener *l = mem_alloc(1, sizeof(*l));
	struct box_path path;
	enum err e;

	if (l == NULL)
		return ERR_NO_MEMORY;
	*l = (struct listener){ b, -1, kind, NULL, b->listeners };
	e = channel_listen(box_path(b, &path, "%s", name), 0600, &l->fd);
	if (e == ERR_OK)
		e = loop_watch(b->loop, l->fd, EPOLLIN, somebody_comes, l,
		    &l->watch);
	if (e != ERR_OK) {
		log_error("%s: %s", path.s, err_words(e));
		file_close(&l->fd);
		mem_free(l);
		return e;
	}
	b->listeners = l;
	return ERR_OK;
}

static void
stop_listening(struct box *b)
{
	static const char *const names[] = { "admin.sock", "ssh.sock", "usb.sock" };
	struct box_path path;

	while (b->listeners != NULL) {
		struct listener *l = b->listeners;

		b->listeners = l->next;
		watch_drop(l->watch);
		file_close(&l->fd);
		mem_free(l);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(box_path(b, &path, "%s", names[i]));
}

/* --- state --- */

static void
look_after_logs(void *ctx)
{
	struct box *b = ctx;
	struct box_path path;

	boxfile_cut_log(box_path(b, &path, "log/messages"));
	boxfile_cut_log(box_path(b, &path, "log/lunalogs"));
}

/* A second appliance on the same folder would take the sockets away from the
 * first. */
static enum err
lock(struct box *b)
{
	struct box_path path;
	enum err e = boxfile_lock(box_path(b, &path, "box/lock"), &b->lock_fd);

	if (e == ERR_BUSY)
		log_error("an appliance is running on %s already", b->o.dir);
	return e;
}

static enum err
make_folders(struct box *b)
{
	static const char *const folders[] = { "", "log", "files", "box",
		"box/keys", "box/ssh", "card" };
	struct box_path path;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		TRY(file_make_folder(box_path(b, &path, "%s", folders[i])));
	return ERR_OK;
}

static enum err
load_state(struct box *b)
{
	struct box_path path, folder;

	TRY(settings_load(b));
	TRY(users_load(&b->users, box_path(b, &path, "box/users")));
	for (size_t i = 0; i < b->users.n; i++)
		TRY(file_make_folder(box_area(b, b->users.list[i].name, &path)));
	return clients_load(&b->clients, box_path(b, &path, "box/clients"),
	    box_path(b, &folder, "box/certificates"));
}

static enum err
listen_everywhere(struct box *b)
{
	TRY(listen_at(b, "usb.sock", 0));
	TRY(listen_at(b, "ssh.sock", CONN_SSH));
	return listen_at(b, "admin.sock", CONN_LAB);
}

enum err
box_open(struct box *b)
{
	struct box_path path;
	struct timer *timer;

	b->log_fd = b->lock_fd = -1;
	b->inquiries.owner = b;
	b->conn_events = &route_events;
	TRY(loop_open(&b->loop));
	TRY(make_folders(b));
	TRY(lock(b));
	TRY(boxfile_open_log(box_path(b, &path, "log/messages"), &b->log_fd));
	TRY(load_state(b));
	TRY(ntls_prepare(b));
	TRY(card_start(b));
	TRY(ntls_start(b));
	TRY(console_open(b));
	TRY(listen_everywhere(b));
	TRY(ssh_start(b));
	return loop_after(b->loop, LOG_LOOK_MS, true, look_after_logs, b, &timer);
}

enum err
box_run(struct box *b)
{
	return loop_run(b->loop);
}

void
box_close(struct box *b)
{
	b->stopping = true;
	if (b->loop == NULL || b->lock_fd < 0)
		return;
	stop_listening(b);
	ssh_stop(b);
	console_free(b->console);
	while (b->conns != NULL)
		conn_close(b->conns);
	ntls_stop(b);
	card_stop(b);
	devices_close(b);
	clients_clear(&b->clients);
	loop_free(b->loop);
	file_close(&b->log_fd);
	file_close(&b->lock_fd);
}
