/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Texts in fields of a fixed size, which PKCS#11 pads with blanks. */

#include "module.h"

/* The text, or as much of it as fits. */
void pad_text(CK_UTF8CHAR *out, size_t size, const char *text);
/* manufacturerID, wherever it stands. */
void pad_maker(CK_UTF8CHAR out[32]);
/* The length of a label that an application gave padded. */
size_t pad_len(const CK_UTF8CHAR *text, size_t size);
