/* SPDX-License-Identifier: Apache-2.0 */
/* lunette show and lunette display: what is in the lab, and the screen of a
 * Backup HSM. */
#include "display.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cable.h"
#include "device.h"
#include "lab.h"

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
	enum err e = lab_begin(&argc, argv, &l);

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
	enum err e = lab_begin(&argc, argv, &l);

	if (e == ERR_OK && argc > 0)
		e = lab_fail(ERR_ARGUMENT, "show: '%s' is not an option", argv[0]);
	for (unsigned i = 0; e == ERR_OK && i < l.n_devices; i++) {
		const struct device *d = &l.devices[i];
		bool on = device_pid(&l, d) != 0;

		printf("%-8s %-3s  serial %-8llu  ", d->name, on ? "on" : "off",
		    (unsigned long long)d->serial);
		if (d->is_hsm)
			printf("%s  NTLS %u  SSH %u", d->address, l.is.ntls_port,
			    l.is.ssh_port);
		else if (on)
			cable_show(&l, d);
		putchar('\n');
	}
	return e == ERR_OK ? 0 : 1;
}
