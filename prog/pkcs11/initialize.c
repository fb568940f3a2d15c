/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C_Initialize and C_Finalize: a module is made and freed. Everything belongs
 * to the process that initialized it: a forked child leaves the memory and the
 * streams of its parent alone, and may initialize anew.
 */
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "session.h"

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

/* Without its configuration a module would have no slots, and nobody could tell
 * that from appliances that are away. */
static CK_RV
read_settings(struct settings *out)
{
	struct conf_problem problem;
	enum err e = settings_read(NULL, out, &problem);

	if (e == ERR_OK || e == ERR_NO_MEMORY)
		return rv_of(e);
	syslog(LOG_USER | LOG_ERR, "Lunette: %s", problem.words);
	return CKR_GENERAL_ERROR;
}

static CK_RV
module_make(struct module **out)
{
	struct module *m = mem_alloc(1, sizeof(*m));
	CK_RV rv;

	if (m == NULL)
		return CKR_HOST_MEMORY;
	m->pid = getpid();
	pthread_mutex_init(&m->lock, NULL);
	pthread_rwlock_init(&m->sessions_lock, NULL);
	rv = read_settings(&m->settings);
	if (rv == CKR_OK)
		rv = rv_of(servers_make(m));
	if (rv != CKR_OK) {
		module_free(m);
		return rv;
	}
	*out = m;
	return CKR_OK;
}

/* What a parent left is not ours to free. */
static CK_RV
initialize(bool no_threads)
{
	bool is_ours;
	struct module *m = module_current(&is_ours);

	if (is_ours)
		return CKR_CRYPTOKI_ALREADY_INITIALIZED;
	if (m != NULL) {
		servers_abandon(m);
		module_set_current(NULL);
	}
	TRY_RV(module_make(&m));
	m->no_threads = no_threads;
	module_set_current(m);
	return CKR_OK;
}

/* We always use the system's own locks. Whoever cannot live with that says so
 * by giving mutex functions without CKF_OS_LOCKING_OK. */
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
	module_lock();
	rv = initialize(args != NULL &&
	    (args->flags & CKF_LIBRARY_CANT_CREATE_OS_THREADS) != 0);
	module_unlock();
	return rv;
}

/* Calls under way end with their connections. */
static CK_RV
finalize(void)
{
	bool is_ours;
	struct module *m = module_current(&is_ours);

	if (!is_ours)
		return CKR_CRYPTOKI_NOT_INITIALIZED;
	m->closing = true;
	module_set_current(NULL);
	while (module_is_in_use()) {
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
	module_lock();
	rv = finalize();
	module_unlock();
	return rv;
}
