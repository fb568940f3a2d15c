/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's generator, without a state of our own that could be copied by a
 * fork or left in memory. */
#include "crypto/random.h"

#include <errno.h>
#include <sys/random.h>

enum err
crypto_random(uint8_t *out, size_t len)
{
	while (len > 0) {
		ssize_t n = getrandom(out, len, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ERR_RANDOM;
		out += n;
		len -= (size_t)n;
	}
	return ERR_OK;
}

enum err
crypto_random_secret(struct secret *out, size_t len)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };

	TRY(secret_make(&made, len));
	TRY(crypto_random(made.ptr, made.len));
	secret_move(out, &made);
	return ERR_OK;
}
