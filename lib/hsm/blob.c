/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as a record: version byte, then each attribute by rising type: by
 * how much the type is above the one before (the first: above -1), the length,
 * the value. Numbers have seven bits a byte, low ones first, 0x80 on all but the
 * last; so most attributes cost two bytes beside their value.
 */
#include "hsm/blob.h"

#include "spec/pkcs11.h"
#include "hsm/attribute.h"
#include "hsm/template.h"

/* Bytes of a number; written to `to` unless it is NULL. */
static size_t
number_put(uint64_t number, uint8_t *to)
{
	size_t n = 0;

	for (; number >= 0x80; number >>= 7, n++)
		if (to != NULL)
			to[n] = (uint8_t)(number | 0x80);
	if (to != NULL)
		to[n] = (uint8_t)number;
	return n + 1;
}

/* Reads a number of at most 35 bits, which must be encoded in as few bytes as
 * possible. */
static enum err
number_read(struct bytes *in, uint64_t *out)
{
	uint64_t number = 0;

	for (unsigned i = 0; i < 5 && i < in->len; i++) {
		number |= (uint64_t)(in->ptr[i] & 0x7f) << 7 * i;
		if (in->ptr[i] & 0x80)
			continue;
		if (i > 0 && in->ptr[i] == 0)
			return ERR_CORRUPT;
		*in = bytes_of(in->ptr + i + 1, in->len - i - 1);
		*out = number;
		return ERR_OK;
	}
	return ERR_CORRUPT;
}

/* Writes the record; with `to` NULL only its length is computed. */
static size_t
blob_write(const struct attribute *rows, unsigned n, uint8_t *to)
{
	uint64_t before = (uint64_t)-1;
	size_t at = 1;

	if (to != NULL)
		to[0] = BLOB_VERSION;
	for (unsigned i = 0; i < n; i++) {
		const struct attribute *a = &rows[i];

		at += number_put(a->type - before, to != NULL ? to + at : NULL);
		at += number_put(a->value.len, to != NULL ? to + at : NULL);
		if (to != NULL && a->value.len > 0)
			memcpy(to + at, a->value.ptr, a->value.len);
		at += a->value.len;
		before = a->type;
	}
	return at;
}

size_t
blob_len(const struct attribute *rows, unsigned n)
{
	return blob_write(rows, n, NULL);
}

enum err
blob_put(const struct attribute *rows, unsigned n, struct secret *out)
{
	TRY(secret_make(out, blob_len(rows, n)));
	blob_write(rows, n, out->ptr);
	return ERR_OK;
}

static enum err
blob_split(struct bytes in, struct template *out)
{
	uint64_t type = (uint64_t)-1, step, len;

	while (in.len > 0) {
		TRY(number_read(&in, &step));
		TRY(number_read(&in, &len));
		type += step;
		if (step == 0 || type > UINT32_MAX || len > in.len ||
		    template_add(out, type, bytes_of(in.ptr, len)) != ERR_OK)
			return ERR_CORRUPT;
		in = bytes_of(in.ptr + len, in.len - len);
	}
	return ERR_OK;
}

/* Checks what such an object must have, and what values it may have. */
static bool
row_is_met(const struct template *t, const struct attribute_row *row)
{
	struct bytes value;
	bool there = template_get(t, row->type, &value);

	if (row->otherwise == OTHERWISE_NEEDED && !there)
		return false;
	if (row->rule == RULE_ONLY_YES)
		return there && value.ptr[0] == 1;
	if (row->rule == RULE_ONLY_NO)
		return !there || value.ptr[0] == 0;
	return true;
}

/* The default of an attribute that is younger than the record. False if an object
 * may lack the attribute. */
static bool
default_value(const struct attribute_row *row, struct bytes *out)
{
	static const uint8_t flags[] = { 0, 1 }, zero[8];

	switch ((enum attribute_otherwise)row->otherwise) {
	case OTHERWISE_NEEDED:
	case OTHERWISE_ABSENT:
	case OTHERWISE_COMPUTED:
		return false;
	case OTHERWISE_EMPTY:
		*out = bytes_of(NULL, 0);
		return true;
	case OTHERWISE_NO:
		*out = bytes_of(&flags[0], 1);
		return true;
	case OTHERWISE_YES:
		*out = bytes_of(&flags[1], 1);
		return true;
	case OTHERWISE_ZERO:
		*out = bytes_of(zero, sizeof(zero));
		return true;
	}
	return false;
}

/* Checks that such an object may have every attribute, and that each has the
 * right form. */
static enum err
template_is_sound(const struct template *t, uint64_t class, uint64_t key_type)
{
	for (unsigned i = 0; i < t->n; i++) {
		const struct attribute_row *row =
		    attribute_row(t->rows[i].type, class, key_type);

		if (row == NULL ||
		    attribute_check(row, t->rows[i].value) != ERR_OK)
			return ERR_CORRUPT;
	}
	return attribute_class(class) != 0 ? ERR_OK : ERR_CORRUPT;
}

static enum err
template_complete(struct template *t, uint64_t class, uint64_t key_type)
{
	const struct attribute_row *rows;
	struct bytes value;
	unsigned n;

	rows = attribute_rows(&n);
	for (unsigned i = 0; i < n; i++) {
		if (attribute_row(rows[i].type, class, key_type) != &rows[i])
			continue;
		if (!row_is_met(t, &rows[i]))
			return ERR_CORRUPT;
		if (!template_get(t, rows[i].type, &value) &&
		    default_value(&rows[i], &value) &&
		    template_add(t, rows[i].type, value) != ERR_OK)
			return ERR_CORRUPT;
	}
	return ERR_OK;
}

enum err
blob_read(struct bytes in, struct template *out)
{
	uint64_t class, key_type;

	if (in.len < 1 || in.ptr[0] == 0)
		return ERR_CORRUPT;
	if (in.ptr[0] > BLOB_VERSION)
		return ERR_STORE_NEWER;
	TRY(blob_split(bytes_of(in.ptr + 1, in.len - 1), out));
	class = template_number(out, CKA_CLASS, ~0ull);
	key_type = template_number(out, CKA_KEY_TYPE, 0);
	TRY(template_is_sound(out, class, key_type));
	return template_complete(out, class, key_type);
}
