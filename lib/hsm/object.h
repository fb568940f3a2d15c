/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Objects and their attributes (PKCS#11 v3.2 section 4). Once published an
 * object never changes: a changed one is a new version under the same handle.
 * With a reference it may be read by any thread without the card's lock, and it
 * carries the decoded key that lib/crypto made of it.
 */

#include "base/secret.h"
#include "hsm/template.h"

struct object;

#define OBJECT_UID_LEN 12

struct object *object_ref(const struct object *o);
/* Leaves NULL; accepts NULL. The last one wipes. */
void object_unref(struct object **o);

uint64_t object_class(const struct object *o); /* CKO_* */
/* The stored value, sensitive ones too (for lib/crypto, never for answers);
 * false if the object has no such attribute. */
bool object_value(const struct object *o, uint64_t type, struct bytes *out);
bool object_flag(const struct object *o, uint64_t type);
/* All of it, hidden values too: what is stored, and what is cloned. */
enum err object_record_put(const struct object *o, struct secret *out);

/* --- for lib/hsm --- */

/* Copies all values, hidden ones into a secret. */
enum err object_new(const struct template *t, struct object **out);
/* ERR_STORE_NEWER, ERR_CORRUPT. */
enum err object_record_read(struct bytes in, struct object **out);
