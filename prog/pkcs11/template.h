/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Attributes between the application's form (CK_ULONG, CK_BBOOL) and that of
 * the wire (8 bytes big-endian, 0 or 1); which is which says attributes.def. */

#include "module.h"

/* The template as wire rows. CKR_ARGUMENTS_BAD, CKR_ATTRIBUTE_VALUE_INVALID,
 * CKR_ATTRIBUTE_TYPE_INVALID. */
CK_RV template_encode(const CK_ATTRIBUTE *attributes, CK_ULONG n, struct buf *out);
/* A value that came back, into the application's attribute: its length (if
 * pValue is NULL), the value, or CKR_BUFFER_TOO_SMALL. */
CK_RV attribute_give(CK_ATTRIBUTE *a, struct bytes value);
