/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Requests on control.sock: plug, unplug, display. `lunette` sends them. */

#include "box.h"

enum err control_open(struct box *b);
void control_close(struct box *b);
