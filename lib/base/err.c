/* SPDX-License-Identifier: Apache-2.0 */
/* Reads spec/errors.def into one constant array. Prints nothing, except when
 * must() stops the process. */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

#include "spec/pkcs11_numbers.h"

static const struct err_row rows[] = {
#define ERROR(name, number, ckr, device, symbol, words, advice) \
	{ ERR_##name, #name, ckr, #ckr, device, symbol, words, advice },
#include "spec/errors.def"
#undef ERROR
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

const struct err_row *
err_row(enum err e)
{
	const struct err_row *internal = &rows[0];

	for (size_t i = 0; i < N_ROWS; i++) {
		if (rows[i].number == e)
			return &rows[i];
		if (rows[i].number == ERR_INTERNAL)
			internal = &rows[i];
	}
	return internal;
}

const char *
err_words(enum err e)
{
	return err_row(e)->words;
}

enum err
err_from_number(unsigned number)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if ((unsigned)rows[i].number == number)
			return rows[i].number;
	return ERR_INTERNAL;
}

const struct err_row *
err_rows(unsigned *out_n)
{
	*out_n = (unsigned)N_ROWS;
	return rows;
}

_Noreturn void
must_failed(const char *what, const char *file, int line)
{
	fprintf(stderr, "must not happen: %s (%s:%d)\n", what, file, line);
	abort();
}
