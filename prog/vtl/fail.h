/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* How every command of vtl says that it failed. */

#include "base/err.h"

/* Prints "Error: ..." and gives e back. */
enum err vtl_fail(enum err e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
