/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The connections that have processes, and how many of those may be strangers:
 * connections that have not logged in. */

#include <sys/types.h>

#include "proc/source.h"
#include "gate.h"

#define PLACES_MAX 64
#define STRANGERS_MAX 24        /* of them */
#define SOURCE_STRANGERS_MAX 12 /* from one source */
#define SHAKE_MS 1000           /* for the key exchange, when others want in */
#define LOGIN_MS 10000          /* for the login, when others want in */

struct place {
	pid_t pid; /* 0: free */
	int64_t since;
	struct source source;
	bool leaves; /* was told to end, and counts no more */
};

struct places {
	struct place list[PLACES_MAX];
	volatile uint8_t *stages; /* enum stage; each is written by its connection */
};

/* How many strangers there are; from that source alone unless it is NULL. */
size_t places_strangers(const struct places *p, const struct source *from);
/* A free place for a newcomer, if the limits leave one; else NULL, and in
 * out_leaver the stranger that has to give way for it, NULL if none has. That
 * is the earliest with no key exchange, then the earliest with no login. */
struct place *places_find(struct places *p, const struct source *from, int64_t now,
    struct place **out_leaver);
