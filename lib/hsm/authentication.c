/* SPDX-License-Identifier: Apache-2.0 */
/* The states of authentications, as rows. password.c reports the steps of an
 * authentication; apply.c, change.c and link.c report what happens to it. No
 * secret and no counter is looked at here. */
#include "hsm/authentication.h"

#include "base/mem.h"
#include "hsm/internal.h"

struct authentication_row {
	enum authentication_state from;
	enum authentication_event on;
	enum authentication_state to;
	enum err why; /* the answer to later events */
};

/* The short words of the table. */
#define WAITING AUTHENTICATION_WAITING
#define CHARGING AUTHENTICATION_CHARGING
#define VERIFYING AUTHENTICATION_VERIFYING
#define SETTLING AUTHENTICATION_SETTLING
#define REFUSING AUTHENTICATION_REFUSING
#define SETTLED AUTHENTICATION_SETTLED
#define FAILED AUTHENTICATION_FAILED

static const struct authentication_row rows[] = {
	{ WAITING, ON_SECRET, CHARGING, ERR_OK },
	{ WAITING, ON_CLOSED, FAILED, ERR_CLOSED },
	{ WAITING, ON_TIMEOUT, FAILED, ERR_TIMEOUT },
	{ WAITING, ON_EMPTIED, FAILED, ERR_ROLE_NOT_INITIALIZED },
	{ CHARGING, ON_DURABLE, VERIFYING, ERR_OK },
	{ CHARGING, ON_LOST, FAILED, ERR_STORE },
	{ CHARGING, ON_EMPTIED, FAILED, ERR_ROLE_NOT_INITIALIZED },
	{ VERIFYING, ON_RIGHT, SETTLING, ERR_OK },
	{ VERIFYING, ON_WRONG, REFUSING, ERR_OK },
	{ VERIFYING, ON_EMPTIED, FAILED, ERR_ROLE_NOT_INITIALIZED },
	{ SETTLING, ON_DURABLE, SETTLED, ERR_OK },
	{ SETTLING, ON_LOST, VERIFYING, ERR_OK }, /* counted still */
	{ SETTLING, ON_EMPTIED, FAILED, ERR_ROLE_NOT_INITIALIZED },
	{ REFUSING, ON_DURABLE, FAILED, ERR_PIN_INCORRECT },
	{ REFUSING, ON_LOST, FAILED, ERR_PIN_INCORRECT }, /* counted still */
	{ REFUSING, ON_EMPTIED, FAILED, ERR_PIN_INCORRECT },
};

static bool
is_over(const struct authentication *a)
{
	return a->state == SETTLED || a->state == FAILED;
}

static enum err
event(struct authentication *a, enum authentication_event on)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].from != a->state || rows[i].on != on)
			continue;
		a->state = rows[i].to;
		a->why = rows[i].why;
		return ERR_OK;
	}
	return a->state == FAILED ? a->why : ERR_REFUSED;
}

/* --- one of them --- */

const struct authentication *
authentication_get(const struct hsm *h, uint64_t id)
{
	return map_get(&h->authentications, id);
}

enum authentication_state
authentication_state(const struct hsm *h, uint64_t id)
{
	const struct authentication *a = authentication_get(h, id);

	return a != NULL ? a->state : AUTHENTICATION_NONE;
}

enum err
authentication_event(struct hsm *h, uint64_t id, enum authentication_event on)
{
	struct authentication *a = map_get(&h->authentications, id);

	return a != NULL ? event(a, on) : ERR_CLOSED;
}

void
authentication_end(struct hsm *h, uint64_t id)
{
	mem_free(map_remove(&h->authentications, id));
}

/* The number of the link's authentication on that partition; 0: there is none. */
static uint64_t
id_of(const struct hsm *h, uint64_t link, uint64_t partition)
{
	uint64_t id;
	void *value;
	size_t at = 0;

	while (map_next(&h->authentications, &at, &id, &value)) {
		const struct authentication *a = value;

		if (a->link == link && a->partition == partition)
			return id;
	}
	return 0;
}

enum err
authentication_begin(struct hsm *h, const struct authentication *what,
    uint64_t *out_id)
{
	uint64_t before = id_of(h, what->link, what->partition);
	struct authentication *a;
	enum err e;

	if (before != 0 && !is_over(authentication_get(h, before)))
		return ERR_BUSY;
	authentication_end(h, before);
	a = mem_alloc(1, sizeof(*a));
	if (a == NULL)
		return ERR_NO_MEMORY;
	*a = *what;
	a->state = WAITING;
	a->why = ERR_OK;
	e = map_set(&h->authentications, h->last_authentication + 1, a);
	if (e != ERR_OK) {
		mem_free(a);
		return e;
	}
	*out_id = ++h->last_authentication;
	return ERR_OK;
}

/* --- many of them --- */

void
authentication_end_all(struct hsm *h)
{
	uint64_t id;
	void *value;
	size_t at = 0;

	while (map_next(&h->authentications, &at, &id, &value))
		mem_free(value);
	map_clear(&h->authentications);
}

void
authentication_tick(struct hsm *h, int64_t now_ms)
{
	uint64_t id;
	void *value;
	size_t at = 0;

	while (map_next(&h->authentications, &at, &id, &value)) {
		struct authentication *a = value;

		if (a->until_ms <= now_ms)
			IGNORE(event(a, ON_TIMEOUT));
	}
}

void
authentication_empty(struct hsm *h, uint64_t partition)
{
	uint64_t id;
	void *value;
	size_t at = 0;

	while (map_next(&h->authentications, &at, &id, &value)) {
		struct authentication *a = value;

		if (partition == 0 || a->partition == partition)
			IGNORE(event(a, ON_EMPTIED));
	}
}

/* Finds an authentication of the link that waits or is over, and so can be ended.
 * The desk ends those that it still works on. */
static uint64_t
id_to_close(struct hsm *h, uint64_t link)
{
	uint64_t id;
	void *value;
	size_t at = 0;

	while (map_next(&h->authentications, &at, &id, &value)) {
		struct authentication *a = value;

		if (a->link == link &&
		    (event(a, ON_CLOSED) == ERR_OK || is_over(a)))
			return id;
	}
	return 0;
}

void
authentication_close(struct hsm *h, uint64_t link)
{
	uint64_t id;

	while ((id = id_to_close(h, link)) != 0)
		authentication_end(h, id);
}
