/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The certificate of this client machine, and the files of others. */

#include "vtl.h"

enum err vtl_create_cert(const struct vtl_options *o);
enum err vtl_fingerprint(const struct vtl_options *o);
/* Opens the configuration; says where it was looked for. */
enum err vtl_conf(struct conf *out);
/* The certificate in a PEM file; says what is wrong with it. */
enum err vtl_read_certificate(const char *path, struct buf *out_der);
/* The folder of the file that key names, with a slash at the end. */
enum err vtl_folder(const struct conf *c, const char *key, char *out, size_t size);
/* A host name or address: letters, digits, dots, dashes, colons. */
enum err vtl_name_check(const char *name);
