/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The command reference (docs/lunash.md), printed by the program itself. */

/* Prints to standard output; returns the exit status. */
int reference_print(void);
