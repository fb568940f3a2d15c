/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The box's small state files: lines of words that are separated by single
 * blanks. A word holds no blank; an empty one is written as "-". */

#include "base/bytes.h"

#define STATEFILE_WORDS_MAX 16

typedef enum err statefile_fn(void *ctx, char *const *words, size_t n);

/* Hands each line to fn. ERR_NOT_FOUND: there is no such file; ERR_CORRUPT: a
 * line has too many words. An error of fn ends the reading and is returned. */
enum err statefile_read(const char *path, statefile_fn *fn, void *ctx);
/* The text that a word stands for ("-" is the empty text), and the word for a
 * text. */
const char *statefile_text(const char *word);
const char *statefile_word(const char *text);
