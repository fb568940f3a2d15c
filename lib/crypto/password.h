/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Passwords and domain strings, stretched with Argon2id (RFC 9106). A verifier
 * carries its own cost, so that the default can be raised later. Each call
 * takes tens of milliseconds and megabytes: one at a time, on the desk thread.
 */

#include "base/secret.h"

#define PASSWORD_SALT_LEN 16
#define PASSWORD_HASH_LEN 32

struct password_cost {
	uint32_t passes;
	uint32_t memory_kib;
};

/* 19 MiB, 2 passes: the floor OWASP advises. */
extern const struct password_cost password_cost_default;

/* Stretches a password into PASSWORD_HASH_LEN bytes; also for deriving a key
 * from a password (with another salt than the verifier's). */
enum err password_hash(struct bytes salt, struct bytes password,
    const struct password_cost *cost, struct secret *out);

/* A verifier with a fresh salt and the default cost, appended to out. It is no
 * secret in itself, but permits guessing off line: store it sealed. */
enum err password_verifier_make(struct bytes password, struct buf *out);
/* ERR_PIN_INCORRECT if the password is another one; ERR_CORRUPT if this is no
 * verifier. Constant in time over the password's content. */
enum err password_verify(struct bytes verifier, struct bytes password);

/* A cloning domain's secret (32 bytes) from the string people typed: the same
 * on every HSM, therefore with a fixed salt and a higher cost. */
enum err domain_stretch(struct bytes domain_string, struct secret *out);
