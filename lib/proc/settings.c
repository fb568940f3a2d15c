/* SPDX-License-Identifier: Apache-2.0 */
/* One interpreter for all rows: a kind has a check and a rule in words. */
#include "proc/settings.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "base/file.h"
#include "base/text.h"
#include "spec/typed.h"
#include "wire/personality.h"

#define FILE_MAX 4096

#define ROW(of, name, kind, given, least, most, fallback, words)          \
	{ #name, SETTING_##kind, SETTING_##given, least, most, fallback, words, \
		offsetof(struct of, name) },

const struct setting settings_of_lab[] = {
#define LAB_SETTING(name, kind, given, least, most, fallback, words) \
	ROW(lab_settings, name, kind, given, least, most, fallback, words)
#include "spec/settings.def"
	{ NULL },
};

const struct setting settings_of_appliance[] = {
#define APPLIANCE_SETTING(name, kind, given, least, most, fallback, words) \
	ROW(appliance_settings, name, kind, given, least, most, fallback, words)
#include "spec/settings.def"
	{ NULL },
};

/* --- kinds --- */

static bool
is_host(const char *text)
{
	return text[0] != '.' && text[0] != '-' &&
	    text_only(bytes_of_text(text), TYPED_LETTERS "-_.:");
}

static bool
is_device(const char *text)
{
	static const char *const devices[] = { "all", "eth0", "eth1", "eth2",
		"eth3", "bond0", "bond1", "lo" };

	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
		if (strcmp(devices[i], text) == 0)
			return true;
	return false;
}

static bool
is_address(const char *text)
{
	struct in6_addr a;

	return *text == '\0' || inet_pton(AF_INET, text, &a) == 1 ||
	    inet_pton(AF_INET6, text, &a) == 1;
}

static bool
is_net(const char *text)
{
	struct in_addr a;
	char whole[SETTING_TEXT_MAX + 4];

	snprintf(whole, sizeof(whole), "%s.1", text);
	return inet_pton(AF_INET, whole, &a) == 1 && text_begins(text, "127.");
}

static bool
is_personality(const char *text)
{
	return personality_of_name(text) != NULL;
}

static const struct {
	bool (*is)(const char *text);
	const char *rule;
} kinds[] = {
	[SETTING_HOST] = { is_host, "a host name" },
	[SETTING_DEVICE] = { is_device, "eth0 to eth3, bond0, bond1, lo or all" },
	[SETTING_ADDRESS] = { is_address, "an IP address" },
	[SETTING_NET] = { is_net, "the first three numbers of loopback addresses, "
	    "such as 127.0.2" },
	[SETTING_PERSONALITY] = { is_personality, "the generation of a Luna" },
};

static void
put_personalities(char *out, size_t size)
{
	size_t n;
	const struct personality_row *rows = personality_rows(&n);

	for (size_t i = 0; i < n; i++) {
		size_t at = strlen(out);

		snprintf(out + at, size - at, "%s%s", i == 0 ? ": " : i + 1 < n ? ", "
		    : " or ", rows[i].name);
	}
}

void
setting_rule(const struct setting *s, char *out, size_t size)
{
	if (s->kind == SETTING_NUMBER)
		snprintf(out, size, "a number from %u to %u", s->least, s->most);
	else
		snprintf(out, size, "%s", kinds[s->kind].rule);
	if (s->kind == SETTING_PERSONALITY)
		put_personalities(out, size);
}

/* --- values --- */

static const struct setting *
find(const struct setting *rows, const char *name)
{
	for (; rows->name != NULL; rows++)
		if (strcmp(rows->name, name) == 0)
			return rows;
	return NULL;
}

static void *
field_of(const struct setting *s, void *in)
{
	return (uint8_t *)in + s->offset;
}

static enum err
set_number(const struct setting *s, unsigned *out, const char *value)
{
	uint64_t n;

	TRY(text_number(value, s->least, s->most, &n));
	*out = (unsigned)n;
	return ERR_OK;
}

static enum err
set(const struct setting *s, void *out, const char *value)
{
	size_t n = strlen(value);

	if (s->kind == SETTING_NUMBER)
		return set_number(s, field_of(s, out), value);
	if (n < s->least || n > s->most || !kinds[s->kind].is(value))
		return ERR_ARGUMENT;
	return text_copy(field_of(s, out), SETTING_TEXT_MAX + 1, bytes_of_text(value));
}

/* `shown` is the name as the person typed it. */
static enum err
set_or_say(const struct setting *s, const char *shown, void *out, const char *value,
    struct setting_complaint *why)
{
	char rule[160];

	if (set(s, out, value) == ERR_OK)
		return ERR_OK;
	setting_rule(s, rule, sizeof(rule));
	snprintf(why->text, sizeof(why->text), "%s '%.64s': %s is wanted", shown, value,
	    rule);
	return ERR_ARGUMENT;
}

enum err
settings_set(const struct setting *rows, void *out, const char *name,
    const char *value, struct setting_complaint *why)
{
	const struct setting *s = find(rows, name);

	if (s != NULL)
		return set_or_say(s, name, out, value, why);
	snprintf(why->text, sizeof(why->text), "'%.64s' is not a setting", name);
	return ERR_NOT_FOUND;
}

void
settings_default(const struct setting *rows, void *out)
{
	for (; rows->name != NULL; rows++)
		must(set(rows, out, rows->fallback) == ERR_OK);
}

void
setting_print(const struct setting *s, const void *in, char *out, size_t size)
{
	const uint8_t *field = (const uint8_t *)in + s->offset;

	if (s->kind == SETTING_NUMBER)
		snprintf(out, size, "%u", *(const unsigned *)field);
	else
		snprintf(out, size, "%s", (const char *)field);
}

/* --- the state file --- */

static void
default_what_is_kept(const struct setting *rows, void *out)
{
	for (; rows->name != NULL; rows++)
		if (rows->given != SETTING_STARTED)
			must(set(rows, out, rows->fallback) == ERR_OK);
}

/* In files of earlier versions a '=' stands between name and value. */
static enum err
read_line(const struct setting *rows, void *out, char *line,
    struct setting_complaint *why)
{
	char *value = line + strcspn(line, " =");
	const struct setting *s;

	if (*value != '\0')
		*value++ = '\0';
	s = find(rows, line);
	if (s != NULL && s->given == SETTING_STARTED) {
		snprintf(why->text, sizeof(why->text), "%s is given at each start, and "
		    "not kept", line);
		return ERR_NOT_FOUND;
	}
	return settings_set(rows, out, line, strcmp(value, "-") == 0 ? "" : value, why);
}

enum err
settings_read(const struct setting *rows, const char *path, void *out,
    struct setting_complaint *why)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(FILE_MAX);
	char *rest, *line;
	enum err e = file_read(path, &text);

	snprintf(why->text, sizeof(why->text), "it cannot be read: %s", err_words(e));
	TRY(e);
	TRY(buf_put_u8(&text, 0));
	default_what_is_kept(rows, out);
	rest = (char *)text.ptr;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0' && read_line(rows, out, line, why) != ERR_OK)
			return ERR_CORRUPT;
	return ERR_OK;
}

enum err
settings_write(const struct setting *rows, const char *path, const void *in)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(FILE_MAX);
	char value[SETTING_TEXT_MAX + 1];

	for (; rows->name != NULL; rows++) {
		if (rows->given == SETTING_STARTED)
			continue;
		setting_print(rows, in, value, sizeof(value));
		TRY(buf_printf(&text, "%s %s\n", rows->name,
		    *value == '\0' ? "-" : value));
	}
	return file_write(path, 0600, buf_bytes(&text));
}

/* --- the command line --- */

void
settings_options(const struct setting *rows, struct setting_options *out)
{
	struct option *next = out->list + out->n_own;

	must(out->n_own <= SETTING_OPTIONS_OWN);
	for (size_t i = 0; rows[i].name != NULL; i++) {
		must(i < SETTINGS_MAX);
		if (rows[i].given == SETTING_CHANGED)
			continue;
		snprintf(out->names[i], sizeof(out->names[i]), "%s", rows[i].name);
		for (char *p = out->names[i]; *p != '\0'; p++)
			*p = *p == '_' ? '-' : *p;
		*next++ = (struct option){ out->names[i], required_argument, NULL,
			SETTING_OPTION + (int)i };
	}
	*next = (struct option){ 0 };
}

enum err
settings_take_option(const struct setting *rows, struct setting_options *o,
    void *out, int option, const char *value, struct setting_complaint *why)
{
	size_t i = (size_t)option - SETTING_OPTION;
	char shown[40];

	snprintf(shown, sizeof(shown), "--%s", o->names[i]);
	TRY(set_or_say(&rows[i], shown, out, value, why));
	o->given[i] = true;
	return ERR_OK;
}

const struct setting *
settings_conflict(const struct setting *rows, const struct setting_options *o,
    const void *wanted, const void *made)
{
	char a[SETTING_TEXT_MAX + 1], b[SETTING_TEXT_MAX + 1];

	for (size_t i = 0; rows[i].name != NULL; i++) {
		if (!o->given[i] || rows[i].given != SETTING_MADE)
			continue;
		setting_print(&rows[i], wanted, a, sizeof(a));
		setting_print(&rows[i], made, b, sizeof(b));
		if (strcmp(a, b) != 0)
			return &rows[i];
	}
	return NULL;
}
