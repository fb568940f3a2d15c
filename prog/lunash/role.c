/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a session, logs the role in, and closes the session, which logs it out. */
#include "role.h"

enum err
role_open(struct caller *card, uint64_t partition, struct role_session *out)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_session_open_request in = { .partition = partition,
		.read_write = 1 };
	struct msg_session_open_response opened;

	TRY(call_session_open(card, &in, &opened, &reply));
	*out = (struct role_session){ card, opened.session };
	return ERR_OK;
}

void
role_close(struct role_session *s)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_session_close_request in = { .session = s->session };
	struct msg_session_close_response out;

	if (s->card != NULL)
		IGNORE(call_session_close(s->card, &in, &out, &reply));
	*s = (struct role_session){ 0 };
}

enum err
role_login(struct cmd_call *call, struct role_session *s, enum role role,
    const char *option, const char *sentence)
{
	CLEARED_BY(secret_clear) struct secret password = { 0 };
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_login_request in = { .session = s->session, .role = role };
	struct msg_login_response out;

	TRY(cmd_secret_or_ask(call, option, sentence, &password));
	in.password = secret_bytes(&password);
	return call_login(s->card, &in, &out, &reply);
}

enum err
role_objects(struct role_session *s, struct buf *out)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_objects_find_request in = { .session = s->session,
		.most = LIMIT_HANDLES };
	struct msg_objects_find_response found;

	do {
		TRY(call_objects_find(s->card, &in, &found, &reply));
		if (found.handles.len % 8 != 0)
			return ERR_MALFORMED;
		TRY(buf_put(out, found.handles));
		if (found.handles.len > 0)
			in.after = bytes_u64(found.handles.ptr +
			    found.handles.len - 8);
	} while (found.more && found.handles.len > 0);
	return ERR_OK;
}
