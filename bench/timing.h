/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Threads that do one thing for a while; the result as a line of JSON with the
 * fields that multitoken prints, so that bench/run reads both alike. */

#include <stdbool.h>

struct timing {
	const char *mode;
	unsigned threads;
	double seconds;
	/* What a thread works with; NULL: it cannot, and all is off. */
	void *(*start)(unsigned number);
	/* What is timed; false: it failed. */
	bool (*once)(void *state);
	void (*stop)(void *state);
};

/* Measures and prints. False: something failed (said on standard error). */
bool timing_run(const struct timing *t);
/* Arguments SECONDS THREADS[,THREADS]...; false: they are no good. */
bool timing_arguments(int argc, char **argv, double *out_seconds, unsigned out_threads[8],
	unsigned *out_n);
