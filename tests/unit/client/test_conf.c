/* SPDX-License-Identifier: Apache-2.0 */
/* Chrystoki.conf as real deployments write it, read and edited in place. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "client/settings.h"

static const char sample[] =
    "// made by hand\n"
    "Chrystoki2 = {\n"
    "   LibUNIX64 = /usr/safenet/lib/libCryptoki2_64.so;\n"
    "\n"
    "}\n"
    "LunaSA Client = {\n"
    "ReceiveTimeout    =   15000;\n"
    "\n"
    "   ClientCertFile = /a folder/with spaces/c.pem;  // ours\n"
    "   ServerName00 = 127.0.1.1;\n"
    "   ServerPort00 = 1793;\n"
    "   // ServerName01 = old.example.org;\n"
    "   ServerName03=hsm.example.org;\n"
    "   ServerHtl00 = 0;\n"
    "}\n"
    "Misc = { PE1746Enabled = 0; ToolsDir = /bin; }\n"
    "VirtualToken = {\n"
    "   VirtualToken00Members = 1,  2\n"
    "}";

static char folder[64], path[128];
static struct conf_problem problem;

static int
set_up(void **state)
{
	snprintf(folder, sizeof(folder), "/tmp/lunette-conf-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/Chrystoki.conf", folder);
	return file_write(path, 0640, bytes_of_text(sample)) == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	unlink(path);
	return rmdir(folder);
}

static void
expect(const struct conf *c, const char *section, const char *key, const char *want)
{
	char value[256];

	assert_ok(conf_get(c, section, key, value, sizeof(value)));
	assert_string_equal(value, want);
}

static void
reads_what_people_write(void **state)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	char value[8];

	assert_ok(conf_open(&c, path, &problem));
	expect(&c, "Chrystoki2", "LibUNIX64", "/usr/safenet/lib/libCryptoki2_64.so");
	expect(&c, "LunaSA Client", "ClientCertFile", "/a folder/with spaces/c.pem");
	expect(&c, "LunaSA Client", "ServerName03", "hsm.example.org");
	expect(&c, "Misc", "ToolsDir", "/bin");
	expect(&c, "VirtualToken", "VirtualToken00Members", "1,  2");
	expect(&c, "LunaSA Client", "ReceiveTimeout", "15000");
	assert_err(ERR_NOT_FOUND, conf_get(&c, "Misc", "ServerName00", value, 8));
	assert_err(ERR_TOO_LARGE, conf_get(&c, "LunaSA Client", "ServerName03",
	    value, sizeof(value)));
}

static void
settings_follow_the_file(void **state)
{
	static struct settings s;

	assert_ok(settings_read(path, &s, &problem));
	assert_int_equal(s.n_servers, 2);
	assert_string_equal(s.servers[0].host, "127.0.1.1");
	assert_int_equal(s.servers[0].port, 1793);
	assert_string_equal(s.servers[1].host, "hsm.example.org");
	assert_int_equal(s.servers[1].port, 1792);
	assert_int_equal(s.receive_ms, 15000);
	assert_err(ERR_NOT_FOUND, settings_read("/nowhere/Chrystoki.conf", &s, &problem));
	assert_non_null(strstr(problem.words, "/nowhere/Chrystoki.conf: there is no"));
}

static void
edits_in_place(void **state)
{
	CLEARED_BY(conf_clear) struct conf c = { 0 };
	CLEARED_BY(buf_clear) struct buf now = buf_up_to(65536);
	char link[140];
	struct stat st;

	snprintf(link, sizeof(link), "%s/link", folder);
	assert_int_equal(symlink(path, link), 0);
	assert_ok(conf_open(&c, link, &problem));
	assert_ok(conf_set(&c, "LunaSA Client", "ServerName00", "10.0.0.1"));
	assert_ok(conf_set(&c, "LunaSA Client", "ServerName01", "10.0.0.2"));
	assert_ok(conf_set(&c, "Misc", "New", "x"));
	assert_ok(conf_set(&c, "HAConfiguration", "HAOnly", "1"));
	conf_remove(&c, "LunaSA Client", "ServerPort00");
	assert_err(ERR_ARGUMENT, conf_set(&c, "Misc", "Bad", "a\nb"));
	assert_err(ERR_ARGUMENT, conf_set(&c, "Misc", "Ba=d", "a"));
	assert_ok(conf_save(&c));
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	conf_clear(&c);
	assert_ok(conf_open(&c, path, &problem));
	expect(&c, "LunaSA Client", "ServerName00", "10.0.0.1");
	expect(&c, "LunaSA Client", "ServerName01", "10.0.0.2");
	expect(&c, "HAConfiguration", "HAOnly", "1");
	expect(&c, "Misc", "New", "x");
	expect(&c, "VirtualToken", "VirtualToken00Members", "1,  2");
	assert_err(ERR_NOT_FOUND, conf_get(&c, "LunaSA Client", "ServerPort00", link,
	    sizeof(link)));
	assert_ok(file_read(path, &now));
	assert_memory_equal(now.ptr, "// made by hand\nChrystoki2 = {\n", 31);
	unlink(link);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_what_people_write, set_up, tear_down),
		cmocka_unit_test_setup_teardown(settings_follow_the_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(edits_in_place, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
