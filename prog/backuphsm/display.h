/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The screen, as a file of text. */

#include "box.h"

/* Asks the card how it is, again and again, and draws when something changed. */
enum err display_start(struct box *b);
void display_draw(struct box *b);
const char *display_state(const struct box *b);
/* The answer to the logout that goes with the cable. */
void display_logged_out(void *owner, uint64_t ctx, enum err status,
    struct bytes body);
