/* SPDX-License-Identifier: Apache-2.0 */
/* Checks letters and lengths of what people type. It looks at bytes only, never
 * at an HSM. */
#include "hsm/rules.h"

#include "spec/limits.h"
#include "spec/typed.h"
#include "base/text.h"

enum err
password_check(struct bytes password)
{
	if (password.len < LIMIT_PASSWORD_MIN || password.len > LIMIT_PASSWORD)
		return ERR_PIN_LENGTH;
	if (password.ptr[0] == ' ' || !text_only(password, TYPED_PASSWORD))
		return ERR_PIN_INVALID;
	return ERR_OK;
}

enum err
domain_check(struct bytes domain)
{
	if (domain.len < 1 || domain.len > LIMIT_DOMAIN ||
	    !text_printable(domain))
		return ERR_DOMAIN_INVALID;
	return ERR_OK;
}

enum err
label_check(struct bytes label)
{
	if (label.len < 1 || label.len > LIMIT_LABEL ||
	    !text_is_utf8(label, TYPED_LABEL))
		return ERR_LABEL_INVALID;
	return ERR_OK;
}

enum err
name_check(struct bytes name)
{
	if (name.len < 1 || name.len > LIMIT_LABEL ||
	    name.ptr[0] == ' ' || name.ptr[name.len - 1] == ' ' ||
	    !text_only(name, TYPED_NAME))
		return ERR_NAME_INVALID;
	return ERR_OK;
}
