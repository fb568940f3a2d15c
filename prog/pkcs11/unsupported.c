/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every function of the standard, weak and refused; the definition in another
 * file takes its place. So no list of functions has a hole, and a function that
 * we do not have says so.
 */
#include "module.h"

#define REFUSED(name, arguments)                      \
	__attribute__((weak)) CK_EXPORT CK_RV         \
	name arguments                                \
	{                                             \
		return CKR_FUNCTION_NOT_SUPPORTED;    \
	}
#define CALL_2_40(name, arguments) REFUSED(name, arguments)
#define CALL_3_0(name, arguments) REFUSED(name, arguments)
#define CALL_3_2(name, arguments) REFUSED(name, arguments)
#include "spec/pkcs11_calls.def"
