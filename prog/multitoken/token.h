/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A PKCS#11 module that was loaded by name, and one of its tokens. */

#include "base/bytes.h"
#include "spec/pkcs11.h"

/* Which call of the module failed, and how. Zero: none did. */
struct failure {
	const char *call;
	CK_RV rv;
};

struct token {
	void *library;
	CK_FUNCTION_LIST *f;
	bool initialized; /* C_Finalize is due */
	CK_SLOT_ID slot;
	CK_SESSION_HANDLE session; /* keeps the login while others come and go */
	CK_TOKEN_INFO info;
	CK_INFO module;
};

/* ERR_OK for CKR_OK; else notes call and code and gives ERR_REFUSED. */
enum err failure_of(struct failure *out, const char *call, CK_RV rv);
/* CKR_DEVICE_ERROR for 0x30; a number for what has no name. */
const char *rv_name(CK_RV rv);

/* Loads the module, finds the token by label (NULL: the first that is
 * initialized) or, if `slot` is not NULL, by slot, opens a session and logs in
 * as user if there is a PIN. ERR_NOT_FOUND: no such token; ERR_FILE: dlopen
 * failed (dlerror says why); ERR_REFUSED: see out_failure. */
enum err token_open(struct token *out, const char *module, const char *label,
	const CK_SLOT_ID *slot, struct bytes pin, struct failure *out_failure);
/* Logs out, finalizes, unloads. Accepts the zero state. */
void token_close(struct token *t);
