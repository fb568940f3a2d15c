/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The three ways in which a session runs: with a person at a terminal, with lines
 * from a pipe, or with one command. main.c calls it. */

#include "lunash.h"

/* Asks the appliance who is at the keyboard. A user with a role that we do not
 * know may do nothing. */
enum err session_identify(struct lunash *l);
/* Asks for login and password on the serial console until somebody is logged
 * in. */
enum err session_console_login(struct lunash *l);
/* Prints the banner, makes the user change a password that must be changed, and
 * runs commands until the end. Returns the exit status: 1 when a command of a
 * pipe failed, else 0. */
int session_run(struct lunash *l);
/* Runs one command without banner, prompt and result line; returns its exit
 * status. */
int session_run_one(struct lunash *l, const char *command);
