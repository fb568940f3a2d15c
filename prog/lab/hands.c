/* SPDX-License-Identifier: Apache-2.0 */
/* What a person does with hands and eyes: plugs and screens. */
#include "lab.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "proc/spawn.h"

enum err
cmd_begin(int *argc, char **argv, struct lab *out)
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

static enum err
power(struct lab *l, const char *what, const struct device *d)
{
	bool is_on = device_pid(l, d) != 0;
	bool off = text_same(what, "off"), cycle = text_same(what, "cycle");

	if (!off && !cycle && !text_same(what, "on"))
		return lab_fail(ERR_ARGUMENT, "power '%s': on, off or cycle is wanted",
		    what);
	if (off || cycle)
		TRY(device_cut(l, d));
	if (cycle || (!off && !is_on)) {
		TRY(device_on(l, d));
		cable_restore(l, d);
	}
	if (is_on == !off && !cycle)
		printf("%s is %s already\n", d->name, off ? "off" : "on");
	else
		printf("%s is %s\n", d->name, off ? "off" : "on");
	return ERR_OK;
}

int
cmd_power(int argc, char **argv)
{
	struct device *d;
	struct lab l;
	enum err e = cmd_begin(&argc, argv, &l);

	if (e == ERR_OK && argc != 2)
		e = lab_fail(ERR_ARGUMENT, "usage: lunette power on|off|cycle NAME "
		    "(off pulls the plug)");
	if (e == ERR_OK)
		e = lab_device(&l, argv[1], &d);
	if (e == ERR_OK)
		e = lab_lock(&l);
	if (e == ERR_OK)
		e = power(&l, argv[0], d);
	lab_close(&l);
	return e == ERR_OK ? 0 : 1;
}

static enum err
show_screen(struct lab *l, const struct device *d)
{
	CLEARED_BY(buf_clear) struct buf screen = buf_up_to(16384);
	struct lab_path path;

	if (d->is_hsm)
		return lab_fail(ERR_ARGUMENT, "%s has no screen; Backup HSMs have",
		    d->name);
	if (device_pid(l, d) == 0)
		return lab_fail(ERR_NOT_CONNECTED, "the screen of %s is dark: it is "
		    "switched off", d->name);
	TRY(file_read(lab_path(l, &path, "%s/display", d->name), &screen));
	return file_write_fd(STDOUT_FILENO, buf_bytes(&screen));
}

int
cmd_display(int argc, char **argv)
{
	struct device *d;
	struct lab l;
	enum err e = cmd_begin(&argc, argv, &l);

	if (e == ERR_OK && argc != 1)
		e = lab_fail(ERR_ARGUMENT, "usage: lunette display BACKUP");
	if (e == ERR_OK)
		e = lab_device(&l, argv[0], &d);
	if (e == ERR_OK)
		e = show_screen(&l, d);
	return e == ERR_OK ? 0 : 1;
}

int
cmd_show(int argc, char **argv)
{
	struct lab l;
	enum err e = cmd_begin(&argc, argv, &l);

	if (e == ERR_OK && argc > 0)
		e = lab_fail(ERR_ARGUMENT, "show: '%s' is not an option", argv[0]);
	for (unsigned i = 0; e == ERR_OK && i < l.n_devices; i++) {
		const struct device *d = &l.devices[i];
		bool on = device_pid(&l, d) != 0;

		printf("%-8s %-3s  serial %-8llu  ", d->name, on ? "on" : "off",
		    (unsigned long long)d->serial);
		if (d->is_hsm)
			printf("%s  NTLS %u  SSH %u", d->address, l.ntls_port,
			    l.ssh_port);
		else if (on)
			cable_show(&l, d);
		putchar('\n');
	}
	return e == ERR_OK ? 0 : 1;
}

/* The story is a script beside us; it finds this program by its variable. */
int
cmd_demo(int argc, char **argv)
{
	char script[PATH_MAX], own[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

	if (argc > 1)
		return lab_fail(ERR_ARGUMENT, "demo takes no options") != ERR_OK;
	own[n > 0 ? n : 0] = '\0';
	if (spawn_find("lunette-demo", script, sizeof(script)) != ERR_OK)
		return lab_fail(ERR_NOT_FOUND, "lunette-demo is not installed") != ERR_OK;
	setenv("LUNETTE_PROGRAM", own, 1);
	execl(script, script, (char *)NULL);
	return lab_fail(ERR_FILE, "%s: %m", script) != ERR_OK;
}
