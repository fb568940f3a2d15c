/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The words for classes of objects. */

#include <stdint.h>

/* The words for CKO_...: "Private Key"; "Other" if there are none. */
const char *class_words(uint64_t class);
