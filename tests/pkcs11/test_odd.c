/* SPDX-License-Identifier: Apache-2.0 */
/* Callers that do what is permitted but rare: they initialize and finalize
 * during other threads' calls, fork from many threads, and open many sessions. */
#include "p11.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define THREADS 6

static atomic_bool stop;
static atomic_uint n_done;

/* Whatever can come of a call that others end. */
static bool
is_an_end(CK_RV rv)
{
	return rv == CKR_CRYPTOKI_NOT_INITIALIZED || rv == CKR_SESSION_CLOSED ||
	    rv == CKR_SESSION_HANDLE_INVALID || rv == CKR_DEVICE_REMOVED ||
	    rv == CKR_TOKEN_NOT_PRESENT || rv == CKR_CRYPTOKI_ALREADY_INITIALIZED;
}

/* Sessions, and digests in them, until told to stop; the first strange answer. */
static void *
work(void *arg)
{
	CK_BYTE data[100] = "x", digest[32];

	while (!stop) {
		CK_SESSION_HANDLE s;
		CK_ULONG n = sizeof(digest);
		CK_RV rv = open_session(&s);

		if (rv == CKR_OK)
			rv = p11->C_DigestInit(s, PLAIN(CKM_SHA256));
		if (rv == CKR_OK)
			rv = p11->C_Digest(s, data, sizeof(data), digest, &n);
		if (rv == CKR_OK)
			rv = p11->C_CloseSession(s);
		if (rv == CKR_OK)
			n_done++;
		else if (!is_an_end(rv))
			return (void *)rv;
	}
	return NULL;
}

static void
start(pthread_t t[THREADS], void *(*fn)(void *))
{
	stop = false;
	n_done = 0;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(0, pthread_create(&t[i], NULL, fn, NULL));
}

static void
end(pthread_t t[THREADS])
{
	void *strange;

	stop = true;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], &strange);
		if (strange != NULL)
			fail_msg("0x%lx", (CK_RV)strange);
	}
}

static void
log_in_again(void)
{
	assert_good(open_session(&session));
	assert_good(p11->C_Login(session, CKU_USER, (CK_UTF8CHAR *)(uintptr_t)pin,
	    strlen(pin)));
}

/* Each ends and begins in the midst of the others' calls. */
static void *
begin_and_end(void *arg)
{
	for (int i = 0; i < 20; i++) {
		CK_RV rv = p11->C_Finalize(NULL);

		if (rv != CKR_OK && !is_an_end(rv))
			return (void *)rv;
		rv = p11->C_Initialize(NULL);
		if (rv != CKR_OK && !is_an_end(rv))
			return (void *)rv;
	}
	return NULL;
}

static void
many_end_while_others_work(void **state)
{
	pthread_t workers[THREADS], enders[THREADS];
	CK_INFO info;

	start(workers, work);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(0, pthread_create(&enders[i], NULL, begin_and_end, NULL));
	end(enders);
	end(workers);
	assert_good(p11->C_GetInfo(&info));
	log_in_again();
}

/* --- locks --- */

static CK_RV
no_mutex(CK_VOID_PTR_PTR out)
{
	return CKR_OK;
}

static CK_RV
no_lock(CK_VOID_PTR mutex)
{
	return CKR_OK;
}

/* Ours are the system's; who forbids these is told (PKCS#11 5.4). */
static void
locks_of_the_caller(void **state)
{
	CK_C_INITIALIZE_ARGS args = { .CreateMutex = no_mutex, .DestroyMutex = no_lock,
		.LockMutex = no_lock };

	assert_good(p11->C_Finalize(NULL));
	assert_rv(CKR_ARGUMENTS_BAD, p11->C_Initialize(&args));
	args.UnlockMutex = no_lock;
	assert_rv(CKR_CANT_LOCK, p11->C_Initialize(&args));
	assert_rv(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_Finalize(NULL));
	args.flags = CKF_OS_LOCKING_OK;
	assert_good(p11->C_Initialize(&args));
	log_in_again();
}

/* --- children --- */

static int
live_as_a_child(void)
{
	CK_SESSION_HANDLE s;
	CK_BYTE random[16];

	alarm(20);
	if (p11->C_Initialize(NULL) != CKR_OK)
		return 1;
	if (open_session(&s) != CKR_OK)
		return 2;
	if (p11->C_GenerateRandom(s, random, sizeof(random)) != CKR_OK)
		return 3;
	return p11->C_Finalize(NULL) == CKR_OK ? 0 : 4;
}

static void
children_of_many_threads(void **state)
{
	pthread_t t[THREADS];

#ifdef LUNETTE_SANITIZED
	skip(); /* the sanitizer's allocator leaves a child the locks of other threads */
#endif
	start(t, work);
	for (int i = 0; i < 40; i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			_exit(live_as_a_child());
		assert_int_equal(pid, waitpid(pid, &status, 0));
		assert_int_equal(0, status);
	}
	end(t);
	assert_int_not_equal(0, n_done);
}

static void *
ask_in_vain(void *arg)
{
	CK_INFO info;

	while (!stop)
		if (p11->C_GetInfo(&info) != CKR_CRYPTOKI_NOT_INITIALIZED)
			return (void *)CKR_FUNCTION_FAILED;
	return NULL;
}

/* Threads were inside when the child was made; in the child there are none. */
static void
children_between_calls(void **state)
{
	pthread_t t[THREADS];

	assert_good(p11->C_Finalize(NULL));
	start(t, ask_in_vain);
	for (int i = 0; i < 40; i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			alarm(5);
			_exit(p11->C_Initialize(NULL) != CKR_OK ||
			    p11->C_Finalize(NULL) != CKR_OK);
		}
		assert_int_equal(pid, waitpid(pid, &status, 0));
		assert_int_equal(0, status);
	}
	end(t);
	assert_good(p11->C_Initialize(NULL));
	log_in_again();
}

/* --- the library that goes --- */

static atomic_bool has_worked, may_go;

/* Ends after the library has gone in which it was. */
static void *
outlive(void *arg)
{
	CK_BYTE random[16];
	CK_RV rv = p11->C_GenerateRandom(session, random, sizeof(random));

	has_worked = true;
	while (!may_go)
		clock_sleep_ms(1);
	return (void *)rv;
}

static void
unloaded_and_loaded_again(void **state)
{
	for (int i = 0; i < 3; i++) {
		pthread_t t;
		void *rv;
		pid_t pid;

		has_worked = may_go = false;
		assert_int_equal(0, pthread_create(&t, NULL, outlive, NULL));
		while (!has_worked)
			clock_sleep_ms(1);
		p11_end(NULL);
		p11_unload();
		may_go = true;
		pthread_join(t, &rv);
		assert_null(rv);
		pid = fork(); /* nothing of the module is called any more */
		if (pid == 0)
			_exit(0);
		assert_int_equal(pid, waitpid(pid, NULL, 0));
		p11_begin(NULL);
	}
}

/* --- sessions --- */

static void
all_closed_under_way(void **state)
{
	CK_SESSION_INFO info;
	pthread_t t[THREADS];

	start(t, work);
	for (int i = 0; i < 50; i++) {
		assert_good(p11->C_CloseAllSessions(slot));
		clock_sleep_ms(2);
	}
	end(t);
	assert_int_not_equal(0, n_done);
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_GetSessionInfo(session, &info));
	log_in_again();
}

#define SESSIONS 2000

static void
two_thousand_sessions(void **state)
{
	static CK_SESSION_HANDLE all[SESSIONS];
	CK_BYTE digest[32];
	CK_TOKEN_INFO info;
	CK_ULONG n;

	for (int i = 0; i < SESSIONS; i++) {
		assert_good(open_session(&all[i]));
		assert_good(p11->C_DigestInit(all[i], PLAIN(CKM_SHA256)));
	}
	assert_good(p11->C_GetTokenInfo(slot, &info));
	assert_in_range(info.ulSessionCount, SESSIONS, SESSIONS + 1);
	for (int i = 0; i < SESSIONS; i++) {
		n = sizeof(digest);
		assert_good(p11->C_Digest(all[i], (CK_BYTE *)"x", 1, digest, &n));
		assert_good(p11->C_CloseSession(all[i]));
	}
}

/* No slot comes or goes by itself. */
static void
events_of_slots(void **state)
{
	CK_SLOT_ID which;

	assert_rv(CKR_NO_EVENT, p11->C_WaitForSlotEvent(CKF_DONT_BLOCK, &which, NULL));
	assert_rv(CKR_FUNCTION_NOT_SUPPORTED, p11->C_WaitForSlotEvent(0, &which, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_of_slots),
		cmocka_unit_test(two_thousand_sessions),
		cmocka_unit_test(all_closed_under_way),
		cmocka_unit_test(locks_of_the_caller),
		cmocka_unit_test(children_of_many_threads),
		cmocka_unit_test(children_between_calls),
		cmocka_unit_test(many_end_while_others_work),
		cmocka_unit_test(unloaded_and_loaded_again),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
