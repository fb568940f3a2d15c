/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What a thread needs to compute: an OpenSSL library context of its own (never
 * the default one), the algorithms fetched from it, and contexts for reuse.
 * Each thread opens one and passes it to every call; two threads never use the
 * same one at the same time. The only door to libcrypto and libsodium.
 */

#include "base/bytes.h"

struct crypto;

/* A context for this thread. They are pooled: freeing keeps the library
 * context for the next to open, so keys may outlive the thread that used them.
 * ERR_BUSY beyond CRYPTO_MAX at a time. */
#define CRYPTO_MAX 32
enum err crypto_open(struct crypto **out);
/* Accepts NULL; leaves NULL there. */
void crypto_free(struct crypto **c);

/* Random bytes from this thread's generator (SP 800-90A), which the kernel seeds
 * and crypto_seed adds to. ERR_RANDOM: then nothing may be built on `out`. */
enum err crypto_draw(struct crypto *c, uint8_t *out, size_t len);
/* Mixes bytes of any worth into the generators of all threads that have a
 * context. Each takes fresh entropy from the kernel along with them, so a seed
 * that somebody knows or repeats makes nothing worse. ERR_RANDOM. */
enum err crypto_seed(struct crypto *c, struct bytes seed);
