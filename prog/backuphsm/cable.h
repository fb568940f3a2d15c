/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The USB cable. */

#include "box.h"

/* ERR_EXISTS when it is plugged in already. */
enum err cable_plug(struct box *b, struct bytes socket);
/* Pulls it, whatever is under way; the Security Officer is logged out, as the
 * HSM loses its power with the cable. */
void cable_unplug(struct box *b);
