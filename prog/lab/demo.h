/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The story of the demo, told by demo.sh. */

#include "lab.h"

/* A command of lunette: 0, or 1 after a message on standard error. */
int cmd_demo(int argc, char **argv);
