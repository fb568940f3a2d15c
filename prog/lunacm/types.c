/* SPDX-License-Identifier: Apache-2.0 */
/* What values of options may be. What a card accepts it checks itself. */
#include "lunacm.h"
#include "spec/typed.h"

const struct cmd_type type_slot = { CMD_NUMBER, "slot", 0, SLOTS_MAX - 1, NULL,
	"a slot is a number that 'slot list' shows" };
const struct cmd_type type_label = { CMD_UTF8, "label", 1, LIMIT_LABEL,
	TYPED_LABEL, TYPED_LABEL_RULE };
const struct cmd_type type_password = { CMD_SECRET, "password",
	LIMIT_PASSWORD_MIN, LIMIT_PASSWORD, TYPED_PASSWORD, TYPED_PASSWORD_RULE,
	cmd_no_blank_first };
const struct cmd_type type_present = { CMD_SECRET, "password", 0, LIMIT_PASSWORD,
	NULL, "a password has at most 255 characters" };
const struct cmd_type type_domain = { CMD_SECRET, "domain", 1, LIMIT_DOMAIN,
	NULL, TYPED_DOMAIN_RULE };
const struct cmd_type type_role = { CMD_TEXT, "role", 1, 32, TYPED_LETTERS " ",
	"a role is one of: Partition SO (po), Crypto Officer (co), Crypto User "
	"(cu)" };
