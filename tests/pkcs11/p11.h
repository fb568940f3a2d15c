/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of the module share: the loaded module, a logged-in session,
 * templates in one line. */

#include "../unit/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "spec/pkcs11.h"

/* The function list of the module under test, by the front door. */
extern CK_FUNCTION_LIST_3_0 *p11;
/* The slot whose token has the label of $LUNETTE_LABEL. */
extern CK_SLOT_ID slot;
/* A read-write session, the Crypto Officer logged in. */
extern CK_SESSION_HANDLE session;

/* The call gives this CKR_, or the test says which came instead. */
#define assert_rv(want, call)                                               \
	do {                                                                \
		CK_RV rv_ = (call);                                         \
		if (rv_ != (want))                                          \
			fail_msg("%s: 0x%lx instead of %s", #call, rv_, #want); \
	} while (0)
#define assert_good(call) assert_rv(CKR_OK, call)

#define TEXT(type, text) { type, (void *)(uintptr_t)(text), strlen(text) }
#define VALUE(type, variable) { type, &(variable), sizeof(variable) }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PLAIN(mechanism) (&(CK_MECHANISM){ mechanism, NULL, 0 })
#define WITH(mechanism, parameter) \
	(&(CK_MECHANISM){ mechanism, &(parameter), sizeof(parameter) })

extern CK_BBOOL yes, no;
extern const char *pin;

/* Loads the library and no more. */
void p11_load(void);
/* Loads, initializes, opens, logs in; and the way back. */
int p11_begin(void **state);
int p11_end(void **state);
/* Lets go of the library after its end; p11_begin loads it again. */
void p11_unload(void);
CK_RV open_session(CK_SESSION_HANDLE *out);

CK_OBJECT_HANDLE make_aes(CK_ULONG len);
CK_OBJECT_HANDLE make_hmac_key(void);
void make_rsa(CK_ULONG bits, CK_OBJECT_HANDLE *public, CK_OBJECT_HANDLE *private);
/* curve: DER of the OID */
void make_ec(const void *curve, size_t len, CK_OBJECT_HANDLE *public,
    CK_OBJECT_HANDLE *private);
void make_edwards(const void *curve, size_t len, CK_OBJECT_HANDLE *public,
    CK_OBJECT_HANDLE *private);
