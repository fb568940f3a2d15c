/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Which objects, and which of their values, a session may see. */

#include "hsm/session.h"

struct attribute_row;
struct object;

/* The object under that handle, if the session may see it; borrowed, take a
 * reference. ERR_OBJECT_INVALID. */
enum err object_get(const struct session *s, uint64_t handle,
    const struct object **out);

/* --- for lib/hsm --- */

/* True if the session may see the object, provided that it may use objects at
 * all. */
bool object_visible(const struct session *s, const struct object *o);
/* The visible object, from the table. ERR_OBJECT_INVALID, ERR_PIN_EXPIRED ... */
enum err object_find(const struct session *s, uint64_t handle,
    struct object **out);
/* True if the value of that row is hidden even from a session that sees the
 * object. */
bool object_hides(const struct session *s, const struct object *o,
    const struct attribute_row *row);
