/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A change that is durable (change.h) becomes what holds. */

#include "hsm/change.h"

/* It is durable: now it holds. Leaves NULL. */
void change_apply(struct hsm *h, struct change **c);
