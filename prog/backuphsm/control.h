/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What hands do to it, as requests on control.sock. */

#include "box.h"

enum err control_open(struct box *b);
void control_close(struct box *b);
