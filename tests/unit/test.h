/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Includes cmocka with the headers that it needs before it, and defines the
 * checks that every test uses. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"

/* The call gives ERR_OK, or the test says which error came instead. */
#define assert_ok(call)                                                     \
	do {                                                                \
		enum err e_ = (call);                                       \
		if (e_ != ERR_OK)                                           \
			fail_msg("%s: %s", #call, err_row(e_)->name);       \
	} while (0)

/* The call gives this error and no other. */
#define assert_err(error, call)                                             \
	do {                                                                \
		enum err e_ = (call);                                       \
		if (e_ != (error))                                          \
			fail_msg("%s: %s instead of %s", #call,             \
			    err_row(e_)->name, err_row(error)->name);       \
	} while (0)
