/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * One error type for the whole house. Its rows are in spec/errors.def. A
 * function that can fail returns `enum err`. Clang refuses to compile a caller
 * that ignores it; gcc knows no such attribute for a type, which is one reason
 * why both compilers build every change. On failure a function leaves its
 * outputs untouched, unless its comment says otherwise; a buffer that it
 * appends to may have grown.
 */

#include <stdbool.h>

#ifdef __clang__ /* gcc knows the attribute for functions only */
#define ERR_MUST_USE __attribute__((warn_unused_result))
#else
#define ERR_MUST_USE
#endif

enum ERR_MUST_USE err {
#define ERROR(name, number, ckr, device, symbol, words, advice) \
	ERR_##name = (number),
#include "spec/errors.def"
#undef ERROR
};

/* What a row of spec/errors.def says. */
struct err_row {
	enum err number;
	const char *name;   /* PIN_INCORRECT */
	unsigned long ckr;  /* the CK_RV an application sees */
	const char *ckr_name; /* CKR_PIN_INCORRECT */
	unsigned device;    /* what LunaSH prints in hexadecimal, 0: none */
	const char *symbol; /* LUNA_RET_UM_PIN_INCORRECT, RC_FILE_ERROR ... */
	const char *words;  /* one sentence, no full stop */
	const char *advice; /* what to do next; may be empty */
};

/* The row of an error; of ERR_INTERNAL for a number that is not in the table. */
const struct err_row *err_row(enum err e);
/* Shorthand for err_row(e)->words. */
const char *err_words(enum err e);
/* The error with that number, ERR_INTERNAL if there is none (wire input). */
enum err err_from_number(unsigned number);
/* All rows, in order; `out_n` is their number. For tests and documentation. */
const struct err_row *err_rows(unsigned *out_n);

/* Returns the error, if there is one, from the function that uses it. No other
 * macro returns. */
#define TRY(call)                            \
	do {                                 \
		enum err try_err_ = (call);  \
		if (try_err_ != ERR_OK)      \
			return try_err_;     \
	} while (0)

/* For an error that cannot change anything any more (clean-up on a way out). */
#define IGNORE(call)                                            \
	do {                                                    \
		enum err ignored_ __attribute__((unused)) = (call); \
	} while (0)

/* States what cannot be otherwise. It stays in release builds; if it is false,
 * the process stops. */
#define must(cond) ((cond) ? (void)0 : must_failed(#cond, __FILE__, __LINE__))
_Noreturn void must_failed(const char *what, const char *file, int line);

/* Releases on every way out: CLEARED_BY(buf_clear) struct buf b = { 0 }; */
#define CLEARED_BY(fn) __attribute__((cleanup(fn)))
