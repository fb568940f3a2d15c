/* SPDX-License-Identifier: Apache-2.0 */
/* Answers come through b->inquiries, like those to any other inquiry. */
#include "control.h"

enum err
control_tell(struct box *b, struct channel *to, int fd,
    const struct message *request, const void *in)
{
	struct inquiry_to where = { to, 0, fd };

	return inquiry_send(&b->inquiries, where, request, in, NULL, 0);
}
