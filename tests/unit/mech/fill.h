/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A mechanism whose values are the least or the most that its rows permit. */

#include "mech/parameter.h"

enum fill { FILL_LEAST, FILL_MOST };

/* Where the value of a form's field is. */
static inline void *
fill_at(struct mech *m, const struct parameter *p, size_t i)
{
	return (uint8_t *)m + p->message.fields[i].offset;
}

static inline void
fill_number(void *at, uint64_t n)
{
	memcpy(at, &n, sizeof(n));
}

static inline void
fill_bytes(void *at, size_t len)
{
	static const uint8_t some[1 << 17] = { 4, 'A', 'B' };
	const struct bytes v = bytes_of(some, len);

	memcpy(at, &v, sizeof(v));
}

/* The digest that a row's own hash belongs to, or another. */
static inline uint64_t
fill_digest(const struct mech_row *row)
{
	unsigned n;
	const struct mech_row *rows = mech_rows(&n);

	for (unsigned i = 0; i < n; i++)
		if (rows[i].family == FAMILY_DIGEST &&
		    rows[i].hash == row->hash)
			return rows[i].number;
	return MECH_SHA256;
}

static inline void
fill_value(const struct mech_row *row, const struct value_limit *l,
    enum fill how, void *at)
{
	uint32_t n = how == FILL_LEAST ? l->least : l->most;

	switch (l->kind) {
	case VALUE_NUMBER:
		fill_number(at, n);
		return;
	case VALUE_FLAG:
		fill_number(at, how == FILL_MOST);
		return;
	case VALUE_BYTES:
		fill_bytes(at, n);
		return;
	case VALUE_HASH:
		fill_number(at, fill_digest(row));
		return;
	case VALUE_MGF:
		fill_number(at, MGF1_SHA256);
		return;
	}
}

static inline struct mech
fill(const struct mech_row *row, enum fill how)
{
	const struct parameter *p = &parameters[row->parameter];
	struct mech m = { .type = row->number,
		.given = p->message.n_fields > 0 };

	for (size_t i = 0; i < p->message.n_fields; i++)
		fill_value(row, &p->limits[i], how, fill_at(&m, p, i));
	return m;
}
