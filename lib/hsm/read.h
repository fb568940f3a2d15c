/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a session is told of an object. */

#include "hsm/session.h"

/* Rows of wire_attribute_answer for n types (u32 each) appended to `rows`;
 * *out_all: the worst status among them (ERR_OK: all could be given). */
enum err attributes_get(const struct session *s, uint64_t handle,
    struct bytes types, struct buf *rows, enum err *out_all);
/* Bytes of partition storage. */
enum err object_size(const struct session *s, uint64_t handle, uint64_t *out);
