/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lengths, alphabets and rules of the values, as constants that the command
 * tables refer to.
 */
#include "types.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "spec/limits.h"
#include "spec/typed.h"

static bool
no_blank_at_ends(struct bytes value)
{
	return cmd_no_blank_first(value) && value.ptr[value.len - 1] != ' ';
}

/* Checks a name as the appliance does, which uses names for files. */
static bool
no_sign_first(struct bytes value)
{
	return strchr(" .-", value.ptr[0]) == NULL;
}

static bool
is_address(struct bytes value)
{
	unsigned char address[16];
	char text[INET6_ADDRSTRLEN];

	(void)snprintf(text, sizeof(text), "%.*s", (int)value.len,
	    (const char *)value.ptr);
	return inet_pton(AF_INET, text, address) == 1 ||
	    inet_pton(AF_INET6, text, address) == 1;
}

const struct cmd_type type_partition = { CMD_TEXT, "name", 1, LIMIT_LABEL,
	TYPED_NAME, TYPED_NAME_RULE, no_blank_at_ends };
const struct cmd_type type_bytes = { CMD_NUMBER, "bytes", 1, 1ull << 40, NULL,
	"a size is a number of bytes, 1 to 1099511627776" };
const struct cmd_type type_client = { CMD_TEXT, "name", 1, LIMIT_NAME,
	TYPED_LETTERS " -_.@",
	"a client name has 1 to 64 letters, digits, blanks or -_.@, and no blank, "
	"dot or dash first", no_sign_first };
const struct cmd_type type_host = { CMD_TEXT, "hostname", 1, 128,
	TYPED_LETTERS "-_.:",
	"a host name has 1 to 128 letters, digits or -_.:, and no dot or dash first",
	no_sign_first };
const struct cmd_type type_address = { CMD_TEXT, "address", 2, 45,
	"0123456789abcdefABCDEF.:",
	"an IP address is written like 192.0.2.1 or 2001:db8::1", is_address };
const struct cmd_type type_user = { CMD_TEXT, "username", 1, 32,
	TYPED_LETTERS "-_.",
	"a user name has 1 to 32 letters, digits or -_." };
const struct cmd_type type_file = { CMD_TEXT, "filename", 1, 255,
	TYPED_LETTERS " -_.@+=,~",
	"a file name has 1 to 255 letters, digits, blanks or -_.@+=,~" };
