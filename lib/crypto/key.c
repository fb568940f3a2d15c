/* SPDX-License-Identifier: Apache-2.0 */
/* Keys: their parts and their references. What the parts are is decided by
 * key_<kind>.c. */
#include "crypto/key.h"

#include "base/mem.h"
#include "crypto/key_slot.h"

static void
put_reversed(uint8_t *out, struct bytes in)
{
	for (size_t i = 0; i < in.len; i++)
		out[in.len - 1 - i] = in.ptr[i];
}

static void
put_parts(struct key *k, const struct bytes *parts, unsigned n_parts,
    unsigned n_reversed)
{
	uint8_t *to = k->all.ptr;

	for (unsigned i = 0; i < n_parts; i++) {
		k->part[i] = bytes_of(to, parts[i].len);
		if (i < n_reversed)
			put_reversed(to, parts[i]);
		else if (parts[i].len > 0)
			memcpy(to, parts[i].ptr, parts[i].len);
		to += parts[i].len;
	}
}

enum err
key_from_parts(const struct key_kind *kind, enum key_half half,
    const struct bytes *parts, unsigned n_parts, unsigned n_reversed,
    struct key **out)
{
	struct key *k = mem_alloc(1, sizeof(*k));
	size_t len = 0;

	if (k == NULL)
		return ERR_NO_MEMORY;
	must(n_parts <= KEY_PARTS_MAX);
	for (unsigned i = 0; i < n_parts; i++)
		len += parts[i].len;
	if (secret_make(&k->all, len) != ERR_OK) {
		mem_free(k);
		return ERR_NO_MEMORY;
	}
	put_parts(k, parts, n_parts, n_reversed);
	atomic_init(&k->n_refs, 1);
	k->kind = kind;
	k->half = half;
	*out = k;
	return ERR_OK;
}

struct key *
key_ref(struct key *k)
{
	atomic_fetch_add_explicit(&k->n_refs, 1, memory_order_relaxed);
	return k;
}

void
key_unref(struct key **k)
{
	struct key *dead = *k;

	*k = NULL;
	if (dead == NULL || atomic_fetch_sub_explicit(&dead->n_refs, 1,
	    memory_order_acq_rel) != 1)
		return;
	for (unsigned i = 0; i < CRYPTO_MAX; i++)
		key_slot_free(dead->slot[i]);
	secret_clear(&dead->all);
	mem_free(dead);
}

unsigned
key_bits(const struct key *k)
{
	return k->bits;
}
