/* SPDX-License-Identifier: Apache-2.0 */
/*
 * multitoken: measures any PKCS#11 module. Run by people and by bench/run.
 * Makes the keys and objects that it needs and destroys them afterwards,
 * also when it is interrupted; never touches objects of others.
 *
 * Exit status: 0 all was measured, 1 wrong arguments or no token, 2 a call
 * failed or gave a wrong result, 130 interrupted.
 */

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

#include "base/about.h"
#include "base/mem.h"
#include "options.h"
#include "report.h"
#include "stock.h"

volatile sig_atomic_t interrupted;

/* A second signal has its default action, because the token may not answer. */
static void
on_signal(int number)
{
	interrupted = 1;
	signal(number, SIG_DFL);
}

static enum err
measure_mode(struct worker *main_worker, const struct options *o, const struct mode *mode)
{
	struct plan p = { .mode = mode, .seconds = o->seconds, .packet = o->packet,
		.watch = isatty(STDERR_FILENO) ? report_rate : NULL };
	static struct result r;

	for (unsigned i = 0; i < o->n_threads && !interrupted; i++) {
		enum err e;

		p.threads = o->threads[i];
		e = run_prepare(main_worker, &p);
		if (e == ERR_OK)
			e = run_measure(main_worker, &p, &r);
		if (e == ERR_NOT_SUPPORTED)
			report_skipped(&p, o->json);
		else if (e == ERR_OK)
			report_result(&p, &r, o->json);
		else
			return e;
	}
	return ERR_OK;
}

/* A mode that fails does not keep the others from being measured. */
static enum err
measure_all(struct worker *w, const struct options *o)
{
	enum err first = ERR_OK;

	for (unsigned i = 0; i < o->n_modes && !interrupted; i++) {
		enum err e = measure_mode(w, o, o->modes[i]), f = ERR_OK;

		if (e != ERR_OK && e != ERR_CANCELLED)
			report_failure(o->modes[i]->name, e, &w->failure, o->json);
		if (o->modes[i]->finish != NULL)
			f = o->modes[i]->finish(w);
		if (f != ERR_OK)
			report_failure("cleaning up", f, &w->failure, o->json);
		if (first == ERR_OK)
			first = e != ERR_OK ? e : f;
	}
	return first;
}

static enum err
clean(struct worker *w)
{
	size_t n = 0;
	enum err e = stock_clean(w, &n);

	if (e == ERR_OK)
		fprintf(stderr, "multitoken: %zu old objects destroyed\n", n);
	else
		report_failure("--clean", e, &w->failure, false);
	return e;
}

static enum err
with_token(const struct options *o, struct token *t)
{
	static struct stock stock;
	static struct worker w;
	enum err e = ERR_OK, f;

	stock_start(&stock, !o->session_keys);
	stock.n_objects = o->n_objects;
	stock.keep_objects = o->keep_objects;
	w = (struct worker){ .f = t->f, .slot = t->slot, .session = t->session, .stock = &stock };
	for (size_t i = 0; i < sizeof(w.in); i++)
		w.in[i] = (uint8_t)(i * 31 + 7);
	if (o->clean)
		e = clean(&w);
	if (o->n_modes > 0 && e == ERR_OK) {
		report_head(t, o->json);
		e = measure_all(&w, o);
	}
	f = stock_end(&w);
	if (f != ERR_OK)
		report_failure("cleaning up", f, &w.failure, o->json);
	return e != ERR_OK ? e : f;
}

static void
say_no_token(const struct options *o)
{
	if (o->by_slot)
		fprintf(stderr, "multitoken: --slot %lu: no token that is "
		    "initialized\n", o->slot);
	else
		fprintf(stderr, "multitoken: no token %s\n",
		    o->label ? o->label : "that is initialized");
}

int
main(int argc, char **argv)
{
	CLEARED_BY(options_clear) struct options o = { 0 };
	CLEARED_BY(token_close) struct token t = { 0 };
	struct failure why = { 0 };
	enum err e;

	if (about_asked(argc, argv) == ABOUT_VERSION) {
		about_print_version("multitoken");
		return 0;
	}
	e = options_read(argc, argv, &o);
	if (e != ERR_OK)
		return e == ERR_CANCELLED ? 0 : 1;
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	signal(SIGHUP, on_signal);
	e = token_open(&t, o.module, o.label, o.by_slot ? &o.slot : NULL, secret_bytes(&o.pin),
		&why);
	if (e == ERR_FILE)
		fprintf(stderr, "multitoken: %s\n", dlerror());
	else if (e == ERR_NOT_FOUND)
		say_no_token(&o);
	else if (e != ERR_OK)
		report_failure(o.module, e, &why, false);
	if (e != ERR_OK)
		return 1;
	e = with_token(&o, &t);
	return interrupted ? 130 : e == ERR_OK ? 0 : 2;
}
