/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The USB cable. */

#include "box.h"

/* Connects the cable to an appliance's USB socket and hands it to the card.
 * ERR_EXISTS if it is plugged in already. */
enum err cable_plug(struct box *b, struct bytes socket);
/* Pulls the cable, whatever is under way. The HSM would lose its power with the
 * cable, so the Security Officer is logged out. */
void cable_unplug(struct box *b);
