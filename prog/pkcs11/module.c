/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which module there is, and who is in it. The counter of calls under way
 * stands outside of the module's memory, so that C_Finalize can wait until
 * nobody is inside before it frees that. A forked child finds another pid than
 * its own in the module and therefore none that it may enter.
 */
#include "module.h"

#include <unistd.h>

static _Atomic(struct module *) current;
static atomic_uint n_inside;
static pthread_mutex_t life = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t fork_handlers = PTHREAD_ONCE_INIT;

CK_RV
module_enter(struct module **out)
{
	struct module *m;

	n_inside++;
	m = current;
	if (m == NULL || m->pid != getpid()) {
		n_inside--;
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	}
	*out = m;
	return CKR_OK;
}

void
module_leave(struct module **m)
{
	if (*m != NULL)
		n_inside--;
}

static void
lock_life(void)
{
	pthread_mutex_lock(&life);
}

static void
unlock_life(void)
{
	pthread_mutex_unlock(&life);
}

/* A child has only the thread that forked: none of its threads is inside,
 * whatever the counter said at that moment. */
static void
begin_child(void)
{
	n_inside = 0;
	unlock_life();
}

/* The lock is held across fork(2), so that no child inherits it from a thread
 * that it does not have. */
static void
add_fork_handlers(void)
{
	pthread_atfork(lock_life, unlock_life, begin_child);
}

void
module_lock(void)
{
	pthread_once(&fork_handlers, add_fork_handlers);
	lock_life();
}

void
module_unlock(void)
{
	unlock_life();
}

struct module *
module_current(bool *out_is_ours)
{
	struct module *m = current;

	*out_is_ours = m != NULL && m->pid == getpid();
	return m;
}

void
module_set_current(struct module *m)
{
	current = m;
}

bool
module_is_in_use(void)
{
	return n_inside > 0;
}
