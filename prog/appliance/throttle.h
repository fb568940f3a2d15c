/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Wrong passwords of late, by user and source; each makes the next try slower. */

#include "spec/limits.h"
#include "base/bytes.h"
#include "proc/source.h"

#define THROTTLE_ROWS 64
#define THROTTLE_FREE 3              /* wrong passwords that cost no delay */
#define THROTTLE_FIRST_MS 500        /* then it doubles */
#define THROTTLE_MOST_MS 8000        /* nobody is locked out */
#define THROTTLE_FORGET_MS (10 * 60 * 1000) /* after the last wrong one */

struct throttle {
	struct throttle_row {
		char user[LIMIT_NAME + 1];
		struct source source;
		unsigned failures; /* 0: the row is free */
		int64_t last;
	} rows[THROTTLE_ROWS];
};

/* How long this user's next password from there has to wait. */
uint32_t throttle_delay_ms(const struct throttle *t, struct bytes user,
    const struct source *from, int64_t now);
void throttle_failed(struct throttle *t, struct bytes user, const struct source *from,
    int64_t now);
void throttle_passed(struct throttle *t, struct bytes user, const struct source *from);
