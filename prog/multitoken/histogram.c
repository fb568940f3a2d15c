/* SPDX-License-Identifier: Apache-2.0 */
/* Each power of two from 2^7 on has 2^7 places; below that a place is 1 ns. */

#include "histogram.h"

static unsigned
place_of(uint64_t ns)
{
	unsigned top, shift;

	if (ns >> HISTOGRAM_SUB_BITS == 0)
		return (unsigned)ns;
	top = 63U - (unsigned)__builtin_clzll(ns);
	if (top > HISTOGRAM_TOP)
		return HISTOGRAM_PLACES - 1;
	shift = top - HISTOGRAM_SUB_BITS;
	return (shift << HISTOGRAM_SUB_BITS) + (unsigned)(ns >> shift);
}

/* The middle of a place. */
static double
middle_of(unsigned place)
{
	unsigned shift;
	uint64_t low;

	if (place >> (HISTOGRAM_SUB_BITS + 1) == 0)
		return place;
	shift = (place >> HISTOGRAM_SUB_BITS) - 1;
	low = (uint64_t)(place - (shift << HISTOGRAM_SUB_BITS)) << shift;
	return (double)low + (double)((uint64_t)1 << shift) / 2;
}

void
histogram_add(struct histogram *h, uint64_t ns)
{
	h->counts[place_of(ns)]++;
	h->n++;
	h->sum += ns;
	if (ns > h->most)
		h->most = ns;
}

void
histogram_merge(struct histogram *h, const struct histogram *from)
{
	for (unsigned i = 0; i < HISTOGRAM_PLACES; i++)
		h->counts[i] += from->counts[i];
	h->n += from->n;
	h->sum += from->sum;
	if (from->most > h->most)
		h->most = from->most;
}

double
histogram_quantile(const struct histogram *h, double q)
{
	uint64_t want = (uint64_t)((double)h->n * q), seen = 0;

	for (unsigned i = 0; i < HISTOGRAM_PLACES; i++) {
		seen += h->counts[i];
		if (seen > want || (seen == h->n && seen > 0))
			return middle_of(i) < (double)h->most ? middle_of(i)
							      : (double)h->most;
	}
	return 0;
}
