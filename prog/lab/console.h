/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The serial console of an appliance, in this terminal. */

#include "lab.h"

/* A command of lunette. It returns 0, or 1 after a message on standard error. */
int cmd_console(int argc, char **argv);
