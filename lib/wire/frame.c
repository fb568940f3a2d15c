/* SPDX-License-Identifier: Apache-2.0 */
/* The header is fixed, so it is written and read at fixed places. */
#include "wire/frame.h"

enum err
frame_parse(struct bytes in, struct frame *out, size_t *out_size)
{
	uint32_t length;

	if (in.len < 4)
		return ERR_AGAIN;
	length = bytes_u32(in.ptr);
	if (length < FRAME_HEADER - 4 || length > FRAME_MAX - 4)
		return ERR_MALFORMED;
	if (in.len - 4 < length)
		return ERR_AGAIN;
	*out = (struct frame){
		.op = bytes_u16(in.ptr + 4),
		.flags = bytes_u16(in.ptr + 6),
		.link = bytes_u32(in.ptr + 8),
		.status = bytes_u32(in.ptr + 12),
		.id = bytes_u64(in.ptr + 16),
		.body = bytes_of(in.ptr + FRAME_HEADER, length + 4 - FRAME_HEADER),
	};
	*out_size = (size_t)length + 4;
	return ERR_OK;
}

enum err
frame_put(struct buf *out, const struct frame *f)
{
	uint8_t *p;

	if (f->body.len > LIMIT_FRAME_BODY)
		return ERR_TOO_LARGE;
	TRY(buf_reserve(out, FRAME_HEADER + f->body.len));
	p = out->ptr + out->len;
	bytes_set_u32(p, (uint32_t)(FRAME_HEADER - 4 + f->body.len));
	bytes_set_u32(p + 4, (uint32_t)f->op << 16 | f->flags);
	bytes_set_u32(p + 8, f->link);
	bytes_set_u32(p + 12, f->status);
	bytes_set_u64(p + 16, f->id);
	out->len += FRAME_HEADER;
	return buf_put(out, f->body);
}

void
frame_set_link(uint8_t *encoded, uint32_t link)
{
	bytes_set_u32(encoded + 8, link);
}
