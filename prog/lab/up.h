/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A whole lab, up and down. Commands: 0, or 1 after a message. */

#include "lab.h"

int cmd_up(int argc, char **argv);
int cmd_down(int argc, char **argv);
