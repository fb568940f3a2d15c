/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a session may learn of an object. */

#include "hsm/session.h"

/* Appends a row of wire_attribute_answer to `rows` for each of n types (u32
 * each). *out_all: the worst status among them (ERR_OK: all could be given). */
enum err attributes_get(const struct session *s, uint64_t handle,
    struct bytes types, struct buf *rows, enum err *out_all);
/* The bytes of partition storage that the object takes. */
enum err object_size(const struct session *s, uint64_t handle, uint64_t *out);
