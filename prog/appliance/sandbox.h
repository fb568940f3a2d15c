/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the box keeps of root's rights. */

#include "base/err.h"

/* Before anything else; for all that it starts, too. */
enum err box_drop_privileges(void);
