/* SPDX-License-Identifier: Apache-2.0 */
/* What values of options may be. What a card accepts it checks itself. */
#include "lunacm.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

const struct cmd_type type_slot = { CMD_NUMBER, "slot", 0, SLOTS_MAX - 1, NULL,
	"a slot is a number that 'slot list' shows" };
const struct cmd_type type_label = { CMD_TEXT, "label", 1, LIMIT_LABEL,
	UPPER LOWER DIGITS " !#$%'()*+,-./:=@[]^_{}~",
	"a label has 1 to 32 letters, digits, blanks or "
	"!#$%'()*+,-./:=@[]^_{}~" };
const struct cmd_type type_password = { CMD_SECRET, "password",
	LIMIT_PASSWORD_MIN, LIMIT_PASSWORD,
	UPPER LOWER DIGITS " !@#$%^*()-_=+[]{}/:',.~?",
	"a password has 7 to 255 letters, digits, blanks or "
	"!@#$%^*()-_=+[]{}/:',.~?" };
const struct cmd_type type_present = { CMD_SECRET, "password", 0, LIMIT_PASSWORD,
	NULL, "a password has at most 255 characters" };
const struct cmd_type type_domain = { CMD_SECRET, "domain", 1, LIMIT_DOMAIN,
	UPPER LOWER DIGITS " !@#$%^*()-_=+[]{}/:',.~?",
	"a domain string has 1 to 128 letters, digits, blanks or "
	"!@#$%^*()-_=+[]{}/:',.~?" };
const struct cmd_type type_role = { CMD_TEXT, "role", 1, 32, UPPER LOWER " ",
	"a role is one of: Partition SO (po), Crypto Officer (co), Crypto User "
	"(cu)" };
