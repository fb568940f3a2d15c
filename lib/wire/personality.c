/* SPDX-License-Identifier: Apache-2.0 */
/* Finds a personality by the name that people type, or by the number that
 * travels. */
#include "wire/personality.h"

#include <string.h>

static const struct personality_row rows[] = {
#define PERSONALITY(id, number, name, software, model) \
	{ PERSONALITY_##id, name, software, #model },
#include "spec/personalities.def"
#undef PERSONALITY
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct personality_row *
personality_rows(size_t *out_n)
{
	*out_n = N_ROWS;
	return rows;
}

const struct personality_row *
personality_of_name(const char *name)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

const struct personality_row *
personality_of_number(uint64_t number)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].number == number)
			return &rows[i];
	return NULL;
}
