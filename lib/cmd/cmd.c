/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's front: what stands in cmd.h and is nobody else's. */
#include "cmd/cmd.h"

const struct cmd_type cmd_flag = { CMD_FLAG };
const struct cmd_type cmd_any_text = { CMD_TEXT, "text", 1, 255, NULL,
	"it has 1 to 255 printable characters" };
const struct cmd_type cmd_serial = { CMD_NUMBER, "serialnum", 1,
	999999999999999, NULL, "a serial number has 1 to 15 digits" };
