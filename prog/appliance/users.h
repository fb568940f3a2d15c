/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The appliance's own users: who may log in to its shell. They stand in one file,
 * which is replaced as a whole at each change. Roles of the HSM are not kept
 * here.
 */

#include "base/bytes.h"
#include "spec/limits.h"
#include "password.h"
#include "wire/user_role.h"

struct user {
	char name[LIMIT_NAME + 1];
	enum user_role role;
	bool enabled;
	bool must_change;   /* somebody else gave the password */
	int64_t last_login; /* seconds since 1970; 0: never */
	char verifier[PASSWORD_VERIFIER_SIZE];
};

#define USERS_MAX 64

struct users {
	char path[4096];
	struct user list[USERS_MAX];
	size_t n;
};

/* Reads the file, or makes the four users of a new appliance. */
enum err users_load(struct users *us, const char *path);
/* NULL if there is no such user. Case matters. */
struct user *users_find(struct users *us, struct bytes name);
/* Checks the password of an enabled user. ERR_PIN_INCORRECT if it is wrong or
 * there is no such user. ERR_USER_DISABLED only after the right password, so that
 * nobody else learns it. */
enum err users_try(struct users *us, struct bytes name, struct bytes password,
    struct user **out);
/* Each change is durable on success. Without `by_owner` the user must change the
 * password at the next login. */
enum err user_set_password(struct users *us, struct user *u, struct bytes password,
    bool by_owner);
enum err user_set_enabled(struct users *us, struct user *u, bool enabled);
enum err user_note_login(struct users *us, struct user *u, int64_t now);
