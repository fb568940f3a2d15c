/* SPDX-License-Identifier: Apache-2.0 */
/* A session on a card. Each function is one call, except for the list of objects,
 * which comes in parts. */
#include "client/card_session.h"

enum err
card_session_open(
    struct caller *card, uint64_t partition, struct card_session *out)
{
	CLEARED_BY(buf_clear) struct buf reply = {0};
	struct msg_session_open_request in = {
	    .partition = partition, .read_write = 1};
	struct msg_session_open_response opened;

	TRY(call_session_open(card, &in, &opened, &reply));
	*out = (struct card_session){card, opened.session};
	return ERR_OK;
}

enum err
card_session_login(
    struct card_session *s, enum role role, struct bytes password)
{
	CLEARED_BY(buf_clear) struct buf reply = {0};
	struct msg_login_request in = {s->session, role, password};
	struct msg_login_response out;

	return call_login(s->card, &in, &out, &reply);
}

void
card_session_close(struct card_session *s)
{
	CLEARED_BY(buf_clear) struct buf reply = {0};
	struct msg_session_close_request in = {.session = s->session};
	struct msg_session_close_response out;

	if (s->card != NULL)
		IGNORE(call_session_close(s->card, &in, &out, &reply));
	*s = (struct card_session){0};
}

enum err
card_session_objects(struct card_session *s, struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf reply = {0};
	struct msg_objects_find_request in = {
	    .session = s->session, .most = LIMIT_HANDLES};
	struct msg_objects_find_response found;

	do {
		TRY(call_objects_find(s->card, &in, &found, &reply));
		if (found.handles.len % 8 != 0)
			return ERR_MALFORMED;
		TRY(buf_put(out, found.handles));
		if (found.handles.len > 0)
			in.after = bytes_u64(
			    found.handles.ptr + found.handles.len - 8);
	} while (found.more && found.handles.len > 0);
	return ERR_OK;
}
