/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Where a connection comes from, as far as limits count by it. */

#include <sys/socket.h>

#include "base/bytes.h"

/* An IPv4 address, or the first 64 bits of an IPv6 address: whoever has one address
 * of such a network can have them all. All zeros: from no address. */
struct source {
	uint8_t bytes[16];
};

struct source source_of(const struct sockaddr_storage *from);
/* From "address/port", as logs have it. */
struct source source_of_peer(struct bytes peer);
bool source_equal(const struct source *a, const struct source *b);
