/* SPDX-License-Identifier: Apache-2.0 */
/* Plugs and pulls the cable. Frames that were sent before the pull have arrived;
 * later ones are lost, as on a real cable. */
#include "cable.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "box.h"
#include "display.h"
#include "proc/socket.h"

/* The other side is gone, or was switched off. */
static void
hung_up(void *ctx, uint32_t events)
{
	cable_unplug(ctx);
}

static enum err
hand_to_card(struct box *b, int fd)
{
	struct msg_channel_attach_request in = { ORIGIN_ADMIN };
	struct inquiry_to to = { b->control, 0, fd };

	return inquiry_send(&b->inquiries, to, &wire_channel_attach_request, &in,
	    NULL, 0);
}

enum err
cable_plug(struct box *b, struct bytes socket)
{
	CLEARED_BY(file_close) int fd = -1;
	char path[sizeof(b->plugged_into)];

	if (b->cable >= 0)
		return ERR_EXISTS;
	if (b->control == NULL)
		return ERR_NOT_CONNECTED;
	TRY(text_copy(path, sizeof(path), socket));
	TRY(channel_connect(path, &fd));
	TRY(loop_watch(b->loop, fd, EPOLLRDHUP, hung_up, b, &b->cable_watch));
	b->cable = fd;
	fd = -1;
	memcpy(b->plugged_into, path, sizeof(path));
	if (hand_to_card(b, b->cable) != ERR_OK) {
		cable_unplug(b);
		return ERR_NOT_CONNECTED;
	}
	log_info("plugged into %s", path);
	display_draw(b);
	return ERR_OK;
}

void
cable_unplug(struct box *b)
{
	struct msg_hsm_logout_request in;
	struct inquiry_to to = { b->own, OWN_LINK, -1 };

	if (b->cable < 0)
		return;
	watch_drop(b->cable_watch);
	shutdown(b->cable, SHUT_RDWR);
	file_close(&b->cable);
	log_info("unplugged from %s", b->plugged_into);
	b->plugged_into[0] = '\0';
	IGNORE(inquiry_send(&b->inquiries, to, &wire_hsm_logout_request, &in,
	    display_logged_out, 0));
	display_draw(b);
}
