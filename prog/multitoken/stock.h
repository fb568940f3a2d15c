/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Keys that modes need: made when first asked for, destroyed at the end. */

#include "worker.h"

/* Sets the prefix of labels; keys on the token or in the session. */
void stock_start(struct stock *s, bool on_token);
/* Makes the key unless it is there. */
enum err stock_key(struct worker *w, enum key key);
/* Generates a pair or secret key of that kind as a `token` object or not. */
enum err key_generate(struct worker *w, enum key key, CK_BBOOL token, const char *label,
	struct key_pair *out);
/* Destroys both halves. */
enum err key_destroy(struct worker *w, const struct key_pair *pair);
/* Destroys all keys of the stock; goes on after an error and gives the first. */
enum err stock_end(struct worker *w);
/* Destroys every object whose label begins with "multitoken-", whoever made
 * it; says how many those were. */
enum err stock_clean(struct worker *w, size_t *out_n);
