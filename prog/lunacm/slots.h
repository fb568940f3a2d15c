/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The list of slots, and how it is shown. */

#include "lunacm.h"

/* Connects to every appliance and lists the slots. */
enum err slots_open(struct lunacm *l);
void slots_close(struct lunacm *l);
/* Prints "Available HSMs:" and a block for each slot. */
void slots_print(struct lunacm *l, void (*print)(void *ctx, const char *text),
    void *ctx);
