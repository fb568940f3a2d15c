/* SPDX-License-Identifier: Apache-2.0 */
/* Opens, reads and closes the connections to the box. A connection that sends an
 * invalid frame is closed; the others are not affected. */
#include "conn.h"

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

struct user *
conn_user(const struct conn *c)
{
	struct user *u;

	if (c->user[0] == '\0')
		return NULL;
	u = users_find(&c->box->users, bytes_of_text(c->user));
	return u != NULL && u->enabled ? u : NULL;
}

struct conn *
conn_find(struct box *b, uint64_t number)
{
	struct conn *c = b->conns;

	while (c != NULL && c->number != number)
		c = c->next;
	return c;
}

void
conn_close(struct conn *c)
{
	struct conn **at = &c->box->conns;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	c->box->conn_events->closed(c);
	channel_free(c->channel);
	mem_free(c);
}

static void
frame(void *ctx, struct channel *ch, const struct frame *f,
    struct bytes encoded, int fd)
{
	struct conn *c = ctx;

	file_close(&fd); /* no call to a box carries a descriptor */
	if ((f->flags & FRAME_RESPONSE) == 0)
		c->box->conn_events->frame(c, f, encoded);
}

static void
closed(void *ctx, struct channel *ch, enum err why)
{
	struct conn *c = ctx;

	if (why != ERR_CLOSED)
		log_warn("connection of %s closed: %s",
		    c->peer[0] != '\0' ? c->peer : "a program", err_words(why));
	conn_close(c);
}

enum err
conn_open(struct box *b, enum conn_kind kind, int *fd, struct conn **out)
{
	static const struct channel_events events = { frame, closed };
	struct conn *c = mem_alloc(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NO_MEMORY;
	*c = (struct conn){ .box = b, .kind = kind, .number = ++b->next_conn };
	e = channel_open(b->loop, fd, &events, c, &c->channel);
	if (e != ERR_OK) {
		mem_free(c);
		return e;
	}
	c->next = b->conns;
	b->conns = c;
	*out = c;
	return ERR_OK;
}
