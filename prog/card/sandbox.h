/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The card's sandbox. */

#include "base/err.h"

/* Called when the store is open, before any thread starts. From then on the
 * process can open files in that folder only, and make only the system calls of
 * sandbox.def. */
enum err card_shut_in(const char *state);
