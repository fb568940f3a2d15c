/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Searching the objects of a partition. */

#include "hsm/session.h"
#include "hsm/template.h"

/* Finds objects that the session may see and that match the whole template: their
 * handles above `after`, ascending, at most `most`. */
enum err objects_find(const struct session *s, const struct template *t,
    uint64_t after, unsigned most, uint64_t *out, unsigned *out_n,
    bool *out_more);
