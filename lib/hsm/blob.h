/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The attributes of an object as a record, which is stored and cloned. For
 * lib/hsm only. */

#include "base/secret.h"
#include "hsm/template.h"

/* Bytes of the record. The rows are sorted by type. */
size_t blob_len(const struct attribute *rows, unsigned n);
enum err blob_put(const struct attribute *rows, unsigned n, struct secret *out);
/* Borrows from `in`. ERR_STORE_NEWER; ERR_CORRUPT: damaged, or not what such an
 * object can be. */
enum err blob_read(struct bytes in, struct template *out);
