/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The sandbox of a Backup HSM's box. */

#include "box.h"

/* From here on the box starts no program, and opens no file outside its state
 * folder. */
enum err box_shut_in(const struct box *b);
