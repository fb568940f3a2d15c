/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Asks on channels of a loop without waiting: the answer is given to a
 * function. Boxes and gates use it; programs that may wait use ask.h. */

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

/* Without fn (NULL) a failure is logged under the message's name. fn is not
 * called when inquiry_send itself fails. */
enum err inquiry_send(struct inquiries *is, struct inquiry_to to,
    const struct message *request, const void *in, inquiry_fn *fn, uint64_t ctx);
/* Gives a frame that came on one of the channels to the function that waits for
 * it. A frame that nobody waits for is ignored. */
void inquiry_frame(struct inquiries *is, const struct frame *f);
/* That channel is gone: every inquiry on it has failed. */
void inquiry_lost(struct inquiries *is, const struct channel *from);
