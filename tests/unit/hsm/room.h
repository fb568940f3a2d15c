/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* An HSM with a partition of 1,000,000 bytes and a session on it. */

#include "fake.h"
#include "hsm/attribute.h"
#include "spec/pkcs11.h"

struct room {
	struct fake f;
	uint64_t par;
	struct session *s;
};

/* With that role logged in, or ROLE_NONE. */
void room_open(struct room *r, enum role role);
void room_close(struct room *r);

/* An AES-256 key: what is asked for, what the card makes of it. */
struct template aes_asked(bool token);
struct template aes_made(void);
enum err aes_generate(struct room *r, const struct template *asked,
    uint64_t *out);
/* C_CreateObject. */
enum err create(struct room *r, const struct template *t, uint64_t *out);
/* One attribute as an application gets it. */
enum err get(struct room *r, uint64_t handle, uint64_t type,
    uint64_t *out_number, size_t *out_len);

#define assert_attribute(r, handle, type, number)                     \
	do {                                                          \
		uint64_t n_ = 77777;                                  \
		size_t len_;                                          \
		assert_ok(get(r, handle, type, &n_, &len_));          \
		assert_int_equal(number, n_);                         \
	} while (0)
