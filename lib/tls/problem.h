/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Why the last call of this thread failed, in words for logs and people. */

/* What failed, and OpenSSL's reason; empty before the first failure. */
const char *tls_problem(void);
/* Keeps that sentence; only the files of lib/tls call it. */
void tls_set_problem(const char *what);
