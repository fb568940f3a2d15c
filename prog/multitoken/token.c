/* SPDX-License-Identifier: Apache-2.0 */
/* Loading a module, finding a token, logging in. */

#include "token.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define SLOTS_MAX 256

static const struct {
	CK_RV rv;
	const char *name;
} rv_names[] = {
#include "rv_names.inc"
};

const char *
rv_name(CK_RV rv)
{
	static _Thread_local char number[32];

	for (size_t i = 0; i < sizeof(rv_names) / sizeof(*rv_names); i++)
		if (rv_names[i].rv == rv)
			return rv_names[i].name;
	snprintf(number, sizeof(number), "0x%08lx", rv);
	return number;
}

enum err
failure_of(struct failure *out, const char *call, CK_RV rv)
{
	if (rv == CKR_OK)
		return ERR_OK;
	*out = (struct failure){ call, rv };
	return ERR_REFUSED;
}

static enum err
library_load(struct token *t, const char *path, struct failure *why)
{
	CK_C_INITIALIZE_ARGS args = { .flags = CKF_OS_LOCKING_OK };
	CK_C_GetFunctionList get;

	t->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (t->library == NULL)
		return ERR_FILE;
	*(void **)&get = dlsym(t->library, "C_GetFunctionList");
	if (get == NULL)
		return ERR_FILE;
	TRY(failure_of(why, "C_GetFunctionList", get(&t->f)));
	TRY(failure_of(why, "C_Initialize", t->f->C_Initialize(&args)));
	t->initialized = true;
	return failure_of(why, "C_GetInfo", t->f->C_GetInfo(&t->module));
}

/* The texts of PKCS#11 are padded with blanks. */
static bool
label_is(const CK_UTF8CHAR field[32], const char *label)
{
	size_t len = strlen(label);

	if (len > 32 || memcmp(field, label, len) != 0)
		return false;
	for (; len < 32; len++)
		if (field[len] != ' ')
			return false;
	return true;
}

static enum err
slot_find(struct token *t, const char *label, const CK_SLOT_ID *slot, struct failure *why)
{
	CK_SLOT_ID slots[SLOTS_MAX];
	CK_ULONG n = SLOTS_MAX;

	TRY(failure_of(why, "C_GetSlotList", t->f->C_GetSlotList(CK_TRUE, slots, &n)));
	for (CK_ULONG i = 0; i < n; i++) {
		CK_TOKEN_INFO info;

		if (slot != NULL && slots[i] != *slot)
			continue;
		TRY(failure_of(why, "C_GetTokenInfo", t->f->C_GetTokenInfo(slots[i], &info)));
		if (slot == NULL && (label != NULL ? !label_is(info.label, label)
						   : !(info.flags & CKF_TOKEN_INITIALIZED)))
			continue;
		t->slot = slots[i];
		t->info = info;
		return ERR_OK;
	}
	return ERR_NOT_FOUND;
}

static enum err
session_open(struct token *t, struct bytes pin, struct failure *why)
{
	CK_RV rv;

	TRY(failure_of(why, "C_OpenSession",
		t->f->C_OpenSession(t->slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL,
			&t->session)));
	if (pin.len == 0)
		return ERR_OK;
	rv = t->f->C_Login(t->session, CKU_USER, (CK_UTF8CHAR_PTR)(uintptr_t)pin.ptr, pin.len);
	if (rv == CKR_USER_ALREADY_LOGGED_IN)
		return ERR_OK;
	return failure_of(why, "C_Login", rv);
}

enum err
token_open(struct token *out, const char *module, const char *label, const CK_SLOT_ID *slot,
	struct bytes pin, struct failure *out_failure)
{
	CLEARED_BY(token_close) struct token t = { 0 };

	TRY(library_load(&t, module, out_failure));
	TRY(slot_find(&t, label, slot, out_failure));
	TRY(session_open(&t, pin, out_failure));
	*out = t;
	t = (struct token){ 0 };
	return ERR_OK;
}

void
token_close(struct token *t)
{
	if (t->session != 0)
		t->f->C_CloseSession(t->session);
	if (t->initialized)
		t->f->C_Finalize(NULL);
	if (t->library != NULL)
		dlclose(t->library);
	*t = (struct token){ 0 };
}
