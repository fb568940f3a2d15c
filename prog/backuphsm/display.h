/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The screen, as a text file. */

#include "box.h"

/* Begins to ask the card for its state at intervals, and to draw the screen when
 * the state has changed. */
enum err display_start(struct box *b);
void display_draw(struct box *b);
const char *display_state(const struct box *b);
/* Takes the answer to the logout that cable_unplug sends. */
void display_logged_out(void *owner, uint64_t ctx, enum err status,
    struct bytes body);
