/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The PKCS#11 module as a whole: what every family of functions here needs. It
 * lives in somebody else's process: no thread that outlives a call, no signal,
 * no exit handler, and no symbol of ours but C_*.
 *
 * Locks, outermost first: a session's, a server's, a slot's, the module's two.
 * Only a session's and a server's are held across the network.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#define CK_EXPORT __attribute__((visibility("default")))
#include "spec/pkcs11.h"

#include "base/map.h"
#include "client/settings.h"

struct server;
struct slot;

#define MODULE_SLOTS 256

struct module {
	pid_t pid;
	atomic_bool closing;
	bool no_threads; /* CKF_LIBRARY_CANT_CREATE_OS_THREADS */
	struct settings settings;
	struct server *servers; /* settings.n_servers of them */

	_Atomic(int64_t) looked_ms; /* clock_ms; 0: never */

	pthread_mutex_t lock; /* of the list of slots */
	struct slot *slots[MODULE_SLOTS]; /* ids are places here; only added to */
	unsigned n_slots, n_found; /* numbered; and those just seen besides */

	pthread_rwlock_t sessions_lock;
	struct map sessions; /* handle -> struct session */
	CK_SESSION_HANDLE last_session;
};

/* At the start of each call: gives the module, and keeps it until module_leave.
 * CKR_CRYPTOKI_NOT_INITIALIZED before C_Initialize, and in a forked child. */
CK_RV module_enter(struct module **out);
/* Accepts NULL inside; for CLEARED_BY. */
void module_leave(struct module **m);

/* For C_Initialize and C_Finalize, which hold this lock throughout. */
void module_lock(void);
void module_unlock(void);
/* With the lock held. The module of this process or, in a forked child, of its
 * parent (*out_is_ours tells); NULL if there is none. */
struct module *module_current(bool *out_is_ours);
/* With the lock held: which module calls enter from now on; NULL: none. */
void module_set_current(struct module *m);
/* Some calls have not left yet. */
bool module_is_in_use(void);

/* What an application sees of an error of ours. */
static inline CK_RV
rv_of(enum err e)
{
	return err_row(e)->ckr;
}

/* As TRY, at the edge where errors are CK_RV. */
#define TRY_RV(call)                        \
	do {                                \
		CK_RV try_rv_ = (call);     \
		if (try_rv_ != CKR_OK)      \
			return try_rv_;     \
	} while (0)
