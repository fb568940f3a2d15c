/* SPDX-License-Identifier: Apache-2.0 */
/* A secret key is its value, some random bytes. */
#include "crypto/key_secret.h"

#include "crypto/key_kind.h"
#include "spec/pkcs11.h"

enum err
key_secret(struct bytes value, struct key **out)
{
	if (value.len > SECRET_MAX)
		return ERR_KEY_SIZE;
	TRY(key_from_parts(&key_kind_secret, KEY_SECRET, &value, 1, 0, out));
	(*out)->bits = (unsigned)value.len * 8;
	return ERR_OK;
}

static enum err
secret_from_values(enum key_half half, const struct key_values *v,
    struct key **out)
{
	return key_secret(key_value(v, CKA_VALUE), out);
}

static unsigned
secret_bits(const struct key_values *v)
{
	return (unsigned)key_value(v, CKA_VALUE).len * 8;
}

static enum err
secret_sound(const struct key_type *t, enum key_half half,
    const struct key_values *v, bool fips)
{
	return key_type_takes(t, key_value(v, CKA_VALUE).len) ? ERR_OK :
	    ERR_ATTRIBUTE_VALUE;
}

static enum err
secret_may_generate(const struct key_type *t, const struct mech_row *row,
    const struct key_values *asked, bool fips)
{
	uint64_t len = key_value_number(asked, CKA_VALUE_LEN);

	if (len == 0)
		return ERR_TEMPLATE_INCOMPLETE;
	return key_type_takes(t, len) ? ERR_OK : ERR_ATTRIBUTE_VALUE;
}

static enum err
secret_generate(struct crypto *c, const struct key_values *asked,
    struct key_made *out)
{
	uint64_t len = key_value_number(asked, CKA_VALUE_LEN);
	uint8_t *value;

	if (len == 0 || len > SECRET_MAX)
		return ERR_ATTRIBUTE_VALUE;
	TRY(key_made_add(out, CKA_VALUE, KEY_SECRET, (size_t)len, &value));
	return crypto_draw(c, value, (size_t)len);
}

const struct key_kind key_kind_secret = {
	.from_values = secret_from_values,
	.bits = secret_bits,
	.sound = secret_sound,
	.may_generate = secret_may_generate,
	.generate = secret_generate,
};
