/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The three ways a session runs: a person at a terminal, lines from a pipe,
 * one command. Called by main. */

#include "lunash.h"

/* Asks the appliance who is at the keyboard. A role that we do not know may do
 * nothing. */
enum err session_identify(struct lunash *l);
/* login: and Password: of the serial console, until somebody is logged in. */
enum err session_console_login(struct lunash *l);
/* Banner, forced password change, commands until the end. Gives the exit
 * status: 1 when a command of a pipe failed, else 0. */
int session_run(struct lunash *l);
/* One command without banner, prompt and result line; its exit status. */
int session_run_one(struct lunash *l, const char *command);
