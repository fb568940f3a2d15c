/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What can be measured: one row a mode. */

#include "worker.h"

struct mode {
	const char *name;
	const char *words;
	const char *luna;            /* what Luna's own tool calls it, or NULL */
	unsigned bits;               /* its -key, 0: any */
	CK_MECHANISM_TYPE mechanism; /* NO_MECHANISM: needs none */
	enum key key;                /* works with it; generates it if data is 0 */
	unsigned data;               /* bytes for each operation */
	bool any_length;             /* --packet may change that */
	/* Once, by the main worker: makes what the mode needs. May be NULL. */
	enum err (*prepare)(struct worker *main);
	/* Once, by the main worker: do it and verify the result. */
	enum err (*check)(struct worker *main);
	/* What is timed. */
	enum err (*once)(struct worker *w);
	/* Once, by the main worker: takes away what prepare made. May be NULL. */
	enum err (*finish)(struct worker *main);
};

#define NO_MECHANISM CK_UNAVAILABLE_INFORMATION

extern const struct mode modes[];
extern const size_t n_modes;

/* By our name, or by Luna's with a key size (0: the first that fits); NULL if
 * there is none. */
const struct mode *mode_find(const char *name, unsigned bits);
