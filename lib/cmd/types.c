/* SPDX-License-Identifier: Apache-2.0 */
/* The rules are said to whoever broke one. */
#include "cmd/types.h"

const struct cmd_type cmd_flag = { CMD_FLAG };
const struct cmd_type cmd_any_text = { CMD_TEXT, "text", 1, 255, NULL,
	"it has 1 to 255 printable characters" };
const struct cmd_type cmd_serial = { CMD_NUMBER, "serialnum", 1,
	999999999999999, NULL, "a serial number has 1 to 15 digits" };

bool
cmd_no_blank_first(struct bytes value)
{
	return value.ptr[0] != ' ';
}
