/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The command reference (docs/lunash.md), printed by the program itself. */

/* To standard output; the exit status. */
int reference_print(void);
