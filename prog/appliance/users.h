/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The appliance's own users: who may sit at its shell. Kept in one file, which
 * is replaced whole at each change. Never about roles of the HSM.
 */

#include "base/bytes.h"
#include "spec/limits.h"
#include "password.h"
#include "wire/user_role.h"

struct user {
	char name[LIMIT_NAME + 1];
	enum user_role role;
	bool enabled;
	bool must_change;   /* the password was given by somebody else */
	int64_t last_login; /* seconds since 1970; 0: never */
	char verifier[PASSWORD_VERIFIER_SIZE];
};

#define USERS_MAX 64

struct users {
	char path[4096];
	struct user list[USERS_MAX];
	size_t n;
};

/* Reads the file, or makes the factory's four users. */
enum err users_load(struct users *us, const char *path);
/* NULL: no such user. Case matters. */
struct user *users_find(struct users *us, struct bytes name);
/* Is this the password of an enabled user? ERR_PIN_INCORRECT otherwise, also
 * for a user that does not exist; ERR_USER_DISABLED only to who knows the
 * password. */
enum err users_try(struct users *us, struct bytes name, struct bytes password,
    struct user **out);
/* Durable changes. `by_owner`: else it must be changed at the next login. */
enum err user_set_password(struct users *us, struct user *u, struct bytes password,
    bool by_owner);
enum err user_set_enabled(struct users *us, struct user *u, bool enabled);
enum err user_note_login(struct users *us, struct user *u, int64_t now);
