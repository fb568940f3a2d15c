/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Beginning and end. A counter of calls under way, outside of the module's own
 * memory, lets C_Finalize wait until nobody is inside. Everything belongs to
 * the process that initialized it: a forked child finds another pid, leaves
 * the parent's memory and streams alone, and may initialize anew.
 */
#include "module.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "server.h"
#include "session.h"
#include "slot.h"

static _Atomic(struct module *) current;
static atomic_uint inside;
static pthread_mutex_t life = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t fork_handlers = PTHREAD_ONCE_INIT;

CK_RV
module_enter(struct module **out)
{
	struct module *m;

	inside++;
	m = current;
	if (m == NULL || m->pid != getpid()) {
		inside--;
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	}
	*out = m;
	return CKR_OK;
}

void
module_leave(struct module **m)
{
	if (*m != NULL)
		inside--;
}

void
text_pad(CK_UTF8CHAR *out, size_t size, const char *text)
{
	size_t len = strnlen(text, size);

	memset(out, ' ', size);
	memcpy(out, text, len);
}

/* No thread of the child holds `life`. */
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

/* Nor is any of them inside, whatever the counter said at that moment. */
static void
begin_child(void)
{
	inside = 0;
	unlock_life();
}

static void
add_fork_handlers(void)
{
	pthread_atfork(lock_life, unlock_life, begin_child);
}

static void
module_free(struct module *m)
{
	sessions_free(m);
	slots_free(m);
	servers_free(m);
	pthread_mutex_destroy(&m->lock);
	pthread_rwlock_destroy(&m->sessions_lock);
	mem_free(m);
}

static CK_RV
module_make(struct module **out)
{
	struct module *m = mem_alloc(1, sizeof(*m));
	enum err e;

	if (m == NULL)
		return CKR_HOST_MEMORY;
	m->pid = getpid();
	pthread_mutex_init(&m->lock, NULL);
	pthread_rwlock_init(&m->sessions_lock, NULL);
	e = settings_read(NULL, &m->settings);
	if (e == ERR_OK)
		e = servers_make(m);
	if (e != ERR_OK) {
		module_free(m);
		return rv_of(e);
	}
	*out = m;
	return CKR_OK;
}

/* With `life` held. What a parent left is not ours to free. */
static CK_RV
initialize(bool no_threads)
{
	struct module *m = current;

	if (m != NULL && m->pid == getpid())
		return CKR_CRYPTOKI_ALREADY_INITIALIZED;
	if (m != NULL) {
		servers_abandon(m);
		current = NULL;
	}
	TRY_RV(module_make(&m));
	m->no_threads = no_threads;
	current = m;
	return CKR_OK;
}

/* We always use the system's own locks. Who cannot live with that says so by
 * giving mutex functions without CKF_OS_LOCKING_OK. */
static CK_RV
check_arguments(const CK_C_INITIALIZE_ARGS *a)
{
	unsigned given;

	if (a == NULL)
		return CKR_OK;
	given = (a->CreateMutex != NULL) + (a->DestroyMutex != NULL) +
	    (a->LockMutex != NULL) + (a->UnlockMutex != NULL);
	if (given != 0 && given != 4)
		return CKR_ARGUMENTS_BAD;
	if (given != 0 && (a->flags & CKF_OS_LOCKING_OK) == 0)
		return CKR_CANT_LOCK;
	return CKR_OK;
}

CK_RV
C_Initialize(CK_VOID_PTR init_args)
{
	const CK_C_INITIALIZE_ARGS *args = init_args;
	CK_RV rv;

	TRY_RV(check_arguments(args));
	pthread_once(&fork_handlers, add_fork_handlers);
	pthread_mutex_lock(&life);
	rv = initialize(args != NULL &&
	    (args->flags & CKF_LIBRARY_CANT_CREATE_OS_THREADS) != 0);
	pthread_mutex_unlock(&life);
	return rv;
}

/* With `life` held. Calls under way end with their connections. */
static CK_RV
finalize(void)
{
	struct module *m = current;

	if (m == NULL || m->pid != getpid())
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	m->closing = true;
	current = NULL;
	while (inside > 0) {
		servers_end(m);
		clock_sleep_ms(1);
	}
	module_free(m);
	return CKR_OK;
}

CK_RV
C_Finalize(CK_VOID_PTR reserved)
{
	CK_RV rv;

	if (reserved != NULL)
		return CKR_ARGUMENTS_BAD;
	pthread_mutex_lock(&life);
	rv = finalize();
	pthread_mutex_unlock(&life);
	return rv;
}
