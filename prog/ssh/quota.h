/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* How much a file area may hold. */

#include "gate.h"

#define QUOTA_WORDS "the file area is full (256 MiB, 400 files); " \
	"'my file delete' makes room"

/* Is the area full, so that its user has to delete files first? The user is
 * then told QUOTA_WORDS. */
bool quota_is_used_up(const char *area);
