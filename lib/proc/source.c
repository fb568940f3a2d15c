/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses as IPv6 has them: an IPv4 address is mapped (RFC 4291, 2.5.5.2). */
#include "proc/source.h"

#include <arpa/inet.h>

#include "base/text.h"

#define NETWORK_BYTES 8

static struct source
of_v4(const struct in_addr *address)
{
	struct source s = { { [10] = 0xff, [11] = 0xff } };

	memcpy(s.bytes + 12, address, 4);
	return s;
}

static struct source
of_v6(const struct in6_addr *address)
{
	struct source s = { { 0 } };

	memcpy(s.bytes, address, IN6_IS_ADDR_V4MAPPED(address) ? 16 : NETWORK_BYTES);
	return s;
}

struct source
source_of(const struct sockaddr_storage *from)
{
	if (from->ss_family == AF_INET)
		return of_v4(&((const struct sockaddr_in *)(const void *)from)->sin_addr);
	if (from->ss_family == AF_INET6)
		return of_v6(&((const struct sockaddr_in6 *)(const void *)from)->sin6_addr);
	return (struct source){ { 0 } };
}

struct source
source_of_peer(struct bytes peer)
{
	char text[INET6_ADDRSTRLEN];
	struct in_addr v4;
	struct in6_addr v6;
	const uint8_t *slash = peer.len > 0 ? memchr(peer.ptr, '/', peer.len) : NULL;
	struct bytes address = slash != NULL
	    ? bytes_of(peer.ptr, (size_t)(slash - peer.ptr)) : peer;

	if (text_copy(text, sizeof(text), address) != ERR_OK)
		return (struct source){ { 0 } };
	if (inet_pton(AF_INET, text, &v4) == 1)
		return of_v4(&v4);
	if (inet_pton(AF_INET6, text, &v6) == 1)
		return of_v6(&v6);
	return (struct source){ { 0 } };
}

bool
source_equal(const struct source *a, const struct source *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}
