/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tools call the classes of objects. */

#include <stdint.h>

/* Of CKO_...: "Private Key"; "Other" for one that has no words. */
const char *class_words(uint64_t class);
