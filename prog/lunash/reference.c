/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the reference for `lunash --reference`. The build compares it with
 * docs/lunash.md. */
#include "reference.h"

#include <stdio.h>

#include "cmd/check.h"
#include "cmd/document.h"
#include "lunash.h"

static const char *
role_name(unsigned bit)
{
	return user_role_name((enum user_role)bit);
}

int
reference_print(void)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(1u << 20);
	struct cmd_shell shell = { .role_name = role_name, .dialect = &lunash_dialect,
		.families = lunash_families, .role = EVERYBODY };
	char why[256];

	if (cmd_table_check(&shell, why, sizeof(why)) != ERR_OK) {
		(void)fprintf(stderr, "lunash: %s\n", why);
		return 1;
	}
	if (buf_put_text(&text, "# LunaSH commands\n\nPrinted by `lunash "
	    "--reference`; do not edit.\n") != ERR_OK ||
	    cmd_document(&shell, &text) != ERR_OK)
		return 1;
	(void)fwrite(text.ptr, 1, text.len, stdout);
	return 0;
}
