/* SPDX-License-Identifier: Apache-2.0 */
/* Sends requests to card and ntls on their control channels. Their answers arrive
 * through b->inquiries, as for any other inquiry. */
#include "control.h"

enum err
control_tell(struct box *b, struct channel *to, int fd,
    const struct message *request, const void *in)
{
	struct inquiry_to where = { to, 0, fd };

	return inquiry_send(&b->inquiries, where, request, in, NULL, 0);
}
