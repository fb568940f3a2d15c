/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of a draft, before and after it is filled. Called by make.c and edit.c;
 * changes nothing but the draft's class and key type. */
#include "hsm/check.h"

#include "spec/pkcs11.h"
#include "crypto/key.h"
#include "mech/mech.h"
#include "hsm/internal.h"
#include "hsm/make.h"

static unsigned
given_at(enum birth birth)
{
	switch (birth) {
	case BIRTH_CREATE:
		return GIVEN_CREATE;
	case BIRTH_GENERATE:
		return GIVEN_GENERATE;
	case BIRTH_UNWRAP:
	case BIRTH_DERIVE:
		return GIVEN_UNWRAP;
	}
	return 0;
}

/* What a row says of a value whoever gives it. */
static enum err
value_rule(const struct attribute_row *row, struct bytes value, enum role role)
{
	TRY(attribute_check(row, value));
	switch ((enum attribute_rule)row->rule) {
	case RULE_ONLY_YES:
		return value.ptr[0] ? ERR_OK : ERR_ATTRIBUTE_VALUE;
	case RULE_ONLY_NO:
		return value.ptr[0] ? ERR_ATTRIBUTE_VALUE : ERR_OK;
	case RULE_SO_YES:
		return value.ptr[0] && role != ROLE_PARTITION_SO
		    ? ERR_ATTRIBUTE_READ_ONLY : ERR_OK;
	case RULE_PLAIN:
	case RULE_HIDDEN:
	case RULE_RAISES:
	case RULE_LOWERS:
		break;
	}
	return ERR_OK;
}

enum err
change_rule(const struct attribute_row *row, struct bytes now,
    struct bytes asked, enum attribute_given given, enum role role)
{
	TRY(attribute_check(row, asked));
	if (bytes_equal(now, asked) && row->rule != RULE_HIDDEN)
		return ERR_OK;
	if (!(row->given & given))
		return ERR_ATTRIBUTE_READ_ONLY;
	if (row->rule == RULE_RAISES && !asked.ptr[0])
		return ERR_ATTRIBUTE_READ_ONLY;
	if (row->rule == RULE_LOWERS && asked.ptr[0])
		return ERR_ATTRIBUTE_READ_ONLY;
	return value_rule(row, asked, role);
}

enum err
draft_check_asked(const struct draft *d)
{
	enum role role = d->session->access->role;

	for (unsigned i = 0; i < d->asked->n; i++) {
		const struct attribute *a = &d->asked->rows[i];
		const struct attribute_row *row =
		    attribute_row(a->type, d->class, d->key_type);

		if (row == NULL)
			return ERR_ATTRIBUTE_TYPE;
		if (!(row->given & given_at(d->birth)))
			return ERR_ATTRIBUTE_READ_ONLY;
		TRY(value_rule(row, a->value, role));
	}
	return ERR_OK;
}

enum err
draft_check_session(const struct draft *d)
{
	const struct session *s = d->session;
	enum role role = s->access->role;
	bool private = template_number(&d->t, CKA_PRIVATE, 0);

	if (private && role == ROLE_CRYPTO_USER)
		return ERR_NOT_AUTHORIZED;
	if (private && role != ROLE_CRYPTO_OFFICER)
		return ERR_NOT_LOGGED_IN;
	if (template_number(&d->t, CKA_TOKEN, 0) && !s->read_write)
		return ERR_SESSION_READ_ONLY;
	if (d->birth == BIRTH_CREATE && !s->hsm->card.non_fips &&
	    (d->class == CKO_SECRET_KEY || d->class == CKO_PRIVATE_KEY))
		return ERR_TEMPLATE_INCONSISTENT;
	return ERR_OK;
}

/* --- class and key type --------------------------------------------------------------- */

static enum err
kind_of_mechanism(struct draft *d, uint64_t class)
{
	const struct mech_row *row = mech_row(d->mechanism);
	enum mech_use use =
	    class == CKO_SECRET_KEY ? USE_GENERATE : USE_GENERATE_PAIR;

	if (row == NULL || !(row->flags & use))
		return ERR_MECHANISM_INVALID;
	d->class = class;
	d->key_type = template_number(d->asked, CKA_KEY_TYPE, row->key_type);
	if (template_number(d->asked, CKA_CLASS, class) != class)
		return ERR_TEMPLATE_INCONSISTENT;
	if (d->key_type == row->key_type)
		return ERR_OK;
	/* Generic secrets may be made for one HMAC. */
	return row->key_type == CKK_GENERIC_SECRET && d->key_type != CKK_AES &&
	    attribute_keys(d->key_type) == KEYS_VALUE
	    ? ERR_OK : ERR_TEMPLATE_INCONSISTENT;
}

/* Keys have a type that fits their class. */
static enum err
kind_is_sound(const struct draft *d)
{
	unsigned class = attribute_class(d->class);
	unsigned keys = attribute_keys(d->key_type);

	if (class == 0)
		return ERR_ATTRIBUTE_VALUE;
	if (class & (CLASS_DATA | CLASS_CERT))
		return ERR_OK;
	if (keys == 0)
		return ERR_ATTRIBUTE_VALUE;
	return (class == CLASS_SECRET) == (keys == KEYS_VALUE)
	    ? ERR_OK : ERR_TEMPLATE_INCONSISTENT;
}

enum err
draft_kind(struct draft *d, uint64_t class)
{
	bool derive = d->birth == BIRTH_DERIVE;
	struct bytes value;

	if (d->birth == BIRTH_GENERATE)
		return kind_of_mechanism(d, class);
	if (!derive && !template_get(d->asked, CKA_CLASS, &value))
		return ERR_TEMPLATE_INCOMPLETE;
	d->class = template_number(d->asked, CKA_CLASS,
	    derive ? CKO_SECRET_KEY : ~0ull);
	if (attribute_class(d->class) & (CLASS_DATA | CLASS_CERT)) {
		d->key_type = 0;
		return d->birth == BIRTH_CREATE ? ERR_OK
						: ERR_TEMPLATE_INCONSISTENT;
	}
	if (!derive && attribute_class(d->class) &&
	    !template_get(d->asked, CKA_KEY_TYPE, &value))
		return ERR_TEMPLATE_INCOMPLETE;
	d->key_type = template_number(d->asked, CKA_KEY_TYPE,
	    derive ? CKK_GENERIC_SECRET : ~0ull);
	TRY(kind_is_sound(d));
	if (d->birth != BIRTH_CREATE && d->class == CKO_PUBLIC_KEY)
		return ERR_TEMPLATE_INCONSISTENT;
	return derive && d->class != CKO_SECRET_KEY
	    ? ERR_TEMPLATE_INCONSISTENT : ERR_OK;
}

/* --- values that belong together --------------------------------------------------------- */

static enum err
secret_is_sound(const struct draft *d)
{
	struct bytes value = { 0 };

	(void)template_get(&d->t, CKA_VALUE, &value);
	if (template_number(d->asked, CKA_VALUE_LEN, value.len) != value.len)
		return ERR_TEMPLATE_INCONSISTENT;
	if (d->key_type == CKK_AES)
		return value.len == 16 || value.len == 24 || value.len == 32
		    ? ERR_OK : ERR_ATTRIBUTE_VALUE;
	return value.len >= 1 && value.len <= 512 ? ERR_OK
						  : ERR_ATTRIBUTE_VALUE;
}

static enum err
rsa_is_sound(const struct draft *d)
{
	static const uint64_t parts[] = { CKA_PRIME_1, CKA_PRIME_2,
		CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT };
	uint64_t bits = template_number(&d->t, CKA_MODULUS_BITS, 0);
	struct bytes value;
	unsigned n = 0;

	if (template_number(d->asked, CKA_MODULUS_BITS, bits) != bits)
		return ERR_TEMPLATE_INCONSISTENT;
	if (!template_get(&d->t, CKA_MODULUS, &value) || value.len < 128 ||
	    value.len > 513)
		return ERR_ATTRIBUTE_VALUE;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		n += template_get(&d->t, parts[i], &value);
	return n == 0 || n == 5 ? ERR_OK : ERR_TEMPLATE_INCOMPLETE;
}

static enum err
ec_is_sound(const struct draft *d)
{
	const struct curve *curve;
	struct bytes value, raw;

	if (!template_get(&d->t, CKA_EC_PARAMS, &value))
		return ERR_TEMPLATE_INCOMPLETE;
	curve = curve_of_params(value);
	if (curve == NULL)
		return ERR_CURVE;
	if (template_get(&d->t, CKA_EC_POINT, &value))
		TRY(ec_point_raw(curve, value, &raw));
	if (d->class != CKO_PRIVATE_KEY)
		return ERR_OK;
	if (!template_get(&d->t, CKA_VALUE, &value) || value.len > curve->len + 1)
		return ERR_ATTRIBUTE_VALUE;
	return ec_value_check(curve, value);
}

enum err
draft_check_values(const struct draft *d)
{
	if (d->class == CKO_DATA)
		return ERR_OK;
	if (d->class == CKO_CERTIFICATE)
		return template_number(&d->t, CKA_CERTIFICATE_TYPE, ~0ull) ==
		    CKC_X_509 ? ERR_OK : ERR_ATTRIBUTE_VALUE;
	switch (attribute_keys(d->key_type)) {
	case KEYS_RSA:
		return rsa_is_sound(d);
	case KEYS_EC:
		return ec_is_sound(d);
	default:
		return secret_is_sound(d);
	}
}
