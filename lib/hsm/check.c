/* SPDX-License-Identifier: Apache-2.0 */
/* Checks a draft before and after it is filled. make.c and edit.c call it. It
 * changes nothing but the draft's class and key type. */
#include "hsm/check.h"

#include "crypto/key_type.h"
#include "spec/pkcs11.h"
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

/* Checks what a row says of a value, whoever gives it. */
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
	if (d->birth == BIRTH_CREATE && draft_is_fips(d) &&
	    (d->class == CKO_SECRET_KEY || d->class == CKO_PRIVATE_KEY))
		return ERR_TEMPLATE_INCONSISTENT;
	return ERR_OK;
}

/* --- class and key type --- */

static enum err
kind_of_mechanism(struct draft *d, uint64_t class)
{
	const struct mech_row *row = mech_row(d->mechanism);
	enum mech_use use =
	    class == CKO_SECRET_KEY ? USE_GENERATE : USE_GENERATE_PAIR;
	const struct key_type *t;

	if (row == NULL || !(row->flags & use))
		return ERR_MECHANISM_INVALID;
	d->class = class;
	d->key_type = template_number(d->asked, CKA_KEY_TYPE, row->key_type);
	if (template_number(d->asked, CKA_CLASS, class) != class)
		return ERR_TEMPLATE_INCONSISTENT;
	/* A generic secret may be made for one HMAC only. */
	t = key_type(d->key_type);
	return t != NULL && key_type_serves(t, row) ? ERR_OK :
	    ERR_TEMPLATE_INCONSISTENT;
}

/* Checks that a key's type fits its class. */
static enum err
kind_is_sound(const struct draft *d)
{
	const struct key_type *t = key_type(d->key_type);
	enum key_half half = attribute_half(d->class);

	if (attribute_class(d->class) == 0)
		return ERR_ATTRIBUTE_VALUE;
	if (half == KEY_NO_HALF)
		return ERR_OK;
	if (t == NULL)
		return ERR_ATTRIBUTE_VALUE;
	return (half != KEY_SECRET) == t->is_pair
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

/* --- values that belong together --- */

/* A value that was asked for and is also computed must be the same. */
static enum err
computed_as_asked(const struct draft *d)
{
	struct bytes computed;

	for (unsigned i = 0; i < d->asked->n; i++) {
		const struct attribute *a = &d->asked->rows[i];
		const struct attribute_row *row =
		    attribute_row(a->type, d->class, d->key_type);

		if (row != NULL && row->otherwise == OTHERWISE_COMPUTED &&
		    template_get(&d->t, a->type, &computed) &&
		    !bytes_equal(a->value, computed))
			return ERR_TEMPLATE_INCONSISTENT;
	}
	return ERR_OK;
}

enum err
draft_check_values(const struct draft *d)
{
	const struct key_values v = template_values(&d->t);
	enum key_half half = attribute_half(d->class);
	const struct key_type *t = key_type(d->key_type);

	if (d->class == CKO_CERTIFICATE)
		return template_number(&d->t, CKA_CERTIFICATE_TYPE, ~0ull) ==
		    CKC_X_509 ? ERR_OK : ERR_ATTRIBUTE_VALUE;
	if (half == KEY_NO_HALF)
		return ERR_OK;
	must(t != NULL); /* draft_kind */
	TRY(computed_as_asked(d));
	return key_type_check_values(t, half, &v, draft_is_fips(d));
}

bool
draft_is_fips(const struct draft *d)
{
	return !policy_permits(d->session->hsm, NULL, POLICY_HSM_NON_FIPS);
}
