/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Switching devices on and off. */

#include "lab.h"

/* Its process, 0 if it is off. */
pid_t device_pid(const struct lab *l, const struct device *d);
/* Nobody answers where it is to listen; else says so. */
enum err device_ports_are_free(const struct lab *l, const struct device *d);
/* Starts it and waits until it serves. */
enum err device_on(struct lab *l, const struct device *d);
/* Tells it to stop and waits; pulls the plug after ten seconds. */
enum err device_off(struct lab *l, const struct device *d);
/* Pulls the plug: everything it runs ends at once, nothing is told. */
enum err device_cut(struct lab *l, const struct device *d);
