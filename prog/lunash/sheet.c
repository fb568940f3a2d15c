/* SPDX-License-Identifier: Apache-2.0 */
/* Prints sheets. It chooses rows and columns by the personality that the
 * appliance was made with. */
#include "sheet.h"

#include <inttypes.h>

#define LINE_MAX_LEN 1024

static bool
is_in(const struct cmd_call *call, unsigned generations)
{
	return (generations & 1u << lunash_of(call)->me.personality) != 0;
}

static const struct sheet_columns *
columns_of(const struct cmd_call *call, const struct sheet *s)
{
	const struct sheet_columns *c = s->columns;

	while (!is_in(call, c->generations))
		c++;
	return c;
}

void
sheet_line(struct cmd_call *call, const struct sheet *s, const char *label,
    const char *value)
{
	const struct sheet_columns *c = columns_of(call, s);
	int room = c->width - (int)strlen(label);

	if (!c->right)
		cmd_print(call, "   %-*s%s\n", c->width, label, value);
	else if (room < (int)strlen(value) + 2)
		cmd_print(call, "   %s  %s\n", label, value);
	else
		cmd_print(call, "   %s%*s\n", label, room, value);
}

static enum err
put_value(struct cmd_call *call, const struct sheet_row *row, const void *subject,
    struct buf *out)
{
	const uint8_t *field = (const uint8_t *)subject + row->offset;

	switch (row->kind) {
	case SHEET_FIXED:
		return buf_put_text(out, row->text);
	case SHEET_TEXT:
		return buf_put(out, *(const struct bytes *)field);
	case SHEET_NUMBER:
		return buf_printf(out, "%" PRIu64, *(const uint64_t *)field);
	case SHEET_MADE:
	case SHEET_LINES:
		return row->value(call, subject, out);
	}
	return ERR_INTERNAL;
}

static enum err
print_row(struct cmd_call *call, const struct sheet *s, const struct sheet_row *row,
    const void *subject)
{
	CLEARED_BY(buf_clear) struct buf value = buf_up_to(LINE_MAX_LEN);

	if (row->kind == SHEET_LINES)
		return row->print(call, subject);
	TRY(put_value(call, row, subject, &value));
	TRY(buf_put_u8(&value, 0));
	sheet_line(call, s, row->label, (const char *)value.ptr);
	return ERR_OK;
}

enum err
sheet_print(struct cmd_call *call, const struct sheet *s, const void *subject)
{
	for (const struct sheet_row *row = s->rows; row->generations != 0; row++)
		if (is_in(call, row->generations))
			TRY(print_row(call, s, row, subject));
	return ERR_OK;
}
