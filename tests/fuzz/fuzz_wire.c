/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codec and the frames, which every byte from outside meets first. The
 * first two bytes choose a message (a number in the table; behind the last one:
 * frames), the rest is its body. What is accepted must encode to the very same
 * bytes, print, and have rows that can be walked to their end.
 */

#include "fuzz.h"

#include "base/mem.h"
#include "wire/frame.h"
#include "wire/messages.h"

#define BIG (4u << 20)

static void
frames(struct bytes in)
{
	struct frame f;
	size_t size;

	while (frame_parse(in, &f, &size) == ERR_OK) {
		CLEARED_BY(buf_clear) struct buf again = buf_up_to(BIG);

		must(size <= in.len && size >= FRAME_HEADER);
		must(frame_put(&again, &f) == ERR_OK);
		must(bytes_equal(buf_bytes(&again), bytes_of(in.ptr, size)));
		in = bytes_of(in.ptr + size, in.len - size);
	}
}

static void
message(const struct message *m, struct bytes in)
{
	CLEARED_BY(buf_clear) struct buf again = buf_up_to(BIG);
	CLEARED_BY(buf_clear) struct buf words = buf_up_to(2 * BIG);
	uint8_t *decoded = mem_alloc(m->size + 1u, 1);

	must(decoded != NULL);
	if (wire_decode(m, in, decoded) == ERR_OK) {
		must(wire_encode(m, decoded, &again) == ERR_OK);
		must(bytes_equal(buf_bytes(&again), in));
		must(wire_print(m, decoded, &words) == ERR_OK);
	}
	mem_free(decoded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t n, which;
	const struct message *const *all = wire_messages(&n);

	if (len < 2)
		return 0;
	which = bytes_u16(data);
	if (which < n)
		message(all[which], bytes_of(data + 2, len - 2));
	else
		frames(bytes_of(data + 2, len - 2));
	return 0;
}

/* A message with every field filled: integers small, bytes a few. */
static enum err
seed_message(const struct message *m, struct buf *out)
{
	static const char some[] = "ABCD";
	uint8_t *filled = mem_alloc(m->size + 1u, 1), *at = filled;
	enum err e;

	if (filled == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];

		if (f->kind < KIND_BYTES) {
			memcpy(at, &(uint64_t){ 1 }, sizeof(uint64_t));
			at += sizeof(uint64_t);
			continue;
		}
		/* For ROWS: four bytes that say "an empty row". */
		memcpy(at, &(struct bytes){ f->kind == KIND_ROWS ?
		    (const uint8_t *)"\0\0\0" : (const uint8_t *)some,
		    f->max < 4 ? f->max : 4 }, sizeof(struct bytes));
		at += sizeof(struct bytes);
	}
	e = wire_encode(m, filled, out);
	mem_free(filled);
	return e;
}

enum err
fuzz_seed(size_t i, struct buf *out)
{
	size_t n;
	const struct message *const *all = wire_messages(&n);
	struct frame f = { .op = 1, .link = 7, .id = 42, .body = bytes_of_text("body") };

	if (i > n)
		return ERR_NOT_FOUND;
	TRY(buf_put_u8(out, (uint8_t)(i >> 8)));
	TRY(buf_put_u8(out, (uint8_t)i));
	if (i < n)
		return seed_message(all[i], out);
	TRY(frame_put(out, &f));
	return frame_put(out, &f);
}
