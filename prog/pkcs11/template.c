/* SPDX-License-Identifier: Apache-2.0 */
/* Templates are encoded for the card, and values are decoded for the application.
 * A value is often a secret: the owner of a buffer wipes it. */
#include "template.h"

#include "spec/limits.h"
#include "wire/messages.h"

enum attribute_kind {
	ATTRIBUTE_BOOL,
	ATTRIBUTE_ULONG,
	ATTRIBUTE_ULONGS,
	ATTRIBUTE_BYTES,
	ATTRIBUTE_DATE,
};

static const struct {
	CK_ATTRIBUTE_TYPE type;
	enum attribute_kind kind;
} kinds[] = {
#define ATTRIBUTE(name, number, kind, classes, keys, otherwise, given, rule) \
	{ number, ATTRIBUTE_##kind },
#include "spec/attributes.def"
#undef ATTRIBUTE
};

/* ATTRIBUTE_BYTES for what the house does not know. */
static enum attribute_kind
attribute_kind(CK_ATTRIBUTE_TYPE type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].type == type)
			return kinds[i].kind;
	return ATTRIBUTE_BYTES;
}

/* --- to the card --- */

static CK_RV
put_row(struct buf *out, CK_ATTRIBUTE_TYPE type, struct bytes value)
{
	struct msg_attribute row = { .type = type, .value = value };

	if (type > UINT32_MAX)
		return CKR_ATTRIBUTE_TYPE_INVALID;
	return rv_of(rows_put(out, &wire_attribute, &row));
}

static CK_RV
put_bool(struct buf *out, const CK_ATTRIBUTE *a)
{
	uint8_t value;

	if (a->ulValueLen != sizeof(CK_BBOOL) || a->pValue == NULL)
		return CKR_ATTRIBUTE_VALUE_INVALID;
	value = *(const CK_BBOOL *)a->pValue != CK_FALSE;
	return put_row(out, a->type, bytes_of(&value, 1));
}

static CK_RV
put_numbers(struct buf *out, const CK_ATTRIBUTE *a, CK_ULONG most)
{
	uint8_t raw[64 * 8];
	CK_ULONG n = a->ulValueLen / sizeof(CK_ULONG), number;

	if (a->ulValueLen % sizeof(CK_ULONG) != 0 || n > most ||
	    (n > 0 && a->pValue == NULL))
		return CKR_ATTRIBUTE_VALUE_INVALID;
	for (CK_ULONG i = 0; i < n; i++) {
		memcpy(&number, (const CK_BYTE *)a->pValue + i * sizeof(number),
		    sizeof(number));
		bytes_set_u64(raw + 8 * i, number);
	}
	return put_row(out, a->type, bytes_of(raw, 8 * n));
}

static CK_RV
put_attribute(struct buf *out, const CK_ATTRIBUTE *a)
{
	enum attribute_kind kind = attribute_kind(a->type);

	if (kind == ATTRIBUTE_BOOL)
		return put_bool(out, a);
	if (kind == ATTRIBUTE_ULONG)
		return a->ulValueLen == sizeof(CK_ULONG)
		    ? put_numbers(out, a, 1) : CKR_ATTRIBUTE_VALUE_INVALID;
	if (kind == ATTRIBUTE_ULONGS)
		return put_numbers(out, a, 64);
	if (a->type & CKF_ARRAY_ATTRIBUTE) /* templates in templates: pointers */
		return CKR_ATTRIBUTE_TYPE_INVALID;
	if (a->pValue == NULL && a->ulValueLen > 0)
		return CKR_ATTRIBUTE_VALUE_INVALID;
	return put_row(out, a->type, bytes_of(a->pValue, a->ulValueLen));
}

CK_RV
template_encode(const CK_ATTRIBUTE *attributes, CK_ULONG n, struct buf *out)
{
	if (attributes == NULL && n > 0)
		return CKR_ARGUMENTS_BAD;
	*out = buf_up_to(LIMIT_TEMPLATE);
	for (CK_ULONG i = 0; i < n; i++)
		TRY_RV(put_attribute(out, &attributes[i]));
	return CKR_OK;
}

/* --- from the card --- */

static CK_ULONG
native_len(enum attribute_kind kind, size_t len)
{
	if (kind == ATTRIBUTE_ULONG || kind == ATTRIBUTE_ULONGS)
		return len / 8 * sizeof(CK_ULONG);
	return len;
}

static void
give_numbers(CK_BYTE *out, struct bytes value)
{
	for (size_t i = 0; i + 8 <= value.len; i += 8) {
		CK_ULONG number = bytes_u64(value.ptr + i);

		memcpy(out, &number, sizeof(number));
		out += sizeof(number);
	}
}

CK_RV
attribute_give(CK_ATTRIBUTE *a, struct bytes value)
{
	enum attribute_kind kind = attribute_kind(a->type);
	CK_ULONG room = a->ulValueLen, len = native_len(kind, value.len);

	if (a->pValue != NULL && room < len) {
		a->ulValueLen = CK_UNAVAILABLE_INFORMATION;
		return CKR_BUFFER_TOO_SMALL;
	}
	a->ulValueLen = len;
	if (a->pValue == NULL || len == 0)
		return CKR_OK;
	if (kind == ATTRIBUTE_ULONG || kind == ATTRIBUTE_ULONGS)
		give_numbers(a->pValue, value);
	else
		memcpy(a->pValue, value.ptr, len);
	return CKR_OK;
}
