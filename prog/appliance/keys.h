/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* SSH public keys of a user, in a file of the form OpenSSH uses: one line a key,
 * type, base64, comment. The ssh gate checks signatures; here is only who may
 * use which key. */

#include "base/bytes.h"
#include "spec/limits.h"

#define KEYS_FILE_MAX (64u * 1024u)

struct public_key {
	char name[256]; /* the comment */
	char type[LIMIT_NAME + 1];
	char fingerprint[64]; /* SHA256:... */
	unsigned bits;
};

/* Takes the one public key a file holds. ERR_ARGUMENT: there is none, or not in
 * that form; ERR_EXISTS: that key or name is there already. */
enum err keys_add(const char *path, struct bytes file);
/* Removes the key of that name, or all for an empty one. ERR_NOT_FOUND. */
enum err keys_remove(const char *path, struct bytes name);
/* Is this key blob one of the user's? ERR_NOT_FOUND. */
enum err keys_find(const char *path, struct bytes blob);
enum err keys_walk(const char *path,
    enum err (*fn)(void *ctx, const struct public_key *k), void *ctx);
