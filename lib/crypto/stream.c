/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine for operations in parts. What a family does not do in parts takes
 * one of two ways: signatures over a digest make the digest in parts; all else
 * is held until it is complete and then goes the way of a single call.
 */
#include "crypto/stream.h"

#include "base/mem.h"
#include "crypto/digest.h"
#include "crypto/engine.h"

/* --- over a digest --- */

static enum err
hashed_final(struct stream *s, struct output *out)
{
	struct digest made;

	if (s->o.family->sign == NULL)
		return ERR_MECHANISM_INVALID;
	TRY(digest_finish(s, &made));
	return s->o.family->sign(&s->o, digest_bytes(&made), out);
}

static enum err
hashed_verify(struct stream *s, struct bytes signature)
{
	struct digest made;

	if (s->o.family->verify == NULL)
		return ERR_MECHANISM_INVALID;
	TRY(digest_finish(s, &made));
	return s->o.family->verify(&s->o, digest_bytes(&made), signature);
}

static const struct stream_steps hashed = {
	.open = digest_open,
	.update = digest_update,
	.final = hashed_final,
	.verify = hashed_verify,
};

/* --- held until the end --- */

static enum err
held_open(struct stream *s)
{
	s->held = buf_up_to(STREAM_HOLD_MAX);
	return ERR_OK;
}

static enum err
held_update(struct stream *s, struct bytes in, struct output *out)
{
	return buf_put(&s->held, in) == ERR_OK ? ERR_OK : ERR_DATA_LENGTH;
}

static enum err
held_final(struct stream *s, struct output *out)
{
	return engine_give(&s->o, buf_bytes(&s->held), out);
}

static enum err
held_verify(struct stream *s, struct bytes signature)
{
	return engine_verify(&s->o, buf_bytes(&s->held), signature);
}

static const struct stream_steps held = {
	.open = held_open,
	.update = held_update,
	.final = held_final,
	.verify = held_verify,
};

/* --- the operation --- */

/* What the family does in parts, or how it goes without. */
static const struct stream_steps *
steps_of(const struct operation *o)
{
	if (o->family->streams & o->use)
		return &o->family->steps;
	return o->family->hashes ? &hashed : &held;
}

/* Does an update give text? Digests and signatures come in the end. */
static bool
gives_text(const struct stream *s)
{
	return s->steps == &s->o.family->steps &&
	    (s->o.use == USE_ENCRYPT || s->o.use == USE_DECRYPT);
}

static enum err
start(struct stream *s, struct key *k, const struct mech *m)
{
	s->steps = steps_of(&s->o);
	s->o.k = k != NULL ? key_ref(k) : NULL;
	s->o.m = &s->m;
	TRY(mech_keep(m, &s->params, &s->m));
	return s->steps->open != NULL ? s->steps->open(s) : ERR_MECHANISM_INVALID;
}

enum err
stream_open(struct crypto *c, struct key *k, const struct mech *m,
    enum mech_use use, struct stream **out)
{
	CLEARED_BY(stream_free) struct stream *s = NULL;
	struct operation o;

	TRY(engine_check(c, k, m, use, &o));
	s = mem_alloc(1, sizeof(*s));
	if (s == NULL)
		return ERR_NO_MEMORY;
	s->o = o;
	s->o.k = NULL;
	TRY(start(s, k, m));
	*out = s;
	s = NULL;
	return ERR_OK;
}

/* Runs a step that gives at most `max` bytes. What a failed one left behind the
 * end of the buffer is wiped: it may be text whose tag is wrong. */
static enum err
give(struct stream *s, struct bytes in, struct buf *out, size_t max,
    bool is_last)
{
	struct output room = { .max = max };
	enum err e;

	if (max > 0) {
		TRY(buf_reserve(out, max));
		room.ptr = out->ptr + out->len;
	}
	e = is_last ? s->steps->final(s, &room) :
	    s->steps->update(s, in, &room);
	must(room.len <= max);
	if (e != ERR_OK && max > 0)
		mem_wipe(room.ptr, max);
	else if (max > 0)
		out->len += room.len;
	return e;
}

enum err
stream_update(struct crypto *c, struct stream *s, struct bytes in,
    struct buf *out)
{
	if (in.len > INT32_MAX / 2)
		return ERR_DATA_LENGTH;
	if (s->steps->update == NULL)
		return ERR_MECHANISM_INVALID;
	s->o.c = c;
	s->total += in.len;
	return give(s, in, out, stream_update_size(s, in.len), false);
}

enum err
stream_final(struct crypto *c, struct stream *s, struct buf *out)
{
	if (s->o.use == USE_VERIFY)
		return ERR_OPERATION_NOT_INITIALIZED;
	if (s->steps->final == NULL)
		return ERR_MECHANISM_INVALID;
	s->o.c = c;
	return give(s, bytes_of(NULL, 0), out, stream_final_size(s), true);
}

enum err
stream_verify(struct crypto *c, struct stream *s, struct bytes signature)
{
	if (s->o.use != USE_VERIFY)
		return ERR_OPERATION_NOT_INITIALIZED;
	if (s->steps->verify == NULL)
		return ERR_MECHANISM_INVALID;
	s->o.c = c;
	return s->steps->verify(s, signature);
}

size_t
stream_update_size(const struct stream *s, size_t in_len)
{
	return gives_text(s) ? in_len + s->o.family->held_back : 0;
}

size_t
stream_final_size(const struct stream *s)
{
	return crypt_size(&s->m, s->o.k, s->o.use, s->held.len) +
	    (gives_text(s) ? s->o.family->held_back : 0);
}

void
stream_free(struct stream **s)
{
	struct stream *dead = *s;

	*s = NULL;
	if (dead == NULL)
		return;
	EVP_CIPHER_CTX_free(dead->cipher);
	EVP_MD_CTX_free(dead->md);
	EVP_MAC_CTX_free(dead->mac);
	buf_clear(&dead->held);
	buf_clear(&dead->params);
	key_unref(&dead->o.k);
	mem_free(dead);
}
