/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a person sees: the state of the lab, the screen of a Backup HSM. */

#include "lab.h"

int cmd_show(int argc, char **argv);
int cmd_display(int argc, char **argv);
