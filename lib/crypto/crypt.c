/* SPDX-License-Identifier: Apache-2.0 */
/* Whole operations: checked, given as much room as lib/mech's bound says, and
 * computed by the mechanism's family. */
#include "crypto/crypt.h"

#include "base/mem.h"
#include "crypto/engine.h"

#define LONG_DATA 65536u

enum err
crypt_check(const struct mech *m, const struct key *k, enum mech_use use)
{
	struct operation o;

	/* A check computes nothing: it changes no key and needs no context. */
	return engine_check(NULL, (struct key *)(uintptr_t)k, m, use, &o);
}

size_t
crypt_size(const struct mech *m, const struct key *k, enum mech_use use,
    size_t in_len)
{
	return bound_whole(m, use, k != NULL ? k->bits : 0, in_len);
}

bool
crypt_is_long(const struct mech *m, const struct key *k, enum mech_use use,
    size_t in_len)
{
	struct operation o;

	if (engine_start(NULL, (struct key *)(uintptr_t)k, m, use, &o) !=
	    ERR_OK)
		return false;
	if (in_len > LONG_DATA)
		return true;
	if (o.family->is_long == NULL || k == NULL)
		return o.row->cost == COST_POOL;
	return o.family->is_long(&o);
}

/* --- computing --- */

/* What a failed operation left behind the end of the buffer is wiped. */
static enum err
run(const struct operation *o, struct bytes in, struct buf *out)
{
	static uint8_t nowhere[1];
	struct output room = { .max = crypt_size(o->m, o->k, o->use, in.len) };
	enum err e;

	TRY(buf_reserve(out, room.max));
	room.ptr = out->ptr != NULL ? out->ptr + out->len : nowhere;
	e = engine_give(o, in, &room);
	if (e != ERR_OK) {
		if (room.max > 0)
			mem_wipe(room.ptr, room.max);
		return e;
	}
	out->len += room.len;
	return ERR_OK;
}

enum err
crypt_run(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct bytes in, struct buf *out)
{
	struct operation o;

	TRY(engine_start(c, k, m, use, &o));
	return run(&o, in, out);
}

static enum err
check_and_run(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct bytes in, struct buf *out)
{
	struct operation o;

	TRY(engine_check(c, k, m, use, &o));
	return run(&o, in, out);
}

enum err
crypt_encrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes plain, struct buf *out)
{
	return check_and_run(c, k, m, USE_ENCRYPT, plain, out);
}

enum err
crypt_decrypt(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes encrypted, struct buf *out)
{
	return check_and_run(c, k, m, USE_DECRYPT, encrypted, out);
}

enum err
crypt_wrap(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes key_material, struct buf *out)
{
	return check_and_run(c, k, m, USE_WRAP, key_material, out);
}

enum err
crypt_sign(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct buf *out)
{
	return check_and_run(c, k, m, USE_SIGN, data, out);
}

enum err
crypt_digest(struct crypto *c, const struct mech *m, struct bytes data,
    struct buf *out)
{
	return check_and_run(c, NULL, m, USE_DIGEST, data, out);
}

enum err
crypt_run_verify(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct bytes signature)
{
	struct operation o;

	TRY(engine_start(c, k, m, USE_VERIFY, &o));
	return engine_verify(&o, data, signature);
}

enum err
crypt_verify(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes data, struct bytes signature)
{
	struct operation o;

	TRY(engine_check(c, k, m, USE_VERIFY, &o));
	return engine_verify(&o, data, signature);
}

/* --- what lands in secrets --- */

enum err
crypt_unwrap(struct crypto *c, struct key *k, const struct mech *m,
    struct bytes wrapped, struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };
	struct operation o;
	struct output room;
	enum err e;

	TRY(engine_check(c, k, m, USE_UNWRAP, &o));
	TRY(secret_make(&made, crypt_size(m, k, USE_UNWRAP, wrapped.len)));
	room = (struct output){ .ptr = made.ptr, .max = made.len };
	e = engine_give(&o, wrapped, &room);
	if (e == ERR_ENCRYPTED_INVALID || e == ERR_ENCRYPTED_LENGTH)
		return ERR_WRAPPED_KEY_INVALID;
	TRY(e);
	secret_shorten(&made, room.len);
	secret_move(out, &made);
	return ERR_OK;
}

enum err
crypt_derive(struct crypto *c, struct key *k, const struct mech *m,
    struct secret *out)
{
	CLEARED_BY(secret_clear) struct secret made = { 0 };
	struct operation o;
	struct output room;

	TRY(engine_check(c, k, m, USE_DERIVE, &o));
	if (o.family->derive == NULL)
		return ERR_MECHANISM_INVALID;
	TRY(secret_make(&made, crypt_size(m, k, USE_DERIVE, 0)));
	room = (struct output){ .ptr = made.ptr, .max = made.len };
	TRY(o.family->derive(&o, &room));
	must(room.len <= room.max);
	secret_shorten(&made, room.len);
	secret_move(out, &made);
	return ERR_OK;
}

enum err
crypt_generate(struct crypto *c, const struct mech *m, enum mech_use use,
    const struct key_values *asked, struct key_made *out)
{
	CLEARED_BY(key_made_clear) struct key_made made = { 0 };
	struct operation o;

	TRY(engine_check(c, NULL, m, use, &o));
	if (o.family->generate == NULL)
		return ERR_MECHANISM_INVALID;
	TRY(o.family->generate(&o, asked, &made));
	key_made_clear(out);
	*out = made;
	made = (struct key_made){ 0 };
	return ERR_OK;
}
