/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The USB cables between Backup HSMs and appliances. */

#include "lab.h"

/* Connects the cables at this device, which has just been switched on. */
void cable_restore(struct lab *l, const struct device *d);
/* Prints the rest of a Backup HSM's line of 'lunette show'. */
void cable_show(struct lab *l, const struct device *d);

/* Commands of lunette. Each returns 0, or 1 after a message on standard error. */
int cmd_plug(int argc, char **argv);
int cmd_unplug(int argc, char **argv);
