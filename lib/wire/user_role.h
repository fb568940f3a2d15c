/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The roles of an appliance's users, from spec/user_roles.def, and the sets of
 * roles that the tables of calls and of commands name. The appliance refuses a
 * call by them; lunash hides the commands that would be refused.
 */

#include "base/bytes.h"
#include "base/err.h"

enum user_role {
	USER_NONE = 0,
#define USER_ROLE(name, bit, text, may, factory) USER_##name = (bit),
#include "spec/user_roles.def"
#undef USER_ROLE
};

enum user_may { USER_MAY_OWN, USER_MAY_LOOK, USER_MAY_CHANGE };

/* Sets, as bits. */
enum {
	NOBODY_YET = 0, /* before anybody has logged in */
	ADMIN_ONLY = USER_ADMIN,
	CHANGERS = 0
#define USER_ROLE(name, bit, text, may, factory) \
	| (USER_MAY_##may == USER_MAY_CHANGE ? (bit) : 0)
#include "spec/user_roles.def"
#undef USER_ROLE
	,
	LOOKERS = 0
#define USER_ROLE(name, bit, text, may, factory) \
	| (USER_MAY_##may >= USER_MAY_LOOK ? (bit) : 0)
#include "spec/user_roles.def"
#undef USER_ROLE
	,
	EVERYBODY = 0
#define USER_ROLE(name, bit, text, may, factory) | (bit)
#include "spec/user_roles.def"
#undef USER_ROLE
};

/* A row of the table, for the code that makes the factory's users. */
struct user_role_row {
	enum user_role role;
	const char *name;
	bool enabled; /* the factory's user of that name */
};

/* All rows, in table order. */
const struct user_role_row *user_role_rows(size_t *out_n);
/* "" for a role that is none. */
const char *user_role_name(enum user_role role);
/* USER_NONE for a text that is no role: such a user may do nothing. */
enum user_role user_role_find(struct bytes name);
