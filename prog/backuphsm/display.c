/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the screen of a Backup HSM as text in a file. It asks the card four times
 * a second and writes the file when the text has changed. */
#include "display.h"

#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "box.h"
#include "paths.h"

#define LOOK_MS 250
#define WIDTH 46

const char *
display_state(const struct box *b)
{
	if (b->card == NULL)
		return "Out of order";
	if (!b->known)
		return "Starting";
	if (b->info.initialized)
		return b->info.so_logged_in ? "Ready, SO logged in" : "Ready";
	return "Zeroized"; /* also a new one, as in `hsm show` */
}

static enum err
put_line(struct buf *out, const char *name, const char *value)
{
	return buf_printf(out, "| %-11s %-*.*s |\n", name, WIDTH - 15,
	    WIDTH - 15, value);
}

static enum err
put_rule(struct buf *out)
{
	TRY(buf_put_text(out, "+"));
	for (int i = 0; i < WIDTH - 1; i++)
		TRY(buf_put_text(out, "-"));
	return buf_put_text(out, "+\n");
}

static enum err
put_numbers(const struct box *b, struct buf *out)
{
	char text[64];

	snprintf(text, sizeof(text), "%u", (unsigned)b->info.n_partitions);
	TRY(put_line(out, "Partitions", text));
	snprintf(text, sizeof(text), "%llu of %llu KB",
	    (unsigned long long)b->info.used / 1024,
	    (unsigned long long)b->info.total / 1024);
	return put_line(out, "Used", text);
}

/* Takes an appliance's name from its folder: ".../hsm1/usb.sock". */
static enum err
put_cable(const struct box *b, struct buf *out)
{
	const char *path = b->plugged_into, *end = strrchr(path, '/'), *at = end;
	char name[40];

	if (end == NULL || end == path)
		return put_line(out, "Cable", *path != '\0' ? path : "not connected");
	while (at > path && at[-1] != '/')
		at--;
	snprintf(name, sizeof(name), "%.*s", (int)(end - at), at);
	return put_line(out, "Cable", name);
}

static enum err
draw(const struct box *b, struct buf *out)
{
	char serial[24];

	snprintf(serial, sizeof(serial), "%llu", (unsigned long long)b->o.serial);
	TRY(put_rule(out));
	TRY(put_line(out, "Backup HSM", b->known ? b->model : ""));
	TRY(put_rule(out));
	TRY(put_line(out, "Serial #", serial));
	TRY(put_line(out, "State", display_state(b)));
	TRY(put_line(out, "Label", b->known ? b->label : ""));
	TRY(put_cable(b, out));
	if (b->known)
		TRY(put_numbers(b, out));
	TRY(put_line(out, "Firmware", b->known ? b->firmware : ""));
	return put_rule(out);
}

void
display_draw(struct box *b)
{
	CLEARED_BY(buf_clear) struct buf now = buf_up_to(4096);
	struct box_path path;
	enum err e = draw(b, &now);

	if (e == ERR_OK && bytes_equal(buf_bytes(&now), buf_bytes(&b->drawn)))
		return;
	if (e == ERR_OK)
		e = file_write(box_path(b, &path, "display"), 0600,
		    buf_bytes(&now));
	if (e != ERR_OK) {
		log_error("display: %s", err_words(e));
		return;
	}
	buf_reset(&b->drawn);
	IGNORE(buf_put(&b->drawn, buf_bytes(&now)));
}

static void
got_info(void *owner, uint64_t ctx, enum err status, struct bytes body)
{
	struct box *b = owner;
	struct msg_hsm_info_response in;

	b->known = status == ERR_OK &&
	    wire_decode(&wire_hsm_info_response, body, &in) == ERR_OK &&
	    text_copy(b->label, sizeof(b->label), in.label) == ERR_OK &&
	    text_copy(b->model, sizeof(b->model), in.model) == ERR_OK &&
	    text_copy(b->firmware, sizeof(b->firmware), in.firmware) == ERR_OK;
	if (b->known)
		b->info = in;
	display_draw(b);
}

static void
look(void *ctx)
{
	struct box *b = ctx;
	struct msg_hsm_info_request in;
	struct inquiry_to to = { b->own, OWN_LINK, -1 };

	if (b->inquiries.list == NULL && inquiry_send(&b->inquiries, to,
	    &wire_hsm_info_request, &in, got_info, 0) != ERR_OK)
		b->known = false;
	display_draw(b);
}

void
display_logged_out(void *owner, uint64_t ctx, enum err status, struct bytes body)
{
	/* An error is usual: nobody was logged in. */
	if (status == ERR_OK)
		log_info("SO logged out with the cable");
	look(owner);
}

enum err
display_start(struct box *b)
{
	struct timer *timer;

	display_draw(b);
	look(b);
	return loop_after(b->loop, LOOK_MS, true, look, b, &timer);
}
