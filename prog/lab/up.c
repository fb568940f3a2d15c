/* SPDX-License-Identifier: Apache-2.0 */
/* lunette up and lunette down: make a lab or switch it on, and switch it off. */
#include "up.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cable.h"
#include "device.h"
#include "files.h"
#include "lab.h"
#include "proc/spawn.h"
#include "ready.h"

struct up_options {
	const char *dir;
	struct setting_options given;
	struct lab_settings wanted;
	bool ready, quiet;
};

static enum err
up_option(struct up_options *o, int c)
{
	struct setting_complaint why = { "" };

	switch (c) {
	case 'd': o->dir = optarg; return ERR_OK;
	case 'r': o->ready = true; return ERR_OK;
	case 'q': o->quiet = true; return ERR_OK;
	case '?': return ERR_ARGUMENT; /* getopt has said why */
	}
	if (settings_take_option(settings_of_lab, &o->given, &o->wanted, c, optarg,
	    &why) != ERR_OK)
		return lab_fail(ERR_ARGUMENT, "%s", why.text);
	return ERR_OK;
}

static enum err
up_parse(int argc, char **argv, struct up_options *o)
{
	int c;

	*o = (struct up_options){ .given = { .n_own = 3, .list = {
		{ "dir", required_argument, NULL, 'd' },
		{ "ready", no_argument, NULL, 'r' },
		{ "quiet", no_argument, NULL, 'q' } } } };
	settings_options(settings_of_lab, &o->given);
	settings_default(settings_of_lab, &o->wanted);
	while ((c = getopt_long(argc, argv, "", o->given.list, NULL)) != -1)
		TRY(up_option(o, c));
	if (optind < argc)
		return lab_fail(ERR_ARGUMENT, "up: '%s' is not an option", argv[optind]);
	if (o->dir == NULL)
		o->dir = getenv("LUNETTE_DIR");
	if (o->dir == NULL || o->dir[0] == '\0')
		return lab_fail(ERR_ARGUMENT, "up: --dir DIR is wanted, the folder that "
		    "holds everything");
	return ERR_OK;
}

/* Checks that the options fit the lab that is there: its shape cannot be
 * changed. */
static enum err
check_shape(const struct lab *l, const struct up_options *o)
{
	if (settings_conflict(settings_of_lab, &o->given, &o->wanted, &l->is) == NULL)
		return ERR_OK;
	return lab_fail(ERR_EXISTS, "the lab in %s has %u HSM(s), %u Backup HSM(s), "
	    "--net %s, --ntls-port %u, --ssh-port %u, --personality %s; another lab "
	    "wants another --dir", l->dir, l->is.hsms, l->is.backups, l->is.net,
	    l->is.ntls_port, l->is.ssh_port, l->is.personality);
}

static enum err
lab_new(struct lab *l, const struct up_options *o)
{
	*l = (struct lab){ .lock_fd = -1, .is = o->wanted };
	if (realpath(o->dir, l->dir) == NULL)
		return lab_fail(ERR_FILE, "%s: %m", o->dir);
	for (const char *p = l->dir; *p != '\0'; p++)
		if (*p == ';' || (unsigned char)*p < ' ')
			return lab_fail(ERR_NAME_INVALID, "--dir: a path with a semicolon "
			    "or a control character cannot stand in Chrystoki.conf");
	if (strlen(l->dir) > PATH_MAX - 512)
		return lab_fail(ERR_TOO_LARGE, "the path of the folder is too long");
	lab_plan(l);
	return ERR_OK;
}

static enum err
site_make(struct lab *l)
{
	struct lab_path path;
	const char *const argv[] = { "card", "--make-site-key", path.s, NULL };
	struct spawn s = { .program = "card", .argv = argv, .in = -1, .out = -1,
		.err = STDERR_FILENO, .channel = -1 };
	pid_t pid;
	int status;

	TRY(file_make_folder(lab_path(l, &path, "site")));
	lab_path(l, &path, "site/site.key");
	if (file_is_there(path.s))
		return ERR_OK;
	TRY(spawn_start(&s, &pid));
	if (waitpid(pid, &status, 0) != pid || status != 0)
		return lab_fail(ERR_CRYPTO, "the site's key cannot be made");
	return ERR_OK;
}

static enum err
ports_are_free(struct lab *l)
{
	for (unsigned i = 0; i < l->n_devices; i++)
		TRY(device_ports_are_free(l, &l->devices[i]));
	return ERR_OK;
}

/* Loads and checks the lab again. Called with the lock held. */
static enum err
check_made(struct lab *l, const struct up_options *o)
{
	int lock_fd = l->lock_fd;
	enum err e = lab_load(l, o->dir);

	l->lock_fd = lock_fd;
	return e == ERR_OK ? check_shape(l, o) : e;
}

static enum err
lab_find_or_make(struct lab *l, const struct up_options *o)
{
	char conf[PATH_MAX];
	unsigned made = 0;
	enum err e = file_make_folders(o->dir, &made);

	if (e != ERR_OK)
		return lab_fail(e, "%s: %m", o->dir);
	snprintf(conf, sizeof(conf), "%s/lab.conf", o->dir);
	if (file_is_there(conf)) {
		TRY(lab_load(l, o->dir));
		TRY(check_shape(l, o));
		return lab_lock(l);
	}
	TRY(lab_new(l, o));
	TRY(lab_lock(l));
	if (file_is_there(conf)) /* another lunette has made it meanwhile */
		return check_made(l, o);
	e = ports_are_free(l);
	if (e != ERR_OK) { /* nothing has begun, so remove what we made */
		snprintf(conf, sizeof(conf), "%s/lab.lock", o->dir);
		unlink(conf);
		file_remove_folders(o->dir, made);
		return e;
	}
	TRY(site_make(l));
	e = files_client(l);
	if (e == ERR_OK)
		e = lab_save(l);
	return e == ERR_OK ? e : lab_fail(e, "%s cannot be filled: %s", l->dir,
	    err_words(e));
}

static enum err
switch_on(struct lab *l, const struct up_options *o, bool *started)
{
	for (unsigned i = 0; i < l->n_devices; i++) {
		const struct device *d = &l->devices[i];

		if (device_pid(l, d) != 0) {
			printf("%s is running already\n", d->name);
			continue;
		}
		started[i] = true;
		TRY(device_on(l, d));
		cable_restore(l, d);
		if (!o->quiet && d->is_hsm)
			printf("%-8s on   %s  NTLS %u  SSH %u\n", d->name, d->address,
			    l->is.ntls_port, l->is.ssh_port);
		else if (!o->quiet)
			printf("%-8s on   serial number %llu\n", d->name,
			    (unsigned long long)d->serial);
		fflush(stdout);
	}
	return ERR_OK;
}

static enum err
make_ready(struct lab *l, const struct up_options *o)
{
	struct lab_path path;
	enum err e = ERR_OK;
	bool was;

	for (unsigned i = 0; o->ready && i < l->n_devices; i++)
		if (l->devices[i].is_hsm)
			TRY(ready_make(l, &l->devices[i]));
	if (lab_is_interrupted())
		return ERR_CANCELLED;
	was = file_is_there(lab_path(l, &path, "ready"));
	if (o->ready && !was)
		e = file_write(path.s, 0600, bytes_of_text("yes\n"));
	if (e == ERR_OK)
		e = files_env(l, was || o->ready);
	return e == ERR_OK ? e : lab_fail(e, "%s/env cannot be written: %s", l->dir,
	    err_words(e));
}

/* Prints the command in a form that a shell accepts, whatever the folder is
 * called. */
static void
say_with_path(const char *before, const char *path)
{
	CLEARED_BY(buf_clear) struct buf quoted = buf_up_to(16384);

	if (files_quote(path, &quoted) == ERR_OK)
		printf("%s%.*s\n", before, (int)quoted.len, (const char *)quoted.ptr);
}

static void
say_what_next(const struct lab *l, const struct up_options *o)
{
	struct lab_path path;
	bool ready = file_is_there(lab_path(l, &path, "ready"));

	if (o->quiet)
		return;
	say_with_path("\nsource it:   . ", lab_path(l, &path, "env"));
	if (ready)
		printf("try it:      pkcs11-tool --module \"$LUNETTE_MODULE\" --login "
		    "--pin \"$LUNETTE_PIN\" --list-objects\n");
	printf("administer:  ssh -p %u admin@%s%s\n", l->is.ssh_port,
	    l->devices[0].address, ready ? "  (password: \"$LUNETTE_ADMIN_PASSWORD\")"
	    : "  (factory password: PASSWORD)");
	say_with_path("stop it:     lunette down --dir ", l->dir);
}

/* After Ctrl-C: switches off what this run has switched on. */
static void
take_back(struct lab *l, const bool *started)
{
	fprintf(stderr, "lunette: interrupted; what was switched on is switched off "
	    "again\n");
	for (unsigned i = 0; i < l->n_devices; i++)
		if (started[i])
			IGNORE(device_cut(l, &l->devices[i]));
}

int
cmd_up(int argc, char **argv)
{
	struct up_options o;
	struct lab l = { .lock_fd = -1 };
	bool started[LAB_MAX_DEVICES] = { false };
	enum err e = up_parse(argc, argv, &o);

	lab_catch_interrupts();
	if (e == ERR_OK)
		e = lab_find_or_make(&l, &o);
	if (e == ERR_OK)
		e = switch_on(&l, &o, started);
	if (e == ERR_OK)
		e = make_ready(&l, &o);
	if (e == ERR_OK)
		say_what_next(&l, &o);
	else if (lab_is_interrupted())
		take_back(&l, started);
	lab_close(&l);
	return e == ERR_OK ? 0 : lab_is_interrupted() ? 130 : 1;
}

/* Switches every device off. If one fails the others still follow; the first
 * error is returned. */
static enum err
switch_off(struct lab *l, unsigned *out_n)
{
	enum err first = ERR_OK;

	/* Backup HSMs come last, because an appliance that stops may still be using
	 * them. */
	for (unsigned i = 0; i < l->n_devices; i++) {
		bool was_on = device_pid(l, &l->devices[i]) != 0;
		enum err e = device_off(l, &l->devices[i]);

		*out_n += was_on && e == ERR_OK;
		first = first == ERR_OK ? e : first;
	}
	return first;
}

int
cmd_down(int argc, char **argv)
{
	struct lab l;
	unsigned n = 0;
	enum err e = lab_begin(&argc, argv, &l);

	if (e == ERR_OK && argc > 0)
		e = lab_fail(ERR_ARGUMENT, "down: '%s' is not an option", argv[0]);
	if (e == ERR_OK)
		e = lab_lock(&l);
	if (e == ERR_OK) {
		e = switch_off(&l, &n);
		printf("%u device(s) switched off; the state stays in the folder\n", n);
	}
	lab_close(&l);
	return e == ERR_OK ? 0 : 1;
}
