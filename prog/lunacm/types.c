/* SPDX-License-Identifier: Apache-2.0 */
/* The types of options' values. A rule of the card is checked by the card
 * alone. */
#include "lunacm.h"

#include "spec/typed.h"

const struct cmd_type type_slot = { CMD_NUMBER, "slot", 0, SLOTS_MAX - 1, NULL,
	"a slot is a number that 'slot list' shows" };
const struct cmd_type type_role = { CMD_TEXT, "role", 1, 32, TYPED_LETTERS " ",
	"a role is one of: Partition SO (po), Crypto Officer (co), Crypto User "
	"(cu)" };
