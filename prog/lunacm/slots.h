/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The slots: which there are, and how they are shown. */

#include "lunacm.h"

/* Dials every appliance and lists the slots. */
enum err slots_open(struct lunacm *l);
void slots_close(struct lunacm *l);
/* "Available HSMs:" and a block for each slot. */
void slots_print(struct lunacm *l, void (*print)(void *ctx, const char *text),
    void *ctx);
