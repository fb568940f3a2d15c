/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The attributes of an object as a record, which is stored and cloned. It travels
 * between cards whose programs differ, so it has a version of its own; the
 * numbers of its fields are those of the attributes. A card that does not know
 * the version, or an attribute in it, refuses the object. For lib/hsm only.
 */

#include "base/secret.h"
#include "hsm/template.h"

#define BLOB_VERSION 1

/* Bytes of the record. The rows are sorted by type. */
size_t blob_len(const struct attribute *rows, unsigned n);
enum err blob_put(const struct attribute *rows, unsigned n, struct secret *out);
/* Borrows from `in`. An attribute that is younger than the record gets its
 * default. ERR_STORE_NEWER; ERR_CORRUPT: damaged, or not what such an object can
 * be. */
enum err blob_read(struct bytes in, struct template *out);
