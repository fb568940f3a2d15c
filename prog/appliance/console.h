/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The serial console. People open the terminal that <state>/console points to;
 * its other end is ours. lunash needs a terminal that it controls, so it runs on
 * a second one, and the box carries bytes between the two. When the first
 * terminal is closed, the shell on the second ends and nobody is logged in any
 * more.
 */

#include "box.h"

enum err console_open(struct box *b);
/* Accepts NULL. */
void console_free(struct console *c);
