/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the box of a Backup HSM may still do once its card runs. */

#include "box.h"

/* From here on it starts nothing, and no file is left but those of its state
 * folder. */
enum err box_shut_in(const struct box *b);
