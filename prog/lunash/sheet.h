/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * A sheet: lines of a label and a value, as `hsm show` and `partition show`
 * print them. Generations of Lunas print different lines in different columns,
 * so each row says which generations have it. A text that all print alike
 * needs no sheet.
 */

#include "lunash.h"
#include "wire/personality.h"

/* Sets of generations. */
#define IN(id) (1u << PERSONALITY_##id)
#define UNTIL(id) ((IN(id) << 1) - 1)
#define SINCE(id) (~(IN(id) - 1))
#define IN_ALL (~0u)

/* Where a row's value comes from. */
enum sheet_kind {
	SHEET_MADE,   /* the function `value` makes it */
	SHEET_FIXED,  /* it is always `text` */
	SHEET_TEXT,   /* a struct bytes of the subject, at `offset` */
	SHEET_NUMBER, /* a uint64_t of the subject, at `offset` */
	SHEET_LINES,  /* no label: `print` prints lines of its own */
};

struct sheet_row {
	unsigned generations;
	const char *label;
	enum sheet_kind kind;
	size_t offset;
	const char *text;
	enum err (*value)(struct cmd_call *call, const void *subject, struct buf *out);
	enum err (*print)(struct cmd_call *call, const void *subject);
};

/* Where the values of a generation stand. */
struct sheet_columns {
	unsigned generations;
	int width;  /* of the label */
	bool right; /* values end at this column, at least two blanks after the label */
};

struct sheet {
	const struct sheet_columns *columns; /* one for each generation */
	const struct sheet_row *rows;        /* a row without generations ends the list */
};

/* Prints the rows of the appliance's generation. */
enum err sheet_print(struct cmd_call *call, const struct sheet *s, const void *subject);
/* Prints one line in the columns of the sheet. */
void sheet_line(struct cmd_call *call, const struct sheet *s, const char *label,
    const char *value);
