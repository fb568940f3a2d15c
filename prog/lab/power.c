/* SPDX-License-Identifier: Apache-2.0 */
/* lunette power: switches a device on, pulls its plug, or does both in turn. */
#include "power.h"

#include <stdio.h>

#include "base/text.h"
#include "cable.h"
#include "device.h"
#include "lab.h"

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
	enum err e = lab_begin(&argc, argv, &l);

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
