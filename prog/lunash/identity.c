/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the appliance who is at the keyboard. The appliance knows it by the
 * channel; lunash keeps a copy only to show it. */
#include "identity.h"

#include "base/text.h"

static enum err
identity_fill(struct identity *me, const struct msg_whoami_response *in)
{
	TRY(text_copy(me->user, sizeof(me->user), in->user));
	TRY(text_copy(me->role, sizeof(me->role), in->role));
	TRY(text_copy(me->host_name, sizeof(me->host_name), in->host_name));
	TRY(text_copy(me->software, sizeof(me->software), in->software));
	if (personality_of_number(in->personality) == NULL)
		return ERR_MALFORMED;
	me->personality = (enum personality)in->personality;
	me->last_login = in->last_login;
	me->authenticated = in->authenticated;
	me->local = in->local;
	me->must_change = in->must_change;
	return ERR_OK;
}

enum err
identity_read(struct caller *box, struct identity *out)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_whoami_request in = {};
	struct msg_whoami_response answer;

	TRY(call_whoami(box, &in, &answer, &reply));
	return identity_fill(out, &answer);
}
