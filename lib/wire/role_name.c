/* SPDX-License-Identifier: Apache-2.0 */
/* Looks rows up by number and by name. */
#include "wire/role_name.h"

#include "base/text.h"

static const struct {
	enum role role;
	const char *name, *short_name;
} rows[] = {
#define ROLE(name, number, long_name, short_name) \
	{ ROLE_##name, long_name, short_name },
#include "spec/roles.def"
#undef ROLE
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const char *
role_name(uint64_t role)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].role == role)
			return rows[i].name;
	return "";
}

const char *
role_name_short(uint64_t role)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].role == role)
			return rows[i].short_name;
	return "";
}

enum role
role_name_find(const char *name)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (text_same(name, rows[i].name) ||
		    text_same(name, rows[i].short_name))
			return rows[i].role;
	return ROLE_NONE;
}
