/* SPDX-License-Identifier: Apache-2.0 */
/* C_GetAttributeValue and C_SetAttributeValue: reading and changing attributes. */
#include "session.h"
#include "template.h"

/* In one request. */
#define MOST 64

static CK_RV
give_answer(CK_ATTRIBUTE *a, const struct msg_attribute_answer *answer)
{
	if (answer->status == ERR_OK)
		return attribute_give(a, answer->value);
	a->ulValueLen = CK_UNAVAILABLE_INFORMATION;
	return rv_of(err_from_number((unsigned)answer->status));
}

/* All are answered, whatever becomes of one; the first trouble is told. */
static CK_RV
give_answers(CK_ATTRIBUTE *a, CK_ULONG n, struct bytes rows)
{
	struct msg_attribute_answer answer;
	CK_RV first = CKR_OK, rv;

	for (CK_ULONG i = 0; i < n; i++) {
		if (rows_next(&rows, &wire_attribute_answer, &answer) != ERR_OK ||
		    answer.type != a[i].type)
			return CKR_DEVICE_ERROR;
		rv = give_answer(&a[i], &answer);
		if (first == CKR_OK)
			first = rv;
	}
	return first;
}

static CK_RV
get_some(struct session *s, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *a, CK_ULONG n)
{
	struct msg_attributes_get_request in = { .handle = object };
	struct msg_attributes_get_response out;
	uint8_t types[4 * MOST];

	for (CK_ULONG i = 0; i < n; i++) {
		if (a[i].type > UINT32_MAX)
			return CKR_ATTRIBUTE_TYPE_INVALID;
		bytes_set_u32(types + 4 * i, (uint32_t)a[i].type);
	}
	in.types = bytes_of(types, 4 * n);
	TRY_RV(session_call(s, attributes_get, &in, &out));
	return give_answers(a, n, out.attributes);
}

static bool
is_about_one_attribute(CK_RV rv)
{
	return rv == CKR_ATTRIBUTE_SENSITIVE || rv == CKR_ATTRIBUTE_TYPE_INVALID ||
	    rv == CKR_BUFFER_TOO_SMALL;
}

CK_RV
C_GetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_PTR attributes, CK_ULONG n_attributes)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CK_RV first = CKR_OK;

	TRY_RV(session_enter(session, &s));
	if (attributes == NULL || n_attributes == 0)
		return CKR_ARGUMENTS_BAD;
	while (n_attributes > 0) {
		CK_ULONG n = n_attributes < MOST ? n_attributes : MOST;
		CK_RV rv = get_some(s, object, attributes, n);

		if (rv != CKR_OK && !is_about_one_attribute(rv))
			return rv;
		if (first == CKR_OK)
			first = rv;
		attributes += n;
		n_attributes -= n;
	}
	return first;
}

CK_RV
C_SetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE_PTR attributes, CK_ULONG n_attributes)
{
	CLEARED_BY(session_leave) struct session *s = NULL;
	CLEARED_BY(buf_clear) struct buf template = { 0 };
	struct msg_attributes_set_request in = { .handle = object };
	struct msg_attributes_set_response out;
	CK_RV rv;

	TRY_RV(session_enter(session, &s));
	if (attributes == NULL || n_attributes == 0)
		return CKR_ARGUMENTS_BAD;
	TRY_RV(template_encode(attributes, n_attributes, &template));
	in.template = buf_bytes(&template);
	rv = session_call(s, attributes_set, &in, &out);
	slot_forgets(s->slot);
	return rv;
}
