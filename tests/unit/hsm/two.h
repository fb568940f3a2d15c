/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Two HSMs in a room: a K7 (0) and a Backup HSM (1), each with a partition and
 * a session of its officer, both of one site. */

#include "crypto/random.h"
#include "fake.h"
#include "hsm/clone.h"
#include "spec/pkcs11.h"

struct two {
	struct crypto *crypto;
	struct secret site_private;
	uint8_t site[AGREE_PUBLIC_LEN];
	struct fake f[2];
	struct identity who[2];
	uint64_t par[2];
	struct session *s[2];
};

struct shake {
	struct buf offer, answer, confirm;
	struct clone *source, *target;
};

/* Which message to damage, and where; -1: none. */
struct damage {
	int message;
	size_t at;
};

void two_open(struct two *t);
void two_close(struct two *t);
/* A key of its own, with the word of t's site for it. */
void identity_make(struct two *t, struct identity *i, uint64_t model,
    uint64_t serial);
struct clone_fresh fresh_make(struct two *t);
/* The whole hand-shake, `from` being the source; shake_clear in any case. */
enum err shake(struct two *t, int from, const char *source_domain,
    const char *target_domain, const struct damage *d, struct shake *k);
void shake_clear(struct shake *k);
/* A token key in the K7; its handle. */
uint64_t key_make(struct two *t, const char *label, const char *value);
/* One object over the agreed key, into the other HSM. */
enum err pass(struct two *t, int from, struct shake *k, uint64_t handle,
    bool replace, uint64_t *out_handle, enum clone_result *out);
