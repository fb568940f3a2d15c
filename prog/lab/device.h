/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Switching devices on and off. */

#include "lab.h"

/* The pid of its process; 0 if it is switched off. */
pid_t device_pid(const struct lab *l, const struct device *d);
/* Checks that its ports are free; prints a message if one is not. */
enum err device_ports_are_free(const struct lab *l, const struct device *d);
/* Starts the device and waits until it serves. */
enum err device_on(struct lab *l, const struct device *d);
/* Asks the device to stop and waits. After ten seconds it pulls the plug. */
enum err device_off(struct lab *l, const struct device *d);
/* Pulls the plug: all processes of the device end at once and are told
 * nothing. */
enum err device_cut(struct lab *l, const struct device *d);
