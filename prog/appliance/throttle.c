/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows are few, for a stranger decides how many are wanted: when all are taken, the
 * one with the fewest failures is given away, the earliest of these. So nobody can
 * wash out the row of one user with wrong passwords of others. Names that no user has
 * get rows too, or the delay would tell which names there are.
 */
#include "throttle.h"

#include "base/text.h"

static bool
is_row_of(const struct throttle_row *r, struct bytes user, const struct source *from)
{
	return r->failures > 0 && bytes_equal(bytes_of_text(r->user), user) &&
	    source_equal(&r->source, from);
}

static bool
is_stale(const struct throttle_row *r, int64_t now)
{
	return now - r->last >= THROTTLE_FORGET_MS;
}

uint32_t
throttle_delay_ms(const struct throttle *t, struct bytes user, const struct source *from,
    int64_t now)
{
	for (size_t i = 0; i < THROTTLE_ROWS; i++) {
		const struct throttle_row *r = &t->rows[i];
		uint32_t delay = THROTTLE_FIRST_MS;

		if (!is_row_of(r, user, from) || is_stale(r, now) ||
		    r->failures < THROTTLE_FREE)
			continue;
		for (unsigned n = THROTTLE_FREE; n < r->failures && delay < THROTTLE_MOST_MS; n++)
			delay *= 2;
		return delay < THROTTLE_MOST_MS ? delay : THROTTLE_MOST_MS;
	}
	return 0;
}

static bool
is_less(const struct throttle_row *a, const struct throttle_row *b)
{
	return a->failures < b->failures ||
	    (a->failures == b->failures && a->last < b->last);
}

static struct throttle_row *
row_for(struct throttle *t, struct bytes user, const struct source *from, int64_t now)
{
	struct throttle_row *least = &t->rows[0];

	for (size_t i = 0; i < THROTTLE_ROWS; i++) {
		struct throttle_row *r = &t->rows[i];

		if (is_stale(r, now))
			r->failures = 0;
		if (is_row_of(r, user, from))
			return r;
		if (is_less(r, least))
			least = r;
	}
	least->failures = 0;
	return least;
}

void
throttle_failed(struct throttle *t, struct bytes user, const struct source *from, int64_t now)
{
	struct throttle_row *r = row_for(t, user, from, now);

	if (text_copy(r->user, sizeof(r->user), user) != ERR_OK)
		return; /* no user has such a name */
	r->source = *from;
	r->last = now;
	r->failures += r->failures < UINT32_MAX;
}

void
throttle_passed(struct throttle *t, struct bytes user, const struct source *from)
{
	for (size_t i = 0; i < THROTTLE_ROWS; i++)
		if (is_row_of(&t->rows[i], user, from))
			t->rows[i].failures = 0;
}
