/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What an operation works with: a session, some room, and the stock of keys
 * and objects that all workers of a run share. The main thread has a worker
 * too, which makes the stock and destroys it again.
 */

#include <signal.h>
#include <stdatomic.h>

#include "token.h"

#define DATA_MAX 65536
#define OUT_MAX (DATA_MAX + 1024)

enum key {
	KEY_NONE,
	KEY_AES,
	KEY_HMAC,
	KEY_RSA_2048,
	KEY_RSA_3072,
	KEY_RSA_4096,
	KEY_P256,
	KEY_P384,
	KEY_P521,
	N_KEYS
};

/* Of a secret key both handles are the same. */
struct key_pair {
	CK_OBJECT_HANDLE public_key, private_key;
};

struct stock {
	struct key_pair keys[N_KEYS]; /* zero: not made yet */
	CK_BBOOL on_token;            /* keys are token objects */
	size_t n_objects;             /* to search among */
	bool keep_objects;            /* they stay, and are found again */
	_Atomic size_t n_made;        /* of them, made by now */
	uint8_t sample[OUT_MAX];      /* what decrypt and verify start from */
	CK_ULONG sample_len;
	char prefix[32];              /* of every label: "multitoken-<pid>-" */
};

struct worker {
	CK_FUNCTION_LIST *f;
	CK_SLOT_ID slot;
	CK_SESSION_HANDLE session;
	struct stock *stock;
	const struct mode *mode;
	unsigned number;     /* no two have the same */
	uint64_t n_done;     /* operations, checks included */
	CK_ULONG in_len;
	CK_ULONG out_len;    /* set by the operation */
	uint8_t in[DATA_MAX];
	uint8_t out[OUT_MAX];
	struct failure failure;
};

/* Set by Ctrl-C; whoever works long looks at it. */
extern volatile sig_atomic_t interrupted;

/* A call of the module: ERR_OK, or the worker's failure says what happened.
 *	TRY(CALL(w, C_SignInit, w->session, &mechanism, key)); */
#define CALL(w, name, ...) failure_of(&(w)->failure, #name, (w)->f->name(__VA_ARGS__))

