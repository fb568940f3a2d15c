/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Makes a durable change (change.h) visible. */

#include "hsm/change.h"

/* Applies a change that is durable. Leaves NULL. */
void change_apply(struct hsm *h, struct change **c);
