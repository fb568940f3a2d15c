/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The ssh gate as the box runs it: a program that reaches the box through
 * ssh.sock. */

#include "box.h"

/* ERR_OK if it runs already. */
enum err ssh_start(struct box *b);
/* Stops the listener. Connections that are open stay open. */
void ssh_stop(struct box *b);
