/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chrystoki.conf, which is written by hands and by other people's tools and
 * read inside an application. Any text: the walk ends, every view lies within
 * the text, a value that was set is found again and is gone after removal.
 */

#include "fuzz.h"

#include "client/conf.h"

#define BIG (2u << 20)

static bool
within(struct bytes part, struct bytes whole)
{
	return part.len == 0 || (part.ptr >= whole.ptr &&
	    part.ptr + part.len <= whole.ptr + whole.len);
}

static void
walk(const struct conf *c)
{
	struct bytes text = buf_bytes(&c->text);
	struct conf_entry e;
	size_t at = 0, last = 0;

	while (conf_next(c, &at, &e)) {
		must(at > last && at <= text.len);
		must(e.start <= e.end && e.end <= text.len);
		must(within(e.section, text) && within(e.key, text) && within(e.value, text));
		last = at;
	}
}

static void
change(struct conf *c)
{
	char value[64];

	if (conf_set(c, "LunaSA Client", "ServerName00", "10.0.0.1") != ERR_OK)
		return;
	walk(c);
	must(conf_get(c, "LunaSA Client", "ServerName00", value, sizeof(value)) == ERR_OK);
	must(strcmp(value, "10.0.0.1") == 0);
	conf_remove(c, "LunaSA Client", "ServerName00");
	walk(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct conf c = { .text = buf_up_to(BIG) };

	if (buf_put(&c.text, bytes_of(data, len)) == ERR_OK) {
		walk(&c);
		(void)conf_number(&c, "LunaSA Client", "ReceiveTimeout", 7);
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
