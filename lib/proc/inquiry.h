/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Asking on channels of a loop without waiting: the answer comes to a function.
 * For boxes and gates; programs that may wait use ask.h. */

#include "proc/channel.h"
#include "wire/codec.h"

/* body: of the response, if status is ERR_OK. */
typedef void inquiry_fn(void *owner, uint64_t ctx, enum err status,
    struct bytes body);

/* What an owner waits for, on any number of channels. Zeros but for owner. */
struct inquiries {
	void *owner;
	struct inquiry *list;
	uint64_t last;
};

struct inquiry_to {
	struct channel *channel; /* NULL: ERR_NOT_CONNECTED */
	uint32_t link;
	int fd; /* goes along (not taken over), or -1 */
};

/* fn may be NULL: then a failure is logged under the message's name. fn is not
 * called when this fails. */
enum err inquiry_send(struct inquiries *is, struct inquiry_to to,
    const struct message *request, const void *in, inquiry_fn *fn, uint64_t ctx);
/* A frame came on one of the channels; frames nobody waits for are ignored. */
void inquiry_frame(struct inquiries *is, const struct frame *f);
/* That channel is gone: everything asked there has failed. */
void inquiry_lost(struct inquiries *is, const struct channel *from);
