/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* One measurement: so many threads do one thing for so many seconds. */

#include "histogram.h"
#include "modes.h"

struct result {
	struct histogram times;
	double seconds;
	unsigned threads;
};

struct plan {
	const struct mode *mode;
	unsigned threads;
	double seconds;
	unsigned packet; /* bytes for each operation, 0: as the mode says */
	/* Called once a second with what was done until now; may be NULL. */
	void (*watch)(const struct plan *p, double seconds, double rate);
};

/* Makes what the mode needs and verifies its result; `main` keeps the reason
 * of a failure. ERR_NOT_SUPPORTED: the token has no such mechanism. */
enum err run_prepare(struct worker *main, const struct plan *p);
/* Measures. ERR_CANCELLED: interrupted, and *out holds nothing. */
enum err run_measure(struct worker *main, const struct plan *p, struct result *out);
