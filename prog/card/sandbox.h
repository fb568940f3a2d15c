/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the card's process may still do once it serves. */

#include "base/err.h"

/* Once the store is open, before any thread: no files but in that folder, no
 * system calls but those of sandbox.def. */
enum err card_shut_in(const char *state);
