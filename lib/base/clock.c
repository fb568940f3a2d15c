/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the kernel's clocks with clock_gettime. */
#include "base/clock.h"

#include <time.h>

static int64_t
microseconds(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
clock_wall_ms(void)
{
	return microseconds(CLOCK_REALTIME) / 1000;
}

int64_t
clock_ms(void)
{
	return microseconds(CLOCK_MONOTONIC) / 1000;
}

int64_t
clock_us(void)
{
	return microseconds(CLOCK_MONOTONIC);
}

void
clock_sleep_ms(int64_t ms)
{
	struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };

	nanosleep(&t, NULL);
}
