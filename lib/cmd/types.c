/* SPDX-License-Identifier: Apache-2.0 */
/* The types of values that both shells use. A rule is printed when a value breaks
 * it. */
#include "cmd/types.h"

#include "spec/limits.h"
#include "spec/typed.h"

const struct cmd_type cmd_flag = { CMD_FLAG };
const struct cmd_type cmd_any_text = { CMD_TEXT, "text", 1, 255, NULL,
	"it has 1 to 255 printable characters" };
const struct cmd_type cmd_serial = { CMD_NUMBER, "serialnum", 1,
	999999999999999, NULL, "a serial number has 1 to 15 digits" };

const struct cmd_type type_label = { CMD_UTF8, "label", 1, LIMIT_LABEL,
	TYPED_LABEL, TYPED_LABEL_RULE };
const struct cmd_type type_password = { CMD_SECRET, "password",
	LIMIT_PASSWORD_MIN, LIMIT_PASSWORD, TYPED_PASSWORD, TYPED_PASSWORD_RULE,
	cmd_no_blank_first };
const struct cmd_type type_present = { CMD_SECRET, "password", 0,
	LIMIT_PASSWORD, NULL, "a password has at most 255 characters" };
const struct cmd_type type_domain = { CMD_SECRET, "domain", 1, LIMIT_DOMAIN,
	NULL, TYPED_DOMAIN_RULE };

bool
cmd_no_blank_first(struct bytes value)
{
	return value.ptr[0] != ' ';
}
