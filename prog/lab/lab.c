/* SPDX-License-Identifier: Apache-2.0 */
/* Reads, locks and plans the folder of a lab. lab.conf holds the settings, and
 * the devices follow from them. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum err
lab_fail(enum err e, const char *format, ...)
{
	va_list args;

	fputs("lunette: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return e;
}

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int number)
{
	interrupted = number;
}

void
lab_catch_interrupts(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = on_interrupt }, was;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (sigaction(signals[i], NULL, &was) == 0 &&
		    was.sa_handler != SIG_IGN) /* nohup */
			sigaction(signals[i], &act, NULL);
}

bool
lab_is_interrupted(void)
{
	return interrupted != 0;
}

const char *
lab_path(const struct lab *l, struct lab_path *out, const char *format, ...)
{
	int n = snprintf(out->s, sizeof(out->s), "%s/", l->dir);
	va_list args;

	va_start(args, format);
	n += vsnprintf(out->s + n, sizeof(out->s) - (size_t)n, format, args);
	va_end(args);
	must(n < (int)sizeof(out->s)); /* lab_load has left room */
	return out->s;
}

/* A device's serial number. It depends on the net, so that the devices of two
 * labs on one machine have different ones. */
static uint64_t
serial_of(const struct lab *l, bool is_hsm, unsigned number)
{
	unsigned a = 0, b = 0, c = 0;

	if (sscanf(l->is.net, "%u.%u.%u", &a, &b, &c) != 3)
		a = b = c = 0;
	return (is_hsm ? 500000u : 700000u) + (b * 256u + c) % 6000u * 32u + number;
}

void
lab_plan(struct lab *l)
{
	l->n_devices = 0;
	for (unsigned i = 1; i <= l->is.hsms + l->is.backups; i++) {
		struct device *d = &l->devices[l->n_devices++];
		bool is_hsm = i <= l->is.hsms;
		unsigned n = is_hsm ? i : i - l->is.hsms;

		*d = (struct device){ .is_hsm = is_hsm, .number = n,
			.serial = serial_of(l, is_hsm, n) };
		snprintf(d->name, sizeof(d->name), "%s%u",
		    is_hsm ? "hsm" : "backup", n);
		if (is_hsm)
			snprintf(d->address, sizeof(d->address), "%.24s.%u", l->is.net, n);
	}
}

enum err
lab_save(const struct lab *l)
{
	struct lab_path path;

	return settings_write(settings_of_lab, lab_path(l, &path, "lab.conf"), &l->is);
}

enum err
lab_load(struct lab *l, const char *dir)
{
	struct setting_complaint why = { "" };
	struct lab_path path;
	enum err e;

	*l = (struct lab){ .lock_fd = -1 };
	if (dir == NULL)
		dir = getenv("LUNETTE_DIR");
	if (dir == NULL)
		return lab_fail(ERR_ARGUMENT, "which lab? Give --dir DIR, or source its "
		    "env file");
	if (realpath(dir, l->dir) == NULL)
		return lab_fail(ERR_NOT_FOUND, "%s: %m", dir);
	if (strlen(l->dir) > PATH_MAX - 512)
		return lab_fail(ERR_TOO_LARGE, "the path of the folder is too long");
	e = settings_read(settings_of_lab, lab_path(l, &path, "lab.conf"), &l->is, &why);
	if (e == ERR_NOT_FOUND)
		return lab_fail(e, "there is no lab in %s ('lunette up --dir DIR' makes "
		    "one)", dir);
	if (e != ERR_OK)
		return lab_fail(e, "%s: %s", path.s, why.text);
	lab_plan(l);
	return ERR_OK;
}

enum err
lab_lock(struct lab *l)
{
	struct lab_path path;

	l->lock_fd = open(lab_path(l, &path, "lab.lock"),
	    O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (l->lock_fd < 0)
		return lab_fail(ERR_FILE, "%s: %m", path.s);
	if (flock(l->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		fprintf(stderr, "lunette: waiting for another lunette at this lab\n");
		if (flock(l->lock_fd, LOCK_EX) != 0)
			return lab_fail(ERR_FILE, "%s: %m", path.s);
	}
	return ERR_OK;
}

void
lab_close(struct lab *l)
{
	file_close(&l->lock_fd);
}

enum err
lab_device(struct lab *l, const char *name, struct device **out)
{
	for (unsigned i = 0; i < l->n_devices; i++) {
		if (text_same(l->devices[i].name, name)) {
			*out = &l->devices[i];
			return ERR_OK;
		}
	}
	fprintf(stderr, "lunette: there is no '%s' in this lab; there is:", name);
	for (unsigned i = 0; i < l->n_devices; i++)
		fprintf(stderr, " %s", l->devices[i].name);
	fputc('\n', stderr);
	return ERR_NOT_FOUND;
}

enum err
lab_begin(int *argc, char **argv, struct lab *out)
{
	static const struct option options[] = {
		{ "dir", required_argument, NULL, 'd' }, { 0 } };
	const char *dir = NULL;
	int c;

	*out = (struct lab){ .lock_fd = -1 };
	while ((c = getopt_long(*argc, argv, "", options, NULL)) != -1) {
		if (c != 'd')
			return ERR_ARGUMENT; /* getopt has said why */
		dir = optarg;
	}
	for (int i = optind; i < *argc; i++)
		argv[i - optind] = argv[i];
	*argc -= optind;
	return lab_load(out, dir);
}
