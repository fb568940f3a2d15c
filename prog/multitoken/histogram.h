/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* How long calls took: a log-linear histogram, 128 steps for each power of
 * two, so that a quantile is off by less than one in a hundred. */

#include <stdint.h>

#define HISTOGRAM_SUB_BITS 7
#define HISTOGRAM_TOP 42 /* 2^42 ns is more than an hour */
#define HISTOGRAM_PLACES ((HISTOGRAM_TOP - HISTOGRAM_SUB_BITS + 2) << HISTOGRAM_SUB_BITS)

struct histogram {
	uint64_t counts[HISTOGRAM_PLACES];
	uint64_t n, sum, most; /* how many; their sum; the longest, ns */
};

void histogram_add(struct histogram *h, uint64_t ns);
/* Adds all that `from` holds. */
void histogram_merge(struct histogram *h, const struct histogram *from);
/* The time that the share q (0 to 1) of calls did not exceed, ns; 0 if empty. */
double histogram_quantile(const struct histogram *h, double q);
