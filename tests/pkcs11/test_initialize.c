/* SPDX-License-Identifier: Apache-2.0 */
/* C_Initialize and its configuration: a file that is missing, unreadable or
 * broken is an error, and the system's log says which file, where in it and
 * why. Without the file a program would only see that there are no slots. An
 * appliance that cannot be reached is no error: it may come back. */
#include "p11.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char folder[64], path[128], logged[8192];

/* The module finds these before those of the C library, as it would find an
 * application's own; the second is what a fortified build calls. */
#define SEEN __attribute__((visibility("default")))
#define PRINTS(at, args) __attribute__((format(printf, at, args)))
SEEN void syslog(int priority, const char *format, ...) PRINTS(2, 3);
SEEN void __syslog_chk(int priority, int flag, const char *format, ...)
    PRINTS(3, 4);

PRINTS(1, 0) static void
keep(const char *format, va_list args)
{
	vsnprintf(logged, sizeof(logged), format, args);
}

void
syslog(int priority, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	keep(format, args);
	va_end(args);
}

void
__syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	keep(format, args);
	va_end(args);
}

static int
begin(void **state)
{
	snprintf(folder, sizeof(folder), "/tmp/lunette-init-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/Chrystoki.conf", folder);
	setenv("ChrystokiConfigurationPath", folder, 1);
	p11_load();
	return 0;
}

static int
end(void **state)
{
	unlink(path);
	return rmdir(folder);
}

static void
refused(const char *where, const char *why)
{
	char wanted[256];

	logged[0] = '\0';
	assert_rv(CKR_GENERAL_ERROR, p11->C_Initialize(NULL));
	snprintf(wanted, sizeof(wanted), "%s%s", path, where);
	assert_non_null(strstr(logged, wanted));
	assert_non_null(strstr(logged, why));
	/* Programs do this after a failure too. */
	assert_rv(CKR_CRYPTOKI_NOT_INITIALIZED, p11->C_Finalize(NULL));
}

static void
write_conf(const char *text)
{
	assert_ok(file_write(path, 0600, bytes_of_text(text)));
}

static void
missing(void **state)
{
	unlink(path);
	refused(": ", "there is no such file");
	setenv("ChrystokiConfigurationPath", "/nonexistent", 1);
	assert_rv(CKR_GENERAL_ERROR, p11->C_Initialize(NULL));
	assert_non_null(strstr(logged, "/nonexistent/Chrystoki.conf"));
	setenv("ChrystokiConfigurationPath", folder, 1);
}

/* Whoever is root may read everything, but no folder as a file. */
static void
unreadable(void **state)
{
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	refused(": ", "cannot be read");
	assert_int_equal(rmdir(path), 0);
	write_conf("Misc = {\n}\n");
	assert_int_equal(chmod(path, 0), 0);
	if (geteuid() != 0)
		refused(": ", "Permission denied");
}

static void
broken(void **state)
{
	static const struct {
		const char *text, *where, *why;
	} rows[] = {
		{ "LunaSA Client = {\n   ServerName00 = a;\n", ", line 1", "not closed" },
		{ "\n// x\nA = {\n B = 1;\nC = {\n}\n", ", line 5", "not closed" },
		{ "", ", line 1", "no section" },
		{ "// nothing but words\n", ", line 1", "no section" },
		{ "}\n", ", line 1", "closes no section" },
		{ "A = {\n}\n}\n", ", line 3", "closes no section" },
		{ "ServerName00 = a;\n", ", line 1", "outside" },
		{ "A = {\n}\nB = 1;\n", ", line 3", "outside" },
		{ "A = {\n = 1;\n}\n", ", line 2", "name" },
		{ "A = {\n B 1;\n}\n", ", line 2", "neither" },
		{ "[LunaSA Client]\nServerName00=a\n", ", line 1", "neither" },
		{ "A = {\n B = 1;\n C = 2 }\n", ", line 1", "not closed" },
		{ "A = {\n B = \x01;\n}\n", ", line 2", "control character" },
		{ "LunaSA Client = {\n ServerName00 = a;\n ServerPort00 = 1792x;\n}\n",
		  ", line 3", "ServerPort00" },
		{ "LunaSA Client = {\n ReceiveTimeout = soon;\n}\n", ", line 2",
		  "ReceiveTimeout" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		write_conf(rows[i].text);
		refused(rows[i].where, rows[i].why);
	}
}

static void
too_long(void **state)
{
	char text[512];

	snprintf(text, sizeof(text), "LunaSA Client = {\n ServerName00 = %0300d;\n}\n", 1);
	write_conf(text);
	refused(", line 2", "ServerName00");
}

static void
slots_are(CK_ULONG wanted)
{
	CK_ULONG n = 99;

	assert_good(p11->C_Initialize(NULL));
	assert_good(p11->C_GetSlotList(CK_FALSE, NULL, &n));
	assert_int_equal(n, wanted);
	assert_good(p11->C_Finalize(NULL));
}

/* Nobody listens on port 1 of this machine. */
static void
nobody_there(void **state)
{
	write_conf("Misc = { ToolsDir = /bin; }\n");
	slots_are(0);
	write_conf("LunaSA Client = {\n   ConnectTimeout = 500;\n"
	    "   ServerName00 = 127.0.0.1; // away\n   ServerPort00 = 1;\n}\n");
	slots_are(0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missing),
		cmocka_unit_test(unreadable),
		cmocka_unit_test(broken),
		cmocka_unit_test(too_long),
		cmocka_unit_test(nobody_there),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
