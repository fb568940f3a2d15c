/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The system calls of the program that includes this: the names of the rows in
 * the sandbox.def of its own folder, where each has its reason. One file of a
 * program includes it, the one that enters the sandbox.
 */

#include <stddef.h>

static const char *const sandbox_calls[] = {
#define PERMIT(call, why) #call,
#include "sandbox.def"
#undef PERMIT
	NULL,
};
