/* SPDX-License-Identifier: Apache-2.0 */
/* Looks rows of spec/user_roles.def up by number and by name. */
#include "wire/user_role.h"

#define ENABLED true
#define DISABLED false

static const struct user_role_row rows[] = {
#define USER_ROLE(name, bit, text, may, factory) {USER_##name, text, factory},
#include "spec/user_roles.def"
#undef USER_ROLE
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct user_role_row *
user_role_rows(size_t *out_n)
{
	*out_n = N_ROWS;
	return rows;
}

const char *
user_role_name(enum user_role role)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].role == role)
			return rows[i].name;
	return "";
}

enum user_role
user_role_find(struct bytes name)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (bytes_equal(name, bytes_of_text(rows[i].name)))
			return rows[i].role;
	return USER_NONE;
}
