/* SPDX-License-Identifier: Apache-2.0 */
/* Sorts the frames of a connection: link 0 is for the box itself, the other links
 * were opened on devices. */
#include "route.h"

#include "calls.h"
#include "device.h"

static void
route_frame(struct conn *c, const struct frame *f, struct bytes encoded)
{
	if (f->link == 0)
		calls_frame(c, f);
	else
		device_request(c, f, encoded);
}

const struct conn_events route_events = { route_frame, device_drop_links };
