/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What people may type as labels, names and passwords: the card refuses the
 * rest, and the shells say so before they ask it. Lengths: limits.h. */

#define TYPED_LETTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* of an HSM or a partition: this ASCII, and UTF-8 beyond (text_is_utf8) */
#define TYPED_LABEL TYPED_LETTERS "!#$%'()*+,-./:=@[]^_{}~ "
#define TYPED_LABEL_RULE \
	"a label has 1 to 32 bytes: letters of any script, digits, blanks or " \
	"!#$%'()*+,-./:=@[]^_{}~"

/* of a role */
#define TYPED_PASSWORD TYPED_LETTERS "!#$%'()*+,-./:=?@[]^_{}~ "
#define TYPED_PASSWORD_RULE \
	"a password has 7 to 255 letters, digits, blanks or " \
	"!#$%'()*+,-./:=?@[]^_{}~, and no blank first"

/* of a partition */
#define TYPED_NAME TYPED_LETTERS "!@#$%^*()-_=+{}[]:,./~ "
#define TYPED_NAME_RULE \
	"a partition name has 1 to 32 letters, digits, blanks or " \
	"!@#$%^*()-_=+{}[]:,./~, and no blank first or last"

/* of cloning: any printable ASCII */
#define TYPED_DOMAIN_RULE "a domain string has 1 to 128 printable characters"
