/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Passwords of the appliance's own users. Not those of the HSM, which the box
 * never looks at. Argon2id by libsodium itself: lib/crypto would bring keys and
 * mechanisms into the reach of a program that has no business with them.
 */

#include "base/bytes.h"

#define PASSWORD_FACTORY "PASSWORD"
#define PASSWORD_VERIFIER_SIZE 128

/* Eight characters or more, of at least three of the four classes, printable
 * ASCII; ERR_PASSWORD_WEAK. */
enum err password_check_rules(struct bytes password);
/* A verifier: text without blanks, with its own salt and cost. */
enum err password_store(struct bytes password, char out[PASSWORD_VERIFIER_SIZE]);
/* What every user has at first: the factory password, stored as such. */
void password_store_factory(char out[PASSWORD_VERIFIER_SIZE]);
/* ERR_PIN_INCORRECT if it is another one. verifier NULL (no such user): takes
 * as long as a wrong password. */
enum err password_try(const char *verifier, struct bytes password);
