/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chrystoki.conf, which is written by hands and by other people's tools and
 * read inside an application. Any text: the scan ends and stays within it, and
 * a value that was set is found again.
 */

#include "fuzz.h"

#include "client/conf.h"

#define BIG (2u << 20)

static void
change(struct conf *c)
{
	char value[64];

	if (conf_set(c, "LunaSA Client", "ServerName00", "10.0.0.1") != ERR_OK)
		return;
	must(conf_get(c, "LunaSA Client", "ServerName00", value, sizeof(value)) == ERR_OK);
	must(strcmp(value, "10.0.0.1") == 0);
	conf_remove(c, "LunaSA Client", "ServerName00");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct conf c = { .text = buf_up_to(BIG) };
	struct conf_problem problem;

	if (buf_put(&c.text, bytes_of(data, len)) == ERR_OK) {
		(void)conf_check(&c, &problem);
		change(&c);
	}
	conf_clear(&c);
	return 0;
}

enum err
fuzz_seed(size_t i, struct buf *out)
{
	static const char *const seeds[] = {
		"Chrystoki2 = {\n   LibUNIX64 = /usr/lib/libCryptoki2_64.so;\n}\n",
		("LunaSA Client = {\n   ReceiveTimeout = 20000;\n   ServerName00 = hsm1;\n"
		"   ServerPort00 = 1792;\n}\nVirtualToken = {\n   VirtualToken00SN = 1;\n}\n"),
		"// a comment\nMisc = {\n   PE1746Enabled = 1; // one\n\n}\n",
		"A={B=C;D=E}F={}",
		"A = { B = \n C ; } LunaSA Client = { ServerName00 = a; ServerName00 = b; }",
		"} } = ; {",
	};

	if (i >= sizeof(seeds) / sizeof(seeds[0]))
		return ERR_NOT_FOUND;
	return buf_put_text(out, seeds[i]);
}
