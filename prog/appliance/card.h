/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The built-in HSM. A card that ends by itself is not started again: the HSM is
 * then out of order, as a broken board would be, until the appliance is switched
 * off and on. */

#include "box.h"

enum err card_start(struct box *b);
void card_stop(struct box *b);
