/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Results for people (a table) and for programs (JSON, an object a line). */

#include "run.h"

/* Module and token, once, before the table. */
void report_head(const struct token *t, bool json);
void report_result(const struct plan *p, const struct result *r, bool json);
/* The token has no such mechanism. */
void report_skipped(const struct plan *p, bool json);
/* What went wrong, on standard error, and in the JSON as well. */
void report_failure(const char *what, enum err e, const struct failure *f, bool json);
/* For struct plan: the rate while it runs, on the terminal's last line. */
void report_rate(const struct plan *p, double seconds, double rate);
