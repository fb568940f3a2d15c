/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes a user's file of SSH public keys. base64 and SHA-256 come from
 * libsodium, as in password.c, so that the box needs no lib/crypto. */
#include "keys.h"

#include <sodium.h>
#include <stdio.h>

#include "base/file.h"
#include "base/text.h"

#define BLOB_MAX 8192

/* One line of the file, parsed. */
struct line {
	struct bytes whole;
	uint8_t blob[BLOB_MAX];
	size_t blob_len;
	struct public_key key;
};

static const char *const types[] = { "ssh-ed25519", "ssh-rsa",
	"ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" };

static struct bytes
next_word(struct bytes *rest, uint8_t until)
{
	const uint8_t *end = rest->len > 0 ? memchr(rest->ptr, until, rest->len)
					   : NULL;
	size_t n = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
	struct bytes word = bytes_of(rest->ptr, n);

	n += end != NULL;
	*rest = bytes_of(rest->ptr + n, rest->len - n);
	return word;
}

/* Takes the next SSH string of the blob (RFC 4251 section 5). */
static enum err
next_string(struct bytes *blob, struct bytes *out)
{
	size_t n;

	if (blob->len < 4)
		return ERR_ARGUMENT;
	n = bytes_u32(blob->ptr);
	if (n > blob->len - 4)
		return ERR_ARGUMENT;
	*out = bytes_of(blob->ptr + 4, n);
	*blob = bytes_of(blob->ptr + 4 + n, blob->len - 4 - n);
	return ERR_OK;
}

static enum err
read_blob(struct line *l)
{
	struct bytes rest = bytes_of(l->blob, l->blob_len), part;

	TRY(next_string(&rest, &part));
	if (!bytes_equal(part, bytes_of_text(l->key.type)))
		return ERR_ARGUMENT;
	TRY(next_string(&rest, &part));
	if (strcmp(l->key.type, "ssh-ed25519") == 0) {
		l->key.bits = 256;
	} else if (strcmp(l->key.type, "ssh-rsa") == 0) {
		TRY(next_string(&rest, &part)); /* skips the exponent, which comes first */
		l->key.bits = bytes_bits(part);
		if (l->key.bits < 2048)
			return ERR_ARGUMENT;
	} else {
		l->key.bits = (unsigned)strtoul(l->key.type + sizeof("ecdsa-sha2-nistp") - 1, NULL, 10);
	}
	return ERR_OK;
}

static void
make_fingerprint(struct line *l)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(sizeof(hash),
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];

	crypto_hash_sha256(hash, l->blob, l->blob_len);
	sodium_bin2base64(text, sizeof(text), hash, sizeof(hash),
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	snprintf(l->key.fingerprint, sizeof(l->key.fingerprint), "SHA256:%s", text);
}

static bool
type_is_known(const char *type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i], type) == 0)
			return true;
	return false;
}

static enum err
parse_line(struct bytes text, struct line *out)
{
	struct bytes rest = text, word;

	out->whole = text;
	if (text_copy(out->key.type, sizeof(out->key.type),
	    next_word(&rest, ' ')) != ERR_OK || !type_is_known(out->key.type))
		return ERR_ARGUMENT;
	word = next_word(&rest, ' ');
	if (sodium_base642bin(out->blob, sizeof(out->blob), (const char *)word.ptr,
	    word.len, NULL, &out->blob_len, NULL,
	    sodium_base64_VARIANT_ORIGINAL) != 0)
		return ERR_ARGUMENT;
	while (rest.len > 0 && (rest.ptr[rest.len - 1] == '\r' ||
	    rest.ptr[rest.len - 1] == ' '))
		rest.len--;
	if (!text_printable(rest))
		return ERR_ARGUMENT;
	TRY(read_blob(out));
	make_fingerprint(out);
	if (rest.len == 0)
		rest = bytes_of_text(out->key.fingerprint);
	return text_copy(out->key.name, sizeof(out->key.name), rest) == ERR_OK
	    ? ERR_OK : ERR_ARGUMENT;
}

typedef enum err line_fn(void *ctx, const struct line *l);

static enum err
walk(const char *path, struct buf *text, line_fn *fn, void *ctx)
{
	struct bytes rest;
	enum err e;

	*text = buf_up_to(KEYS_FILE_MAX);
	e = file_read(path, text);
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	rest = buf_bytes(text);
	while (rest.len > 0) {
		struct bytes one = next_word(&rest, '\n');
		struct line l = { 0 };

		if (one.len > 0 && parse_line(one, &l) == ERR_OK)
			TRY(fn(ctx, &l));
	}
	return ERR_OK;
}

/* ERR_EXISTS if the line has the name or the blob of the new key. */
static enum err
same_key(void *ctx, const struct line *l)
{
	const struct line *new = ctx;

	return strcmp(new->key.name, l->key.name) == 0 ||
	    bytes_equal(bytes_of(new->blob, new->blob_len),
		bytes_of(l->blob, l->blob_len)) ? ERR_EXISTS : ERR_OK;
}

enum err
keys_add(const char *path, struct bytes file)
{
	CLEARED_BY(buf_clear) struct buf text = { 0 };
	struct line new = { 0 };
	struct bytes rest = file;

	TRY(parse_line(next_word(&rest, '\n'), &new));
	if (rest.len > 0 && !text_only(rest, " \r\n"))
		return ERR_ARGUMENT;
	TRY(walk(path, &text, same_key, &new));
	if (new.whole.ptr[new.whole.len - 1] == '\r')
		new.whole.len--;
	TRY(buf_put(&text, new.whole));
	TRY(buf_put_text(&text, "\n"));
	return file_write(path, 0600, buf_bytes(&text));
}

struct removal {
	struct bytes name;
	struct buf kept;
	bool found;
};

static enum err
keep_others(void *ctx, const struct line *l)
{
	struct removal *r = ctx;

	if (bytes_equal(r->name, bytes_of_text(l->key.name))) {
		r->found = true;
		return ERR_OK;
	}
	TRY(buf_put(&r->kept, l->whole));
	return buf_put_text(&r->kept, "\n");
}

enum err
keys_remove(const char *path, struct bytes name)
{
	CLEARED_BY(buf_clear) struct buf text = { 0 };
	struct removal r = { name, buf_up_to(KEYS_FILE_MAX), name.len == 0 };
	enum err e = ERR_OK;

	if (name.len > 0)
		e = walk(path, &text, keep_others, &r);
	if (e == ERR_OK)
		e = r.found ? file_write(path, 0600, buf_bytes(&r.kept))
			    : ERR_NOT_FOUND;
	buf_clear(&r.kept);
	return e;
}

static enum err
same_blob(void *ctx, const struct line *l)
{
	const struct bytes *blob = ctx;

	return bytes_equal(*blob, bytes_of(l->blob, l->blob_len)) ? ERR_EXISTS
								  : ERR_OK;
}

enum err
keys_find(const char *path, struct bytes blob)
{
	CLEARED_BY(buf_clear) struct buf text = { 0 };
	enum err e = walk(path, &text, same_blob, &blob);

	if (e == ERR_EXISTS)
		return ERR_OK;
	return e == ERR_OK ? ERR_NOT_FOUND : e;
}

struct walker {
	enum err (*fn)(void *ctx, const struct public_key *k);
	void *ctx;
};

static enum err
hand_on(void *ctx, const struct line *l)
{
	const struct walker *w = ctx;

	return w->fn(w->ctx, &l->key);
}

enum err
keys_walk(const char *path,
    enum err (*fn)(void *ctx, const struct public_key *k), void *ctx)
{
	CLEARED_BY(buf_clear) struct buf text = { 0 };
	struct walker w = { fn, ctx };

	return walk(path, &text, hand_on, &w);
}
