/* SPDX-License-Identifier: Apache-2.0 */
/* The appliance goes away and comes back; the application stays. */
#include "p11.h"

#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

extern char **environ;

static void
power(const char *how)
{
	const char *argv[] = { "lunette", "power", "--dir", getenv("LUNETTE_DIR"),
		how, "hsm1", NULL };
	int status;
	pid_t pid;

	assert_int_equal(posix_spawnp(&pid, argv[0], NULL, NULL,
	    (char **)(uintptr_t)argv, environ), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static CK_RV
log_in(CK_SESSION_HANDLE s)
{
	return p11->C_Login(s, CKU_USER, (CK_UTF8CHAR *)(uintptr_t)pin, strlen(pin));
}

static CK_ULONG
n_slots(CK_BBOOL present)
{
	CK_ULONG n = 0;

	assert_good(p11->C_GetSlotList(present, NULL, &n));
	return n;
}

/* It takes a moment until an appliance that was switched on answers. */
static void
open_again(void)
{
	int64_t until = clock_ms() + 20000;
	CK_RV rv;

	while ((rv = open_session(&session)) == CKR_TOKEN_NOT_PRESENT &&
	    clock_ms() < until)
		clock_sleep_ms(50);
	assert_good(rv);
	assert_good(log_in(session));
}

static void
sessions_end_and_the_slot_comes_back(void **state)
{
	CK_OBJECT_CLASS class = CKO_DATA;
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_TOKEN, yes),
		TEXT(CKA_LABEL, "survivor") };
	CK_SESSION_HANDLE second;
	CK_OBJECT_HANDLE object;
	CK_TOKEN_INFO info;
	CK_SESSION_INFO s;
	CK_BYTE random[8];
	CK_ULONG n = 0;
	int64_t begun;

	assert_good(p11->C_CreateObject(session, t, COUNT(t), &object));
	assert_good(open_session(&second));
	power("off");
	begun = clock_ms();
	assert_rv(CKR_DEVICE_REMOVED, p11->C_GenerateRandom(session, random, 8));
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_GenerateRandom(session, random, 8));
	assert_rv(CKR_SESSION_HANDLE_INVALID, p11->C_GetSessionInfo(second, &s));
	assert_rv(CKR_TOKEN_NOT_PRESENT, open_session(&second));
	assert_rv(CKR_TOKEN_NOT_PRESENT, p11->C_GetTokenInfo(slot, &info));
	assert_int_equal(n_slots(CK_TRUE), 0);
	assert_int_equal(n_slots(CK_FALSE), 1);
	assert_in_range(clock_ms() - begun, 0, 3000);
	power("on");
	open_again();
	assert_int_equal(n_slots(CK_TRUE), 1);
	assert_good(p11->C_FindObjectsInit(session, t + 2, 1));
	assert_good(p11->C_FindObjects(session, &object, 1, &n));
	assert_good(p11->C_FindObjectsFinal(session));
	assert_int_equal(n, 1);
	assert_good(p11->C_DestroyObject(session, object));
}

static void *
work_until_it_breaks(void *result)
{
	CK_SESSION_HANDLE s;
	CK_BYTE random[64];
	CK_RV rv = open_session(&s);

	while (rv == CKR_OK)
		rv = p11->C_GenerateRandom(s, random, sizeof(random));
	*(CK_RV *)result = rv;
	return NULL;
}

static void
everybody_under_way_is_told(void **state)
{
	static CK_RV rv[8]; /* outlives a test that fails */
	pthread_t t[8];

	for (int i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, work_until_it_breaks, &rv[i]);
	clock_sleep_ms(200);
	power("cycle");
	for (int i = 0; i < 8; i++) {
		pthread_join(t[i], NULL);
		assert_true(rv[i] == CKR_DEVICE_REMOVED ||
		    rv[i] == CKR_SESSION_HANDLE_INVALID);
	}
	open_again();
}

static void
starting_without_the_appliance(void **state)
{
	int64_t begun;

	assert_good(p11->C_Finalize(NULL));
	power("off");
	begun = clock_ms();
	assert_good(p11->C_Initialize(NULL));
	assert_int_equal(n_slots(CK_TRUE), 0);
	assert_in_range(clock_ms() - begun, 0, 2000);
	power("on");
	begun = clock_ms();
	while (n_slots(CK_TRUE) == 0 && clock_ms() - begun < 20000)
		clock_sleep_ms(100);
	open_again();
}

/* What a Luna says when there is no room (CKR_CONTAINER_OBJECT_STORAGE_FULL). */
#define STORAGE_FULL 0x8000002CUL

/* A session object as large as they may be. */
static CK_RV
make_piece(CK_SESSION_HANDLE s)
{
	static CK_BYTE value[60000];
	CK_OBJECT_CLASS class = CKO_DATA;
	CK_ATTRIBUTE t[] = { VALUE(CKA_CLASS, class), VALUE(CKA_VALUE, value) };
	CK_OBJECT_HANDLE piece;

	return p11->C_CreateObject(s, t, COUNT(t), &piece);
}

/* Fills the room for session objects and ends without a word. */
static void
fill_and_die(void)
{
	CK_SESSION_HANDLE s;
	CK_RV rv;

	if (p11->C_Initialize(NULL) != CKR_OK || open_session(&s) != CKR_OK)
		_exit(1);
	do
		rv = make_piece(s);
	while (rv == CKR_OK);
	_exit(rv == STORAGE_FULL ? 0 : 2);
}

static void
what_the_dead_left_goes(void **state)
{
	int64_t until = clock_ms() + 10000;
	int status;
	CK_RV rv;
	pid_t pid = fork();

	if (pid == 0)
		fill_and_die();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	while ((rv = make_piece(session)) == STORAGE_FULL && clock_ms() < until)
		clock_sleep_ms(20);
	assert_good(rv);
}

static void *
finalize_soon(void *arg)
{
	clock_sleep_ms(100);
	return (void *)(uintptr_t)p11->C_Finalize(NULL);
}

static void
finalize_wakes_who_is_inside(void **state)
{
	pthread_t t, f;
	CK_RV rv;
	void *done;

	pthread_create(&t, NULL, work_until_it_breaks, &rv);
	pthread_create(&f, NULL, finalize_soon, NULL);
	pthread_join(t, NULL);
	pthread_join(f, &done);
	assert_null(done);
	assert_rv(CKR_CRYPTOKI_NOT_INITIALIZED, rv);
	assert_good(p11->C_Initialize(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_dead_left_goes),
		cmocka_unit_test(sessions_end_and_the_slot_comes_back),
		cmocka_unit_test(everybody_under_way_is_told),
		cmocka_unit_test(starting_without_the_appliance),
		cmocka_unit_test(finalize_wakes_who_is_inside),
	};

	return cmocka_run_group_tests(tests, p11_begin, p11_end);
}
