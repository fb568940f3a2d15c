/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* SSH public keys of a user, in a file of the form that OpenSSH uses: one line
 * for each key, with type, base64 and comment. This file decides only who may use
 * which key; the ssh gate checks signatures. */

#include "base/bytes.h"
#include "spec/limits.h"

#define KEYS_FILE_MAX (64u * 1024u)

struct public_key {
	char name[256]; /* the comment */
	char type[LIMIT_NAME + 1];
	char fingerprint[64]; /* SHA256:... */
	unsigned bits;
};

/* Adds the one public key that `file` holds. ERR_ARGUMENT: it holds none, or in
 * another form; ERR_EXISTS: that key or name is there already. */
enum err keys_add(const char *path, struct bytes file);
/* Removes the key of that name, or all keys if the name is empty.
 * ERR_NOT_FOUND. */
enum err keys_remove(const char *path, struct bytes name);
/* ERR_OK if this key blob is one of the user's, else ERR_NOT_FOUND. */
enum err keys_find(const char *path, struct bytes blob);
enum err keys_walk(const char *path,
    enum err (*fn)(void *ctx, const struct public_key *k), void *ctx);
