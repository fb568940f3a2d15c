/* SPDX-License-Identifier: Apache-2.0 */
/* What values of options may be. What a card accepts it checks itself. */
#include "lunacm.h"

#include "spec/typed.h"

const struct cmd_type type_slot = { CMD_NUMBER, "slot", 0, SLOTS_MAX - 1, NULL,
	"a slot is a number that 'slot list' shows" };
const struct cmd_type type_role = { CMD_TEXT, "role", 1, 32, TYPED_LETTERS " ",
	"a role is one of: Partition SO (po), Crypto Officer (co), Crypto User "
	"(cu)" };
