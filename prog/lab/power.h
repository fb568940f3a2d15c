/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The power switch of a device. */

#include "lab.h"

/* A command of lunette. It returns 0, or 1 after a message on standard error. */
int cmd_power(int argc, char **argv);
