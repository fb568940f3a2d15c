/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The attributes of an object as a record, for the store and for cloning. It
 * travels between cards with different programs, so it has a version of its own;
 * the types of the attributes are the numbers of its fields. A card that does not
 * know the version, or an attribute in it, refuses the object. For lib/hsm only.
 */

#include "base/secret.h"
#include "hsm/template.h"

#define BLOB_VERSION 1

/* Bytes of the record. The rows are sorted by type. */
size_t blob_len(const struct attribute *rows, unsigned n);
enum err blob_put(const struct attribute *rows, unsigned n, struct secret *out);
/* Reads a record; *out borrows from `in`. An attribute that is younger than the
 * record gets its default. ERR_STORE_NEWER; ERR_CORRUPT: the record is damaged,
 * or no object can have these attributes. */
enum err blob_read(struct bytes in, struct template *out);
