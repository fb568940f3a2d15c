/* SPDX-License-Identifier: Apache-2.0 */
/* Fills a draft. Each value is asked for, made by the card, computed, or the
 * default. */
#include "hsm/draft.h"

#include "spec/pkcs11.h"
#include "hsm/attribute.h"

#define UNAVAILABLE (~0ull) /* CK_UNAVAILABLE_INFORMATION */

/* Stores a number in the draft's memory and returns its bytes. */
static struct bytes
number_value(struct draft *d, uint64_t number)
{
	uint8_t *to = d->numbers[d->n_numbers++];

	must(d->n_numbers <= sizeof(d->numbers) / sizeof(d->numbers[0]));
	bytes_set_u64(to, number);
	return bytes_of(to, 8);
}

static struct bytes
flag_value(bool flag)
{
	static const uint8_t values[] = { 0, 1 };

	return bytes_of(&values[flag], 1);
}

enum err
draft_set(struct draft *d, uint64_t type, struct bytes value)
{
	for (unsigned i = 0; i < d->t.n; i++)
		if (d->t.rows[i].type == type) {
			d->t.rows[i].value = value;
			return ERR_OK;
		}
	return template_add(&d->t, type, value);
}

enum err
draft_set_uid(struct draft *d)
{
	static const char digits[] = "0123456789abcdef";

	for (unsigned i = 0; i < OBJECT_UID_LEN; i++) {
		d->unique[2 * i] = digits[d->uid[i] >> 4];
		d->unique[2 * i + 1] = digits[d->uid[i] & 15];
	}
	TRY(draft_set(d, CKA_OUID, bytes_of(d->uid, OBJECT_UID_LEN)));
	return draft_set(d, CKA_UNIQUE_ID,
	    bytes_of(d->unique, 2 * OBJECT_UID_LEN));
}

/* --- computed --- */

/* A flag that is true only if it was always true: of this key and of the key it
 * comes from. */
static bool
always(const struct draft *d, uint64_t type, bool now)
{
	if (d->birth == BIRTH_GENERATE)
		return now;
	return d->birth == BIRTH_DERIVE && d->base != NULL && now &&
	    object_flag(d->base, type);
}

static enum err
computed_value(struct draft *d, uint64_t type, struct bytes *out)
{
	struct bytes value = { 0 };
	bool generated = d->birth == BIRTH_GENERATE;

	switch (type) {
	case CKA_LOCAL:
		*out = flag_value(generated);
		return ERR_OK;
	case CKA_KEY_GEN_MECHANISM:
		*out = number_value(d, generated ? d->mechanism : UNAVAILABLE);
		return ERR_OK;
	case CKA_ALWAYS_SENSITIVE:
		*out = flag_value(always(d, type,
		    template_number(&d->t, CKA_SENSITIVE, 0)));
		return ERR_OK;
	case CKA_NEVER_EXTRACTABLE:
		*out = flag_value(always(d, type,
		    !template_number(&d->t, CKA_EXTRACTABLE, 1)));
		return ERR_OK;
	case CKA_MODULUS_BITS:
		(void)template_get(&d->t, CKA_MODULUS, &value);
		*out = number_value(d, bytes_bits(value));
		return ERR_OK;
	case CKA_VALUE_LEN:
		(void)template_get(&d->t, CKA_VALUE, &value);
		*out = number_value(d, value.len);
		return ERR_OK;
	default:
		return ERR_INTERNAL; /* a row of attributes.def without a rule */
	}
}

/* --- filling --- */

/* The value before anything is computed; ERR_NOT_FOUND: there is none. */
static enum err
plain_value(struct draft *d, const struct attribute_row *row, bool known,
    struct bytes *out)
{
	static const uint8_t zero[8];

	if (row->type == CKA_CLASS)
		*out = number_value(d, d->class);
	else if (row->type == CKA_KEY_TYPE)
		*out = number_value(d, d->key_type);
	else if (template_get(d->made, row->type, out) ||
	    template_get(d->asked, row->type, out))
		return ERR_OK;
	else if (row->otherwise == OTHERWISE_NEEDED)
		return known ? ERR_TEMPLATE_INCOMPLETE : ERR_NOT_FOUND;
	else if (row->otherwise == OTHERWISE_ABSENT)
		return ERR_NOT_FOUND;
	else if (row->otherwise == OTHERWISE_EMPTY)
		*out = bytes_of(NULL, 0);
	else if (row->otherwise == OTHERWISE_ZERO)
		*out = bytes_of(zero, 8);
	else
		*out = flag_value(row->otherwise == OTHERWISE_YES);
	return ERR_OK;
}

static bool
row_is_ours(const struct draft *d, const struct attribute_row *row)
{
	return attribute_row(row->type, d->class, d->key_type) == row;
}

static bool
is_uid(uint64_t type)
{
	return type == CKA_OUID || type == CKA_UNIQUE_ID;
}

static enum err
fill_plain(struct draft *d, bool known)
{
	const struct attribute_row *rows;
	struct bytes value;
	enum err e;
	unsigned n;

	rows = attribute_rows(&n);
	for (unsigned i = 0; i < n; i++) {
		if (!row_is_ours(d, &rows[i]) ||
		    rows[i].otherwise == OTHERWISE_COMPUTED)
			continue;
		e = plain_value(d, &rows[i], known, &value);
		if (e == ERR_NOT_FOUND)
			continue;
		TRY(e);
		TRY(template_add(&d->t, rows[i].type, value));
	}
	return ERR_OK;
}

static enum err
fill_computed(struct draft *d)
{
	const struct attribute_row *rows;
	struct bytes value;
	unsigned n;

	rows = attribute_rows(&n);
	for (unsigned i = 0; i < n; i++) {
		if (!row_is_ours(d, &rows[i]) || is_uid(rows[i].type) ||
		    rows[i].otherwise != OTHERWISE_COMPUTED)
			continue;
		TRY(computed_value(d, rows[i].type, &value));
		TRY(template_add(&d->t, rows[i].type, value));
	}
	return d->uid != NULL ? draft_set_uid(d) : ERR_OK;
}

enum err
draft_fill(struct draft *d, bool known)
{
	TRY(fill_plain(d, known));
	return known ? fill_computed(d) : ERR_OK;
}
