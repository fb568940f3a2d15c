/* SPDX-License-Identifier: Apache-2.0 */
#include "types.h"

#include "maxima.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

const struct cmd_type type_partition = { CMD_TEXT, "name", 1, 32,
	UPPER LOWER DIGITS " !@#$%^*()-_=+{}[]:,./~",
	"a partition name has 1 to 32 letters, digits, blanks or "
	"!@#$%^*()-_=+{}[]:,./~" };
const struct cmd_type type_label = { CMD_TEXT, "label", 1, LIMIT_LABEL,
	UPPER LOWER DIGITS "!#$%'()*+,-./:=@[]^_{}~ ",
	"a label has 1 to 32 letters, digits, blanks or "
	"!#$%'()*+,-./:=@[]^_{}~" };
const struct cmd_type type_password = { CMD_SECRET, "password",
	LIMIT_PASSWORD_MIN, LIMIT_PASSWORD,
	UPPER LOWER DIGITS "!#$%'()*+,-./:=?@[]^_{}~ ",
	"a password has 7 to 255 letters, digits, blanks or "
	"!#$%'()*+,-./:=?@[]^_{}~, and no blank first" };
const struct cmd_type type_present = { CMD_SECRET, "password", 0,
	LIMIT_PASSWORD, NULL, "a password has at most 255 characters" };
const struct cmd_type type_domain = { CMD_SECRET, "domain", 1, LIMIT_DOMAIN,
	NULL, "a domain string has 1 to 128 printable characters" };
const struct cmd_type type_bytes = { CMD_NUMBER, "bytes", 1, 1ull << 40, NULL,
	"a size is a number of bytes, 1 to 1099511627776" };
const struct cmd_type type_client = { CMD_TEXT, "name", 1, LIMIT_NAME,
	UPPER LOWER DIGITS " -_.@",
	"a client name has 1 to 64 letters, digits, blanks or -_.@" };
const struct cmd_type type_host = { CMD_TEXT, "hostname", 1, 128,
	UPPER LOWER DIGITS "-_.:",
	"a host name has 1 to 128 letters, digits or -_.:" };
const struct cmd_type type_address = { CMD_TEXT, "address", 2, 45,
	DIGITS "abcdefABCDEF.:",
	"an IP address is written like 192.0.2.1 or 2001:db8::1" };
const struct cmd_type type_user = { CMD_TEXT, "username", 1, 32,
	UPPER LOWER DIGITS "-_.",
	"a user name has 1 to 32 letters, digits or -_." };
const struct cmd_type type_file = { CMD_TEXT, "filename", 1, 255,
	UPPER LOWER DIGITS " -_.@+=,~",
	"a file name has 1 to 255 letters, digits, blanks or -_.@+=,~" };
