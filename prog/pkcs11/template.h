/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Attributes between the application's form (CK_ULONG, CK_BBOOL) and that of
 * the wire (8 bytes big-endian, 0 or 1); which is which says attributes.def. */

#include "module.h"

enum attribute_kind {
	ATTRIBUTE_BOOL,
	ATTRIBUTE_ULONG,
	ATTRIBUTE_ULONGS,
	ATTRIBUTE_BYTES,
	ATTRIBUTE_DATE,
};

/* ATTRIBUTE_BYTES for what the house does not know. */
enum attribute_kind attribute_kind(CK_ATTRIBUTE_TYPE type);
/* The template as wire rows. CKR_ARGUMENTS_BAD, CKR_ATTRIBUTE_VALUE_INVALID,
 * CKR_ATTRIBUTE_TYPE_INVALID. */
CK_RV template_encode(const CK_ATTRIBUTE *attributes, CK_ULONG n, struct buf *out);
/* A value that came back, into the application's attribute: its length (if
 * pValue is NULL), the value, or CKR_BUFFER_TOO_SMALL. */
CK_RV attribute_give(CK_ATTRIBUTE *a, struct bytes value);
