/* SPDX-License-Identifier: Apache-2.0 */
/* Results go to standard output; progress and errors go to standard error. */

#include "report.h"

#include <stdio.h>
#include <unistd.h>

/* A field of a PKCS#11 structure: without padding, and what could upset a
 * terminal or JSON replaced. */
static void
field_copy(const CK_UTF8CHAR *field, size_t len, char out[65])
{
	size_t n = 0;

	while (len > 0 && (field[len - 1] == ' ' || field[len - 1] == '\0'))
		len--;
	for (; n < len; n++)
		out[n] = field[n] < 0x20 || field[n] > 0x7e || field[n] == '"' || field[n] == '\\'
			? '?'
			: (char)field[n];
	out[n] = '\0';
}

void
report_head(const struct token *t, bool json)
{
	char module[65], label[65], model[65];

	field_copy(t->module.libraryDescription, 32, module);
	field_copy(t->info.label, 32, label);
	field_copy(t->info.model, 16, model);
	if (json) {
		printf("{\"library\": \"%s\", \"token\": \"%s\", \"model\": \"%s\"}\n", module,
			label, model);
		return;
	}
	printf("library %s, token %s, model %s\n\n", module, label, model);
	printf("%-24s %7s %11s %10s %10s %10s\n", "mode", "threads", "ops/s", "p50 us", "p99 us",
		"longest us");
}

void
report_result(const struct plan *p, const struct result *r, bool json)
{
	double rate = (double)r->times.n / r->seconds;
	double p50 = histogram_quantile(&r->times, 0.50) / 1e3;
	double p99 = histogram_quantile(&r->times, 0.99) / 1e3;
	double most = (double)r->times.most / 1e3;

	if (json)
		printf("{\"mode\": \"%s\", \"threads\": %u, \"seconds\": %.3f, \"ops\": %llu, "
		       "\"ops_per_second\": %.1f, \"mean_us\": %.2f, \"p50_us\": %.2f, "
		       "\"p99_us\": %.2f, \"longest_us\": %.2f}\n",
			p->mode->name, r->threads, r->seconds, (unsigned long long)r->times.n,
			rate, r->times.n ? (double)r->times.sum / (double)r->times.n / 1e3 : 0,
			p50, p99, most);
	else
		printf("%-24s %7u %11.1f %10.1f %10.1f %10.1f\n", p->mode->name, r->threads, rate,
			p50, p99, most);
	fflush(stdout);
}

void
report_skipped(const struct plan *p, bool json)
{
	if (json)
		printf("{\"mode\": \"%s\", \"threads\": %u, \"skipped\": \"mechanism\"}\n",
			p->mode->name, p->threads);
	else
		printf("%-24s %7u   the token does not have mechanism %#lx\n", p->mode->name,
			p->threads, p->mode->mechanism);
	fflush(stdout);
}

void
report_failure(const char *what, enum err e, const struct failure *f, bool json)
{
	const char *rv = f->call == NULL || f->rv == CKR_OK ? "" : rv_name(f->rv);
	const char *call = f->call != NULL ? f->call : err_words(e);

	fprintf(stderr, "multitoken: %s: %s%s%s\n", what, call, rv[0] ? ": " : "", rv);
	if (json)
		printf("{\"mode\": \"%s\", \"failed\": \"%s\", \"rv\": \"%s\"}\n", what,
			f->call != NULL ? f->call : err_row(e)->name, rv);
	fflush(stdout);
}

void
report_rate(const struct plan *p, double seconds, double rate)
{
	fprintf(stderr, "\r%-24s %7u %11.1f ops/s after %.0f s \r", p->mode->name, p->threads,
		rate, seconds);
	if (seconds + 1 > p->seconds)
		fprintf(stderr, "%70s\r", "");
}
