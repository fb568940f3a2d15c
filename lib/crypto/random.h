/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Random bytes from the kernel's generator, for whoever has no struct crypto; what
 * an application gets or becomes a key is drawn by crypto_draw. From any thread. */

#include "base/secret.h"

/* ERR_RANDOM if the generator fails: then nothing may be built on `out`. */
enum err crypto_random(uint8_t *out, size_t len);
/* A secret of len random bytes. */
enum err crypto_random_secret(struct secret *out, size_t len);
