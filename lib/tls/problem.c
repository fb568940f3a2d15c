/* SPDX-License-Identifier: Apache-2.0 */
/* The sentence is kept for each thread, as OpenSSL keeps its reasons. */
#include "tls/problem.h"

#include <stdio.h>

#include <openssl/err.h>

static __thread char problem[256];

void
tls_set_problem(const char *what)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code ? ERR_reason_error_string(code) : NULL;

	snprintf(problem, sizeof(problem), "%s%s%s", what,
	    reason != NULL ? ": " : "", reason != NULL ? reason : "");
	ERR_clear_error();
}

const char *
tls_problem(void)
{
	return problem;
}
