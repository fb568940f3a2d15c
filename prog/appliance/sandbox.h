/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The rights of root that the box keeps. */

#include "base/err.h"

/* Called before anything else. The programs that the box starts inherit the
 * result. */
enum err box_drop_privileges(void);
