/* SPDX-License-Identifier: Apache-2.0 */
/* Encodes an identity and what the site signs. All fields are bytes of fixed
 * size, so the struct is the format. */
#include "hsm/identity.h"

#include "base/text.h"

#define IDENTITY_FORMAT 1

struct identity_blob {
	uint8_t format[1];
	uint8_t model[8], serial[8];
	uint8_t private_key[AGREE_PRIVATE_LEN];
	uint8_t public_key[AGREE_PUBLIC_LEN];
	uint8_t site_key[AGREE_PUBLIC_LEN];
	uint8_t signature[AGREE_SIGNATURE_LEN];
};

enum err
certificate_body(uint64_t model, uint64_t serial, struct bytes public_key,
    struct buf *out)
{
	struct buf text = buf_up_to(512);
	enum err e;

	e = buf_printf(&text, "lunette card certificate 1\nmodel %llu\n"
	    "serial %llu\nkey ", (unsigned long long)model,
	    (unsigned long long)serial);
	if (e == ERR_OK)
		e = text_put_hex(&text, public_key);
	if (e == ERR_OK)
		e = buf_put_text(&text, "\n");
	if (e == ERR_OK)
		e = buf_put(out, buf_bytes(&text));
	buf_clear(&text);
	return e;
}

enum err
identity_put(const struct identity *i, struct secret *out)
{
	struct identity_blob *b;

	if (i->private_key.len != AGREE_PRIVATE_LEN)
		return ERR_ARGUMENT;
	TRY(secret_make(out, sizeof(*b)));
	b = (struct identity_blob *)out->ptr;
	b->format[0] = IDENTITY_FORMAT;
	bytes_set_u64(b->model, i->model);
	bytes_set_u64(b->serial, i->serial);
	memcpy(b->private_key, i->private_key.ptr, sizeof(b->private_key));
	memcpy(b->public_key, i->public_key, sizeof(b->public_key));
	memcpy(b->site_key, i->site_key, sizeof(b->site_key));
	memcpy(b->signature, i->signature, sizeof(b->signature));
	return ERR_OK;
}

enum err
identity_read(struct bytes in, struct identity *out)
{
	const struct identity_blob *b = (const struct identity_blob *)in.ptr;

	if (in.len > 0 && b->format[0] > IDENTITY_FORMAT)
		return ERR_STORE_NEWER;
	if (in.len != sizeof(*b) || b->format[0] != IDENTITY_FORMAT)
		return ERR_CORRUPT;
	TRY(secret_copy(&out->private_key,
	    bytes_of(b->private_key, sizeof(b->private_key))));
	out->model = bytes_u64(b->model);
	out->serial = bytes_u64(b->serial);
	memcpy(out->public_key, b->public_key, sizeof(b->public_key));
	memcpy(out->site_key, b->site_key, sizeof(b->site_key));
	memcpy(out->signature, b->signature, sizeof(b->signature));
	return ERR_OK;
}

void
identity_clear(struct identity *i)
{
	secret_clear(&i->private_key);
	*i = (struct identity){ 0 };
}
