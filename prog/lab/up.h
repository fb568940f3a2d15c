/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Switching a whole lab on and off. Each command returns 0, or 1 after a message
 * on standard error. */

#include "lab.h"

int cmd_up(int argc, char **argv);
int cmd_down(int argc, char **argv);
