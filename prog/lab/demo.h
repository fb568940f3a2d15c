/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The demonstration, which demo.sh performs. */

#include "lab.h"

/* A command of lunette. It returns 0, or 1 after a message on standard error. */
int cmd_demo(int argc, char **argv);
