/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The box's small state files: lines of words parted by single blanks. A word
 * holds no blank; an empty one is written "-". */

#include "base/bytes.h"

#define STATEFILE_WORDS_MAX 16

typedef enum err statefile_fn(void *ctx, char *const *words, size_t n);

/* Hands each line to fn. ERR_NOT_FOUND: no such file; ERR_CORRUPT: a line with
 * too many words. fn's error ends it. */
enum err statefile_read(const char *path, statefile_fn *fn, void *ctx);
/* What a word stands for ("-" is empty), and back. */
const char *statefile_text(const char *word);
const char *statefile_word(const char *text);
