/* SPDX-License-Identifier: Apache-2.0 */
/* Carries frames between shells and devices. Link 1 of a device is the box's own,
 * on which it asks for the serial number. The links of shells have numbers from 2
 * upwards, and no number is used twice. */
#include "device.h"

#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "journal.h"
#include "ntls.h"
#include "wire/call.h"

#define OWN_LINK 1
#define WAITING_MAX 32 /* requests of one link without an answer */
#define LINKS_MAX 16   /* of one shell */
#define HELLO_MS 10000

struct waiting {
	uint64_t id;
	uint16_t op;
};

/* A shell's link to a device. The shell keeps a list of its links; the device
 * finds a link by its number there. */
struct link {
	struct conn *near;
	struct device *far; /* NULL: the link is dead */
	uint32_t near_no, far_no;
	enum err dead;      /* the error that a dead link answers */
	bool opened;
	struct answer opening;
	struct waiting waiting[WAITING_MAX];
	size_t n_waiting;
	struct link *next;
};

struct device {
	struct box *box;
	struct channel *channel;
	struct timer *deadline;
	uint64_t serial; /* 0: not known yet */
	unsigned port;   /* 0: the built-in HSM */
	struct map links;
	uint32_t next_link;
	struct device *next;
};

static enum err
may_pass(const struct link *l, const struct user *u, const struct frame *f)
{
	if (l->far == NULL)
		return l->dead;
	if (u == NULL || !l->opened || f->flags != 0 ||
	    !call_is_for_clients(f->op))
		return ERR_REFUSED;
	if (u->must_change)
		return ERR_PASSWORD_EXPIRED;
	if ((u->role & CHANGERS) == 0 && !call_is_for_viewers(f->op))
		return ERR_REFUSED;
	return l->n_waiting < WAITING_MAX ? ERR_OK : ERR_BUSY;
}

static void
answer_error(const struct link *l, uint16_t op, uint64_t id, enum err status)
{
	struct frame f = { .op = op, .flags = FRAME_RESPONSE, .id = id,
		.link = l->near_no, .status = status };

	IGNORE(channel_send(l->near->channel, &f));
}

static enum err
send_request(struct device *d, uint32_t link, const struct message *request,
    const void *in)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(LIMIT_FRAME_BODY);
	struct frame f = { .op = request->op, .link = link, .id = 1 };

	TRY(wire_encode(request, in, &body));
	f.body = buf_bytes(&body);
	return channel_send(d->channel, &f);
}

static enum err
send_link_open(struct device *d, uint32_t link, const struct conn *c)
{
	struct msg_link_open_request in = { .origin = ORIGIN_ADMIN,
		.local = c != NULL && c->local, .all_partitions = true,
		.name = bytes_of_text(c != NULL ? c->user : "box"),
		.peer = bytes_of_text(c != NULL ? c->peer : "box") };

	return send_request(d, link, &wire_link_open_request, &in);
}

/* --- devices come and go --- */

static void
kill_link(struct link *l, enum err why)
{
	l->far = NULL;
	l->dead = why;
	if (!l->opened)
		calls_answer(l->near->box, &l->opening, why, NULL);
	for (size_t i = 0; i < l->n_waiting; i++)
		answer_error(l, l->waiting[i].op, l->waiting[i].id, why);
	l->n_waiting = 0;
}

static void
detach(struct device *d)
{
	struct device **at = &d->box->devices;
	size_t place = 0;
	uint64_t number;
	void *value;

	while (map_next(&d->links, &place, &number, &value))
		kill_link(value, d->port > 0 ? ERR_DEVICE_REMOVED
					     : ERR_NOT_CONNECTED);
	map_clear(&d->links);
	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	timer_drop(d->deadline);
	channel_free(d->channel);
	mem_free(d);
}

static void
closed(void *ctx, struct channel *ch, enum err why)
{
	struct device *d = ctx;

	if (d->port > 0 && d->serial != 0)
		log_info("USB port %u: device %llu unplugged (%s)", d->port,
		    (unsigned long long)d->serial, err_words(why));
	else if (d->port == 0 && !d->box->stopping)
		log_error("lost the HSM: %s", err_words(why));
	detach(d);
}

static void
too_late(void *ctx)
{
	struct device *d = ctx;

	d->deadline = NULL;
	log_warn("USB port %u: no answer, dropped", d->port);
	detach(d);
}

static struct device *
find(const struct box *b, uint64_t serial)
{
	struct device *d = b->devices;

	while (d != NULL && (serial == 0 ? d->port != 0 : d->serial != serial))
		d = d->next;
	return d;
}

/* Asks the built-in HSM which partitions are left, whatever a shell did there, so
 * that no client keeps a right to a partition that is gone. */
static enum err
ask_partitions(struct device *d)
{
	struct msg_partition_list_request in;

	return d->port > 0 || d->serial == 0 ? ERR_OK
	    : send_request(d, OWN_LINK, &wire_partition_list_request, &in);
}

static enum err
introduce(struct device *d, const struct frame *f)
{
	struct msg_hello_response hello;

	TRY(wire_decode(&wire_hello_response, f->body, &hello));
	if (hello.serial == 0 || find(d->box, hello.serial) != NULL)
		return ERR_EXISTS;
	d->serial = hello.serial;
	timer_drop(d->deadline);
	d->deadline = NULL;
	log_info("%s: device %llu, %.*s", d->port > 0 ? "USB" : "built in",
	    (unsigned long long)d->serial, (int)hello.model.len, hello.model.ptr);
	return ask_partitions(d);
}

/* Takes an answer on the box's own link. */
static enum err
take_answer(struct device *d, const struct frame *f)
{
	if (f->op == OP_partition_list_response) {
		if (f->status == ERR_OK && d->port == 0)
			ntls_keep_partitions(d->box, f->body);
		return ERR_OK;
	}
	if (f->status != ERR_OK)
		return err_from_number(f->status);
	return f->op == OP_hello_response ? introduce(d, f) : ERR_OK;
}

/* --- frames of a device --- */

/* Writes each wrong password of the SO to the journal, whichever call carried
 * it. */
static void
note_bad_login(const struct link *l, const struct frame *f)
{
	struct journal_line line = { .severity = "warn",
		.number = (unsigned)l->near->number };
	char text[128];

	if (call_password(f->op) != SO_PASSWORD ||
	    (f->status != ERR_PIN_INCORRECT && f->status != ERR_SO_THRESHOLD))
		return;
	snprintf(text, sizeof(text), "%s Admin Login: %s",
	    l->far->port > 0 ? "Backup Token" : "HSM",
	    f->status == ERR_PIN_INCORRECT ? "incorrect password or PED key"
	    : "HSM Zeroized due to three consecutive bad login attempts.");
	line.text = text;
	journal_write(l->near->box, &line);
}

static void
drop_link(struct conn *c, struct link *l)
{
	struct link **at = &c->links;
	struct msg_link_close_request in;

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	if (l->far != NULL) {
		map_remove(&l->far->links, l->far_no);
		IGNORE(send_request(l->far, l->far_no, &wire_link_close_request,
		    &in));
		IGNORE(ask_partitions(l->far));
	}
	mem_free(l);
}

static void
finish_opening(struct link *l, const struct frame *f)
{
	struct msg_device_open_response out = { .link = l->near_no };

	if (f->status != ERR_OK) {
		map_remove(&l->far->links, l->far_no);
		kill_link(l, err_from_number(f->status));
		drop_link(l->near, l);
		return;
	}
	l->opened = true;
	calls_answer(l->near->box, &l->opening, ERR_OK, &out);
}

static void
pass_back(struct link *l, const struct frame *f, struct bytes encoded)
{
	size_t i = 0;

	while (i < l->n_waiting && l->waiting[i].id != f->id)
		i++;
	if (i == l->n_waiting)
		return; /* an answer without a request */
	if ((f->flags & FRAME_HEARTBEAT) == 0) {
		l->waiting[i] = l->waiting[--l->n_waiting];
		note_bad_login(l, f);
	}
	if (channel_relay(l->near->channel, encoded, l->near_no) != ERR_OK)
		log_warn("%s does not read its answers", l->near->peer);
}

static void
frame(void *ctx, struct channel *ch, const struct frame *f,
    struct bytes encoded, int fd)
{
	struct device *d = ctx;
	struct link *l = map_get(&d->links, f->link);
	enum err e;

	file_close(&fd); /* no frame of a card carries a descriptor */
	if ((f->flags & FRAME_RESPONSE) == 0)
		return;
	if (f->link == OWN_LINK) {
		e = take_answer(d, f);
		if (e != ERR_OK) {
			log_error("device at port %u refused: %s", d->port,
			    err_words(e));
			detach(d);
		}
		return;
	}
	if (l != NULL && !l->opened && f->op == OP_link_open_response)
		finish_opening(l, f);
	else if (l != NULL)
		pass_back(l, f, encoded);
}

/* Keeps the devices in order of their ports, which is the order they are listed
 * in. */
static void
insert(struct box *b, struct device *d)
{
	struct device **at = &b->devices;

	while (*at != NULL && (*at)->port < d->port)
		at = &(*at)->next;
	d->next = *at;
	*at = d;
}

enum err
device_attach(struct box *b, int *fd, unsigned port)
{
	static const struct channel_events events = { frame, closed };
	struct msg_hello_request hello = { PROTOCOL_VERSION };
	struct device *d = mem_alloc(1, sizeof(*d));
	enum err e;

	if (d == NULL)
		return ERR_NO_MEMORY;
	*d = (struct device){ .box = b, .port = port, .next_link = OWN_LINK + 1 };
	e = channel_open(b->loop, fd, &events, d, &d->channel);
	if (e != ERR_OK) {
		mem_free(d);
		return e;
	}
	insert(b, d);
	e = send_link_open(d, OWN_LINK, NULL);
	if (e == ERR_OK)
		e = send_request(d, OWN_LINK, &wire_hello_request, &hello);
	if (e == ERR_OK && port > 0)
		e = loop_after(b->loop, HELLO_MS, false, too_late, d,
		    &d->deadline);
	if (e != ERR_OK)
		detach(d);
	return e;
}

unsigned
device_free_port(const struct box *b)
{
	unsigned port = 1;

	for (;;) {
		const struct device *d = b->devices;

		while (d != NULL && d->port != port)
			d = d->next;
		if (d == NULL)
			return port;
		port++;
	}
}

void
device_detach_builtin(struct box *b)
{
	struct device *d = find(b, 0);

	if (d != NULL)
		detach(d);
}

void
devices_close(struct box *b)
{
	while (b->devices != NULL)
		detach(b->devices);
}

/* --- frames and calls of a shell --- */

static struct link *
link_find(const struct conn *c, uint32_t near_no)
{
	struct link *l = c->links;

	while (l != NULL && l->near_no != near_no)
		l = l->next;
	return l;
}

void
device_request(struct conn *c, const struct frame *f, struct bytes encoded)
{
	struct link *l = link_find(c, f->link);
	struct link nowhere = { .near = c, .near_no = f->link };
	enum err e = ERR_NOT_FOUND;

	if (l != NULL)
		e = may_pass(l, conn_user(c), f);
	if (e == ERR_OK)
		e = channel_relay(l->far->channel, encoded, l->far_no);
	if (e == ERR_OK)
		l->waiting[l->n_waiting++] = (struct waiting){ f->id, f->op };
	else
		answer_error(l != NULL ? l : &nowhere, f->op, f->id, e);
}

void
device_drop_links(struct conn *c)
{
	while (c->links != NULL)
		drop_link(c, c->links);
}

static size_t
count_links(const struct conn *c)
{
	size_t n = 0;

	for (const struct link *l = c->links; l != NULL; l = l->next)
		n++;
	return n;
}

enum err
box_device_open(struct call *c, const struct msg_device_open_request *in,
    struct msg_device_open_response *out)
{
	struct device *d = find(c->box, in->serial);
	struct link *l;
	enum err e;

	if (d == NULL)
		return in->serial == 0 ? ERR_NOT_CONNECTED : ERR_DEVICE_UNKNOWN;
	if (count_links(c->conn) >= LINKS_MAX)
		return ERR_BUSY;
	l = mem_alloc(1, sizeof(*l));
	if (l == NULL)
		return ERR_NO_MEMORY;
	*l = (struct link){ .near = c->conn, .far = d, .far_no = d->next_link++,
		.near_no = ++c->conn->next_link, .opening = c->answer };
	e = map_set(&d->links, l->far_no, l);
	if (e == ERR_OK)
		e = send_link_open(d, l->far_no, c->conn);
	if (e != ERR_OK) {
		map_remove(&d->links, l->far_no);
		mem_free(l);
		return e;
	}
	l->next = c->conn->links;
	c->conn->links = l;
	c->later = true;
	return ERR_OK;
}

enum err
box_device_close(struct call *c, const struct msg_device_close_request *in,
    struct msg_device_close_response *out)
{
	struct link *l = link_find(c->conn, (uint32_t)in->link);

	if (l == NULL)
		return ERR_NOT_FOUND;
	drop_link(c->conn, l);
	return ERR_OK;
}

enum err
box_device_list(struct call *c, const struct msg_device_list_request *in,
    struct msg_device_list_response *out)
{
	for (const struct device *d = c->box->devices; d != NULL; d = d->next) {
		struct msg_device_row row = { d->serial, d->port };

		if (d->port > 0 && d->serial != 0)
			TRY(rows_put(&c->reply, &wire_device_row, &row));
	}
	out->devices = buf_bytes(&c->reply);
	return ERR_OK;
}
