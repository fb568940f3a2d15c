/* SPDX-License-Identifier: Apache-2.0 */
/* Settings: every row, what is refused and by which name, the file there and
 * back, options. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "proc/settings.h"

static const struct {
	const struct setting *rows;
	size_t size;
} devices[] = {
	{ settings_of_lab, sizeof(struct lab_settings) },
	{ settings_of_appliance, sizeof(struct appliance_settings) },
};

union any {
	struct lab_settings lab;
	struct appliance_settings appliance;
};

static char path[] = "/tmp/settings-XXXXXX";

static void
put_file(const char *text)
{
	assert_ok(file_write(path, 0600, bytes_of_text(text)));
}

/* Its default is one that it permits, and is what a new struct holds. */
static void
defaults(void **state)
{
	for (size_t d = 0; d < sizeof(devices) / sizeof(devices[0]); d++) {
		const struct setting *s = devices[d].rows;
		struct setting_complaint why = { "" };
		union any in;
		char value[SETTING_TEXT_MAX + 1];

		settings_default(s, &in);
		for (; s->name != NULL; s++) {
			assert_true(s->most <= SETTING_TEXT_MAX || s->kind == SETTING_NUMBER);
			setting_print(s, &in, value, sizeof(value));
			assert_string_equal(value, s->fallback);
			assert_ok(settings_set(devices[d].rows, &in, s->name, value, &why));
		}
	}
}

static void
refuse(const struct setting *rows, const char *name, const char *value)
{
	struct setting_complaint why = { "" };
	union any in, before;

	settings_default(rows, &in);
	before = in;
	assert_err(ERR_ARGUMENT, settings_set(rows, &in, name, value, &why));
	assert_memory_equal(&before, &in, sizeof(in));
	assert_ptr_equal(strstr(why.text, name), why.text);
	assert_non_null(strstr(why.text, " is wanted"));
}

/* A number below and above its range, and no number; a text too long. */
static void
ranges(void **state)
{
	char value[SETTING_TEXT_MAX + 40];

	for (size_t d = 0; d < sizeof(devices) / sizeof(devices[0]); d++)
		for (const struct setting *s = devices[d].rows; s->name != NULL; s++) {
			memset(value, '1', sizeof(value));
			value[s->kind == SETTING_NUMBER ? 30 : s->most + 1] = '\0';
			refuse(devices[d].rows, s->name, value);
			refuse(devices[d].rows, s->name, "a b");
			if (s->kind != SETTING_NUMBER)
				continue;
			snprintf(value, sizeof(value), "%llu",
			    (unsigned long long)s->most + 1);
			refuse(devices[d].rows, s->name, value);
			snprintf(value, sizeof(value), "%lld", (long long)s->least - 1);
			refuse(devices[d].rows, s->name, value);
		}
}

static void
kinds(void **state)
{
	static const char *const wrong[][2] = {
		{ "personality", "luna" }, { "personality", "LUNA7" },
		{ "host_name", "-x" }, { "host_name", ".x" }, { "host_name", "a;b" },
		{ "ntls_device", "eth9" }, { "ntls_device", "" },
		{ "ntls_address", "192.0.2.300" }, { "ntls_address", "name" },
	};
	static const char *const nets[] = { "10.0.0", "127.0", "127.0.0.1", "x", "" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refuse(settings_of_appliance, wrong[i][0], wrong[i][1]);
	for (size_t i = 0; i < sizeof(nets) / sizeof(nets[0]); i++)
		refuse(settings_of_lab, "net", nets[i]);
}

static void
there_and_back(void **state)
{
	struct appliance_settings in, out;
	struct setting_complaint why = { "" };

	memset(&out, 0, sizeof(out));
	memset(&in, 0, sizeof(in));
	settings_default(settings_of_appliance, &in);
	settings_default(settings_of_appliance, &out);
	assert_ok(settings_set(settings_of_appliance, &in, "personality", "luna6", &why));
	assert_ok(settings_set(settings_of_appliance, &in, "ntls_address", "::1", &why));
	assert_ok(settings_write(settings_of_appliance, path, &in));
	assert_ok(settings_read(settings_of_appliance, path, &out, &why));
	assert_memory_equal(&in, &out, sizeof(in));
}

/* Files of earlier versions: fewer settings, and a '=' between. */
static void
older_files(void **state)
{
	struct lab_settings out;
	struct setting_complaint why = { "" };

	settings_default(settings_of_lab, &out);
	put_file("net=127.0.9\nhsms=3\n");
	assert_ok(settings_read(settings_of_lab, path, &out, &why));
	assert_string_equal(out.net, "127.0.9");
	assert_int_equal(out.hsms, 3);
	assert_int_equal(out.ntls_port, 1792);
	assert_string_equal(out.personality, "luna7");
}

static void
damaged_files(void **state)
{
	static const char *const files[][2] = {
		{ "hsms 1\ncolour blue\n", "colour" }, { "hsms 0\n", "hsms" },
		{ "hsms\n", "hsms" }, { "ssh_port 65536\n", "ssh_port" },
		{ "net 127.0.1 x\n", "net" }, { "hsms 1 \n", "hsms" },
	};
	struct lab_settings out;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct setting_complaint why = { "" };

		put_file(files[i][0]);
		settings_default(settings_of_lab, &out);
		assert_err(ERR_CORRUPT, settings_read(settings_of_lab, path, &out, &why));
		assert_non_null(strstr(why.text, files[i][1]));
	}
	put_file("ntls_port 1792\n"); /* of an appliance: given at each start */
	assert_err(ERR_CORRUPT, settings_read(settings_of_appliance, path,
	    &(struct appliance_settings){ 0 }, &(struct setting_complaint){ "" }));
	unlink(path);
	assert_err(ERR_NOT_FOUND, settings_read(settings_of_lab, path, &out,
	    &(struct setting_complaint){ "" }));
}

/* An option for each but those that an administrator changes. */
static void
options(void **state)
{
	struct setting_options o = { .list = { { "own", no_argument, NULL, 'o' } },
		.n_own = 1 };
	struct appliance_settings out;
	struct setting_complaint why = { "" };
	size_t n = 1;

	settings_default(settings_of_appliance, &out);
	settings_options(settings_of_appliance, &o);
	assert_string_equal(o.list[0].name, "own");
	for (const struct setting *s = settings_of_appliance; s->name != NULL; s++)
		n += s->given != SETTING_CHANGED;
	assert_null(o.list[n].name);
	assert_string_equal(o.list[1].name, "personality");
	assert_string_equal(o.list[2].name, "ntls-port");
	assert_ok(settings_take_option(settings_of_appliance, &o, &out, o.list[2].val,
	    "99", &why));
	assert_int_equal(out.ntls_port, 99);
	assert_err(ERR_ARGUMENT, settings_take_option(settings_of_appliance, &o, &out,
	    o.list[2].val, "0", &why));
	assert_non_null(strstr(why.text, "--ntls-port '0': a number from 1 to 65535"));
}

/* Only what was given and makes the device: a default is no wish. */
static void
conflicts(void **state)
{
	struct setting_options o = { 0 };
	struct appliance_settings wanted, made;
	struct setting_complaint why = { "" };

	settings_default(settings_of_appliance, &wanted);
	made = wanted;
	assert_ok(settings_set(settings_of_appliance, &made, "personality", "luna6", &why));
	settings_options(settings_of_appliance, &o);
	assert_ok(settings_take_option(settings_of_appliance, &o, &wanted, o.list[1].val,
	    "99", &why));
	assert_null(settings_conflict(settings_of_appliance, &o, &wanted, &made));
	assert_ok(settings_take_option(settings_of_appliance, &o, &wanted, o.list[0].val,
	    "luna6", &why));
	assert_null(settings_conflict(settings_of_appliance, &o, &wanted, &made));
	assert_ok(settings_take_option(settings_of_appliance, &o, &wanted, o.list[0].val,
	    "luna5", &why));
	assert_string_equal(settings_conflict(settings_of_appliance, &o, &wanted, &made)->name,
	    "personality");
}

static int
set_up(void **state)
{
	int fd = mkstemp(path);

	file_close(&fd);
	return 0;
}

static int
tear_down(void **state)
{
	unlink(path);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(ranges),
		cmocka_unit_test(kinds),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(older_files),
		cmocka_unit_test(options),
		cmocka_unit_test(conflicts),
		cmocka_unit_test(damaged_files),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
