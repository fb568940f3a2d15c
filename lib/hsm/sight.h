/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Which objects, and which of their values, a session may see. */

#include "hsm/session.h"

struct attribute_row;
struct object;

/* What the session may see under that handle; borrowed, take a reference.
 * ERR_OBJECT_INVALID. */
enum err object_get(const struct session *s, uint64_t handle,
    const struct object **out);

/* --- for lib/hsm --- */

/* May the session see it, if it may use objects at all? */
bool object_visible(const struct session *s, const struct object *o);
/* Visible, or ERR_OBJECT_INVALID, ERR_PIN_EXPIRED ...; of the table. */
enum err object_find(const struct session *s, uint64_t handle,
    struct object **out);
/* Is the value of that row kept from whoever sees the object? */
bool object_hides(const struct session *s, const struct object *o,
    const struct attribute_row *row);
