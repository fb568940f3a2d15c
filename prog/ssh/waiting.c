/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listener accepts whoever comes at once, so that nobody is stuck behind a
 * crowd in the kernel's queue. Until it has sent its first bytes, a connection
 * costs a descriptor here and no process; so there is room for many, and the
 * earliest silent one is dropped when there is not.
 */
#include "waiting.h"

#include <string.h>
#include <sys/socket.h>

#include "base/file.h"

struct arrival
waiting_take(struct waiting *w, size_t i)
{
	struct arrival taken = w->list[i];

	w->n--;
	memmove(&w->list[i], &w->list[i + 1], (w->n - i) * sizeof(w->list[0]));
	return taken;
}

static void
drop(struct waiting *w, size_t i)
{
	struct arrival c = waiting_take(w, i);

	file_close(&c.fd);
}

static size_t
earliest_silent(const struct waiting *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->list[i].has_spoken)
			return i;
	return 0; /* all have spoken: the earliest */
}

void
waiting_add(struct waiting *w, int *fd, const struct arrival *who)
{
	if (w->n == WAITING_MAX) {
		drop(w, earliest_silent(w));
		w->dropped++;
	}
	w->list[w->n] = *who;
	w->list[w->n++].fd = *fd;
	*fd = -1;
}

void
waiting_prepare(const struct waiting *w, struct pollfd *at)
{
	for (size_t i = 0; i < w->n; i++)
		at[i] = (struct pollfd){ w->list[i].fd,
			(short)(w->list[i].has_spoken ? POLLRDHUP : POLLIN), 0 };
}

/* An arrival that has hung up is forgotten: it will not hear an answer. */
void
waiting_update(struct waiting *w, const struct pollfd *at)
{
	char first;

	for (size_t i = w->n; i-- > 0;) {
		if (at[i].revents == 0)
			continue;
		if (!w->list[i].has_spoken && recv(at[i].fd, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1)
			w->list[i].has_spoken = true;
		else
			drop(w, i);
	}
}

void
waiting_expire(struct waiting *w, int64_t now)
{
	while (w->n > 0 && now - w->list[0].since >= WAIT_MS)
		drop(w, 0);
}

bool
waiting_is_ready(const struct arrival *c, int64_t now, bool silent_too)
{
	return c->has_spoken || (silent_too && now - c->since >= SILENT_MS);
}

void
waiting_clear(struct waiting *w)
{
	while (w->n > 0)
		drop(w, w->n - 1);
}
