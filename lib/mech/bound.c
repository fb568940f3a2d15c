/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds of outputs: one function for each rule that families.def names. Module
 * and card call it. */
#include "mech/bound.h"

#define BLOCK 16u

struct question {
	const struct mech *m;
	enum mech_use use;
	size_t key_len, in_len;
};

static bool
encrypts(enum mech_use use)
{
	return use == USE_ENCRYPT || use == USE_WRAP;
}

static size_t
less(size_t n, size_t taken)
{
	return n > taken ? n - taken : 0;
}

static size_t
none_bound(const struct question *q)
{
	return 0;
}

static size_t
hash_bound(const struct question *q)
{
	return hash_len(mech_row(q->m->type)->hash);
}

static size_t
mac_bound(const struct question *q)
{
	return bound_mac(q->m);
}

static size_t
key_bound(const struct question *q)
{
	return q->key_len;
}

static size_t
pair_bound(const struct question *q)
{
	return 2 * q->key_len;
}

static size_t
same_bound(const struct question *q)
{
	return q->in_len;
}

static size_t
padded_bound(const struct question *q)
{
	return encrypts(q->use) ? (q->in_len / BLOCK + 1) * BLOCK : q->in_len;
}

static size_t
tagged(const struct question *q, size_t tag)
{
	if (!encrypts(q->use))
		return less(q->in_len, tag);
	return q->in_len + tag + (q->m->iv.len == 0 ? BOUND_MADE_IV : 0);
}

static size_t
aead_bits_bound(const struct question *q)
{
	return tagged(q, q->m->tag_bits / 8);
}

static size_t
aead_bytes_bound(const struct question *q)
{
	return tagged(q, q->m->mac_len);
}

static size_t
wrap_bound(const struct question *q)
{
	return encrypts(q->use) ? (q->in_len + 7) / 8 * 8 + 8 :
	    less(q->in_len, 8);
}

struct rule {
	size_t (*whole)(const struct question *q);
	bool exact_to_decrypt;
	bool may_wait; /* a block waits for the next part */
};

enum bound {
	BOUND_none,
	BOUND_hash,
	BOUND_mac,
	BOUND_key,
	BOUND_pair,
	BOUND_same,
	BOUND_padded,
	BOUND_aead_bits,
	BOUND_aead_bytes,
	BOUND_wrap,
};

static const struct rule rules[] = {
	[BOUND_none] = { none_bound, true, false },
	[BOUND_hash] = { hash_bound, true, false },
	[BOUND_mac] = { mac_bound, true, false },
	[BOUND_key] = { key_bound, false, false },
	[BOUND_pair] = { pair_bound, true, false },
	[BOUND_same] = { same_bound, true, true },
	[BOUND_padded] = { padded_bound, false, true },
	[BOUND_aead_bits] = { aead_bits_bound, true, false },
	[BOUND_aead_bytes] = { aead_bytes_bound, true, false },
	[BOUND_wrap] = { wrap_bound, false, false },
};

static const struct rule *const rule_of_family[N_FAMILIES] = {
#define FAMILY(name, record, parameter, bound) \
	[FAMILY_##name] = &rules[BOUND_##bound],
#include "spec/families.def"
#undef FAMILY
};

static const struct rule *
rule_of(const struct mech *m)
{
	return rule_of_family[mech_row(m->type)->family];
}

size_t
bound_whole(const struct mech *m, enum mech_use use, unsigned key_bits,
    size_t in_len)
{
	const struct question q = { m, use, (key_bits + 7) / 8, in_len };

	return rule_of(m)->whole(&q);
}

bool
bound_is_exact(const struct mech *m, enum mech_use use)
{
	if (use != USE_DECRYPT && use != USE_UNWRAP)
		return true;
	return rule_of(m)->exact_to_decrypt;
}

size_t
bound_part(const struct mech *m, size_t in_len)
{
	if (in_len == 0)
		return 0;
	return in_len + (rule_of(m)->may_wait ? BLOCK : 0);
}

size_t
bound_rest(const struct mech *m, enum mech_use use, unsigned key_bits,
    size_t total_in, size_t total_out)
{
	size_t rest = less(bound_whole(m, use, key_bits, total_in), total_out);

	return rest > BLOCK ? rest : BLOCK;
}

size_t
bound_full_mac(const struct mech_row *row)
{
	return row->hash == HASH_NONE ? BLOCK : hash_len(row->hash);
}

size_t
bound_mac(const struct mech *m)
{
	const struct mech_row *row = mech_row(m->type);

	return row->parameter == PARAMETER_mac_general ? m->mac_len :
	    bound_full_mac(row);
}
