/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The serial console. People open the terminal that <state>/console points to;
 * its other end is ours. lunash runs on a second terminal, so that it has one
 * to control, and the box carries bytes between the two. As on a serial line,
 * hanging up does not end the session, and who comes next finds it as it was.
 */

#include "box.h"

enum err console_open(struct box *b);
/* Accepts NULL. */
void console_free(struct console *c);
