/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Passwords of the appliance's own users. The box never looks at those of the
 * HSM. Argon2id comes from libsodium directly: lib/crypto would bring keys and
 * mechanisms into a program that has no business with them.
 */

#include "base/bytes.h"

#define PASSWORD_FACTORY "PASSWORD"
#define PASSWORD_VERIFIER_SIZE 128

/* ERR_PASSWORD_WEAK unless the password is printable ASCII, has at least eight
 * characters, and has characters of at least three of the four classes. */
enum err password_check_rules(struct bytes password);
/* Makes a verifier: text without blanks that contains its own salt and cost. */
enum err password_store(struct bytes password, char out[PASSWORD_VERIFIER_SIZE]);
/* The verifier of the factory password, which every user has at first. */
void password_store_factory(char out[PASSWORD_VERIFIER_SIZE]);
/* ERR_PIN_INCORRECT for a wrong password. With verifier NULL (no such user) it
 * takes as long as for a wrong password. */
enum err password_try(const char *verifier, struct bytes password);
