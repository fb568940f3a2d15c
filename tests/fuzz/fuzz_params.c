/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters of mechanisms, as a client sends them: the first two bytes choose
 * a mechanism, the rest is its parameter. Whatever it is: what is accepted is
 * within the limits and encodes to the very same bytes; a copy that follows its
 * body elsewhere is the same; its bounds hold; and lib/crypto finds it good or
 * refuses it, for each use.
 */

#include "fuzz.h"

#include "../unit/mech/fill.h"
#include "crypto/crypt.h"
#include "crypto/key_secret.h"
#include "mech/bound.h"
#include "wire/messages.h"

#define BIG (1u << 20)

static void
encode_message(const struct mech_row *row, struct bytes parameter, struct buf *out)
{
	const struct msg_mechanism w = { .type = row->number, .parameter = parameter };

	must(wire_encode(&wire_mechanism, &w, out) == ERR_OK);
}

static void
same_bytes(const struct mech *m, struct bytes expected)
{
	CLEARED_BY(buf_clear) struct buf again = buf_up_to(BIG);

	must(mech_encode(m, &again) == ERR_OK);
	must(bytes_equal(buf_bytes(&again), expected));
}

static void
move(const struct mech *m, const struct buf *body)
{
	CLEARED_BY(buf_clear) struct buf copy = buf_up_to(BIG), own = { 0 };
	struct mech moved = *m, kept;

	must(buf_put(&copy, buf_bytes(body)) == ERR_OK);
	mech_moved(&moved, body->ptr, copy.ptr);
	same_bytes(&moved, buf_bytes(body));
	must(mech_keep(m, &own, &kept) == ERR_OK);
	same_bytes(&kept, buf_bytes(body));
}

static void
check_uses(const struct mech_row *row, const struct mech *m)
{
	static const uint8_t value[32] = { 1 };
	static struct key *key;

	if (key == NULL)
		must(key_secret(bytes_of(value, sizeof(value)), &key) == ERR_OK);
	for (unsigned use = USE_ENCRYPT; use <= USE_DERIVE; use <<= 1) {
		const struct key *k = row->key_type == MECH_NO_KEY ? NULL : key;
		enum err e = crypt_check(m, k, use);

		must((row->flags & use) != 0 || e == ERR_MECHANISM_INVALID);
		if (e == ERR_OK)
			must(bound_whole(m, use, 256, 1000) <= 2000);
	}
	must(bound_part(m, 1) >= 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	CLEARED_BY(buf_clear) struct buf body = buf_up_to(BIG);
	const struct mech_row *rows, *row;
	struct mech m;
	unsigned n;

	if (len < 2 || len > 69000)
		return 0;
	rows = mech_rows(&n);
	row = &rows[bytes_u16(data) % n];
	encode_message(row, bytes_of(data + 2, len - 2), &body);
	if (mech_decode(buf_bytes(&body), &m) != ERR_OK)
		return 0;
	must(mech_check(&m) == ERR_OK);
	same_bytes(&m, buf_bytes(&body));
	move(&m, &body);
	check_uses(row, &m);
	return 0;
}

/* Of every mechanism the least and the most that its rows permit; long bytes
 * are left out, for every change is run over them. */
enum err
fuzz_seed(size_t i, struct buf *out)
{
	const struct mech_row *rows;
	const struct parameter *p;
	struct mech m;
	unsigned n;

	rows = mech_rows(&n);
	if (i >= 2 * n)
		return ERR_NOT_FOUND;
	p = &parameters[rows[i / 2].parameter];
	m = fill(&rows[i / 2], i % 2 == 0 ? FILL_LEAST : FILL_MOST);
	if (m.aad.len > 256)
		m.aad.len = 256;
	TRY(buf_put_u8(out, (uint8_t)(i / 2 >> 8)));
	TRY(buf_put_u8(out, (uint8_t)(i / 2)));
	return wire_encode(&p->message, &m, out);
}
