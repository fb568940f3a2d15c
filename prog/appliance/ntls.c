/* SPDX-License-Identifier: Apache-2.0 */
/* Starts and stops ntls, makes its certificate, and sends it the table of
 * clients. Every processor gets a channel of its own to the card, because the
 * lanes of ntls share none. */
#include "ntls.h"

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "area.h"
#include "calls.h"
#include "control.h"
#include "paths.h"
#include "proc/socket.h"
#include "tls/certificate.h"

#define LOOPS_MAX 16
#define STOP_MS 3000
#define DAYS_DEFAULT 3650
#define DAYS_MAX 36500

/* --- its certificate --- */

const char *
ntls_address(const struct box *b)
{
	return b->settings.ntls_address[0] != '\0' ? b->settings.ntls_address
						   : b->o.address;
}

/* Certificate and key are written to one file, because neither is of use with the
 * other's. The new file takes effect last, when nothing is left that a full disk
 * could refuse. */
static enum err
put_in_force(struct box *b, struct bytes pem, struct bytes key)
{
	CLEARED_BY(buf_clear) struct buf both = buf_up_to(2 * LIMIT_CERTIFICATE);
	struct box_path next, now, area;
	enum err e;

	TRY(buf_put(&both, pem));
	TRY(buf_put(&both, key));
	TRY(file_write(box_path(b, &next, "box/server.pem.next"), 0600,
	    buf_bytes(&both)));
	e = area_write(box_area(b, "admin", &area), bytes_of_text("server.pem"),
	    pem);
	if (e == ERR_OK &&
	    rename(next.s, box_path(b, &now, "box/server.pem")) != 0)
		e = file_errno(errno);
	if (e != ERR_OK)
		unlink(next.s);
	return e;
}

/* The certificate carries both name and address, because clients add an appliance
 * by either. */
static enum err
make_certificate(struct box *b, const struct certificate_order *o)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(buf_clear) struct buf key = buf_up_to(LIMIT_CERTIFICATE);

	TRY(certificate_create(o, &pem, &key));
	return put_in_force(b, buf_bytes(&pem), buf_bytes(&key));
}

/* Puts the certificate back into the administrator's file area after it was
 * cleared. */
static enum err
lay_out(struct box *b)
{
	CLEARED_BY(buf_clear) struct buf both = buf_up_to(2 * LIMIT_CERTIFICATE);
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(LIMIT_CERTIFICATE);
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(LIMIT_CERTIFICATE);
	struct bytes name = bytes_of_text("server.pem");
	struct box_path now, area;

	if (area_read(box_area(b, "admin", &area), name, &pem) != ERR_NOT_FOUND)
		return ERR_OK;
	TRY(file_read(box_path(b, &now, "box/server.pem"), &both));
	TRY(certificate_read_pem(buf_bytes(&both), &der));
	TRY(certificate_to_pem(buf_bytes(&der), &pem));
	return area_write(area.s, name, buf_bytes(&pem));
}

enum err
ntls_prepare(struct box *b)
{
	struct box_path path;

	if (file_is_there(box_path(b, &path, "box/server.pem")))
		return ERR_OK;
	return make_certificate(b, &(struct certificate_order){ b->o.address,
	    b->settings.host_name, DAYS_DEFAULT });
}

static enum err
read_facts(const struct box *b, struct certificate_facts *out)
{
	CLEARED_BY(buf_clear) struct buf pem = buf_up_to(2 * LIMIT_CERTIFICATE);
	CLEARED_BY(buf_clear) struct buf der = buf_up_to(LIMIT_CERTIFICATE);
	struct box_path path;

	TRY(file_read(box_path(b, &path, "box/server.pem"), &pem));
	TRY(certificate_read_pem(buf_bytes(&pem), &der));
	return certificate_facts(buf_bytes(&der), out);
}

enum err
box_certificate_new(struct call *c, const struct msg_certificate_new_request *in,
    struct msg_certificate_new_response *out)
{
	unsigned days = in->days == 0 ? DAYS_DEFAULT : (unsigned)in->days;
	struct certificate_facts facts;
	char host[CLIENT_HOST_MAX + 1];

	if (days > DAYS_MAX)
		return ERR_ARGUMENT;
	if (in->host.len > 0 && !client_host_is_valid(in->host))
		return ERR_NAME_INVALID;
	TRY(text_copy(host, sizeof(host), in->host.len > 0 ? in->host
	    : bytes_of_text(c->box->settings.host_name)));
	TRY(make_certificate(c->box, &(struct certificate_order){ host,
	    ntls_address(c->box), days }));
	TRY(read_facts(c->box, &facts));
	log_info("new NTLS certificate for %s: %s", host, facts.fingerprint);
	return ERR_OK;
}

/* --- the program --- */

static void
frame(void *ctx, struct channel *ch, const struct frame *f,
    struct bytes encoded, int fd)
{
	file_close(&fd);
	inquiry_frame(&((struct box *)ctx)->inquiries, f);
}

static void
closed(void *ctx, struct channel *ch, enum err why)
{
	struct box *b = ctx;

	b->ntls_control = NULL;
	inquiry_lost(&b->inquiries, ch);
	channel_free(ch);
}

static void
start_again(void *ctx)
{
	struct box *b = ctx;

	if (b->ntls != NULL || b->stopping || !b->ntls_restart.wanted)
		return;
	log_info("starting ntls again");
	IGNORE(ntls_start(b));
}

static void
ended(void *ctx, int status)
{
	struct box *b = ctx;
	struct timer *timer;

	b->ntls = NULL;
	log_error("ntls ended by itself (%s %d)",
	    WIFSIGNALED(status) ? "signal" : "status",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	IGNORE(loop_after(b->loop, child_restart_ms(&b->ntls_restart), false,
	    start_again, b, &timer));
}

static enum err
spawn_ntls(struct box *b, int channel)
{
	struct box_path both;
	char port[8];
	const char *argv[] = { "ntls", "--address",
		ntls_address(b), "--port", port, "--certificate",
		box_path(b, &both, "box/server.pem"), "--key", both.s, NULL };
	struct spawn s = { .program = "ntls", .argv = argv, .in = -1, .out = -1,
		.err = b->log_fd, .channel = channel, .new_session = true,
		.die_with_parent = true };

	snprintf(port, sizeof(port), "%u", b->settings.ntls_port);
	b->ntls_restart.started = clock_ms();
	return child_start(b->loop, &s, ended, b, &b->ntls);
}

/* Makes a pair of sockets: one end goes to the card, the other to ntls. */
static enum err
connect_to_card(struct box *b)
{
	struct msg_channel_attach_request in = { ORIGIN_APP };
	int ends[2];
	enum err e;

	TRY(channel_pair(ends));
	e = control_tell(b, b->card_control, ends[0], &wire_channel_attach_request,
	    &in);
	if (e == ERR_OK)
		e = control_tell(b, b->ntls_control, ends[1], &wire_channel_attach_request,
	    &in);
	file_close(&ends[0]);
	file_close(&ends[1]);
	return e;
}

static enum err
start(struct box *b)
{
	static const struct channel_events events = { frame, closed };
	long loops = sysconf(_SC_NPROCESSORS_ONLN);
	int ends[2];
	enum err e;

	TRY(channel_pair(ends));
	e = spawn_ntls(b, ends[1]);
	file_close(&ends[1]);
	if (e == ERR_OK)
		e = channel_open(b->loop, &ends[0], &events, b,
		    &b->ntls_control);
	file_close(&ends[0]);
	TRY(e);
	loops = loops < 1 ? 1 : loops > LOOPS_MAX ? LOOPS_MAX : loops;
	for (long i = 0; i < loops; i++)
		TRY(connect_to_card(b));
	return ntls_push_clients(b, NULL, 0);
}

enum err
ntls_start(struct box *b)
{
	enum err e;

	if (b->ntls_control != NULL)
		return ERR_OK;
	ntls_stop(b); /* an ntls that is about to end may still run */
	if (b->card_control == NULL)
		return ERR_NOT_CONNECTED;
	b->ntls_restart.wanted = true;
	IGNORE(lay_out(b)); /* without it clients can still come in */
	e = start(b);
	if (e != ERR_OK) {
		log_error("ntls does not start: %s", err_words(e));
		ntls_stop(b);
	}
	return e;
}

void
ntls_stop(struct box *b)
{
	struct channel *control = b->ntls_control;

	b->ntls_restart.wanted = false;
	b->ntls_control = NULL;
	if (control != NULL) {
		inquiry_lost(&b->inquiries, control);
		channel_free(control);
	}
	child_stop(&b->ntls, STOP_MS);
}

/* --- who may come in --- */

static enum err
push_client(struct box *b, const struct client *cl)
{
	CLEARED_BY(buf_clear) struct buf entry = buf_up_to(24000);
	CLEARED_BY(buf_clear) struct buf serials = buf_up_to(4096);
	struct msg_client_entry in = { bytes_of_text(cl->name),
		buf_bytes(&cl->der) };
	struct msg_clients_add_request add;

	for (size_t i = 0; i < cl->n_serials; i++) {
		struct msg_serial_row one = { cl->serials[i] };

		TRY(rows_put(&serials, &wire_serial_row, &one));
	}
	in.partitions = buf_bytes(&serials);
	TRY(wire_encode(&wire_client_entry, &in, &entry));
	add.entry = buf_bytes(&entry);
	return control_tell(b, b->ntls_control, -1, &wire_clients_add_request,
	    &add);
}

static enum err
push_all(struct box *b, inquiry_fn *done, uint64_t ctx)
{
	struct inquiry_to ntls = { b->ntls_control, 0, -1 };
	struct msg_clients_begin_request begin;
	struct msg_clients_commit_request commit;

	TRY(control_tell(b, b->ntls_control, -1, &wire_clients_begin_request,
	    &begin));
	for (size_t i = 0; i < b->clients.n; i++)
		TRY(push_client(b, b->clients.list[i]));
	return inquiry_send(&b->inquiries, ntls, &wire_clients_commit_request,
	    &commit, done, ctx);
}

static enum err
read_serials(struct bytes body, uint64_t out[LIMIT_PARTITIONS], size_t *out_n)
{
	struct msg_partition_list_response list;
	struct msg_partition_row row;
	enum err e;

	TRY(wire_decode(&wire_partition_list_response, body, &list));
	while ((e = rows_next(&list.partitions, &wire_partition_row, &row)) == ERR_OK) {
		if (*out_n == LIMIT_PARTITIONS)
			return ERR_TOO_LARGE;
		out[(*out_n)++] = row.serial;
	}
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

void
ntls_keep_partitions(struct box *b, struct bytes list)
{
	uint64_t left[LIMIT_PARTITIONS];
	bool changed = false;
	size_t n = 0;
	enum err e = read_serials(list, left, &n);

	if (e == ERR_OK)
		e = clients_keep(&b->clients, left, n, &changed);
	if (changed)
		IGNORE(ntls_push_clients(b, NULL, 0));
	if (e != ERR_OK)
		log_error("clients of partitions that are gone: %s", err_words(e));
}

enum err
ntls_push_clients(struct box *b, inquiry_fn *done, uint64_t ctx)
{
	enum err e;

	if (b->ntls_control == NULL)
		return ERR_NOT_CONNECTED;
	e = push_all(b, done, ctx);
	if (e != ERR_OK)
		log_error("clients not sent to ntls: %s", err_words(e));
	return e;
}
