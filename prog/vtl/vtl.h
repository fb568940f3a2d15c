/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* vtl: the client's side of a Network Trust Link: certificates and servers. */

#include "client/conf.h"
#include "spec/limits.h"
#include "client/settings.h"

struct vtl_options {
	const char *name;        /* -n */
	const char *certificate; /* -c */
	uint64_t days;           /* -d, 0: not given */
	uint64_t port;           /* -p, 0: not given */
};

/* Prints "Error: ..." and gives e back. */
enum err vtl_fail(enum err e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#define SECTION "LunaSA Client"

/* --- cert.c, server.c, slots.c: the commands --- */

enum err vtl_create_cert(const struct vtl_options *o);
enum err vtl_fingerprint(const struct vtl_options *o);
enum err vtl_add_server(const struct vtl_options *o);
enum err vtl_delete_server(const struct vtl_options *o);
enum err vtl_list_servers(const struct vtl_options *o);
enum err vtl_list_slots(const struct vtl_options *o);
enum err vtl_verify(const struct vtl_options *o);

/* Opens the configuration; says where it was looked for. */
enum err vtl_conf(struct conf *out);
/* The certificate in a PEM file; says what is wrong with it. */
enum err vtl_read_certificate(const char *path, struct buf *out_der);
/* The folder of the file that key names, with a slash at the end. */
enum err vtl_folder(const struct conf *c, const char *key, char *out, size_t size);
/* A host name or address: letters, digits, dots, dashes, colons. */
enum err vtl_name_check(const char *name);
