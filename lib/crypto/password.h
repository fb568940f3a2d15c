/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Passwords and domain strings, stretched with Argon2id (RFC 9106). A verifier
 * carries its own cost, so that the default can be raised later. Each call
 * takes tens of milliseconds and megabytes: one at a time, on the desk thread.
 */

#include "base/secret.h"

/* No verifier is longer. */
#define PASSWORD_VERIFIER_MAX 256

/* A verifier with a fresh salt and the default cost, appended to out. It is no
 * secret in itself, but permits guessing off line: store it sealed. */
enum err password_verifier_make(struct bytes password, struct buf *out);
/* ERR_PIN_INCORRECT if the password is another one; ERR_CORRUPT if this is no
 * verifier. Constant in time over the password's content. */
enum err password_verify(struct bytes verifier, struct bytes password);

/* A cloning domain's secret (32 bytes) from the string people typed: the same
 * on every HSM, therefore with a fixed salt and a higher cost. */
enum err domain_stretch(struct bytes domain_string, struct secret *out);
