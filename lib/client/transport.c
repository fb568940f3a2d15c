/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for a descriptor. A transport itself never does. */
#include "client/transport.h"

#include <errno.h>
#include <poll.h>

#include "base/clock.h"

enum err
transport_wait(int fd, short events, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left;
	int n;

	do {
		left = deadline - clock_ms();
		n = poll(&p, 1, left < 0 ? 0 : (int)left);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return ERR_CLOSED;
	return n == 0 ? ERR_TIMEOUT : ERR_OK;
}
