/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines `name = value` in records that end with an empty line, under [sections].
 * A record is tried as soon as all the names its reader wants are there.
 */
#include "records.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define N_FIELDS 16
#define VALUE_MAX 131072

static struct field {
	char name[32];
	char *value;
} fields[N_FIELDS];
static char section[RECORDS_SECTION_MAX];

const char *
field(const char *name)
{
	for (unsigned i = 0; i < N_FIELDS; i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

static void
field_set(const char *name, const char *value)
{
	unsigned i = 0;

	while (i < N_FIELDS && fields[i].name[0] != '\0' &&
	    strcmp(fields[i].name, name) != 0)
		i++;
	must(i < N_FIELDS);
	free(fields[i].value);
	fields[i].value = strdup(value);
	snprintf(fields[i].name, sizeof(fields[i].name), "%s", name);
}

static void
field_drop(const char *name)
{
	for (unsigned i = 0; i < N_FIELDS; i++) {
		if (strcmp(fields[i].name, name) != 0)
			continue;
		free(fields[i].value);
		fields[i] = (struct field){ 0 };
	}
}

struct bytes
bytes_in(const char *name)
{
	const char *value = field(name);

	return hex(value != NULL ? value : "");
}

const char *
records_section(void)
{
	return section;
}

/* A length, which the section or a line above the records says. */
size_t
length_of(const char *name)
{
	const char *in_section = strstr(section, name);
	const char *value = field(name);

	if (in_section != NULL)
		value = strchr(in_section, '=') + 1;
	return strtoul(value, NULL, 10);
}

static bool
record_is_whole(const struct reader *r)
{
	for (unsigned i = 0; r->wants[i] != NULL; i++)
		if (field(r->wants[i]) == NULL)
			return false;
	return true;
}

static void
try_record(const struct reader *r, struct tally *t)
{
	enum verdict v;

	if (!record_is_whole(r))
		return;
	hex_reset();
	v = r->try();
	t->good += v == MATCHED;
	t->skipped += v == NOT_OURS;
	t->bad += v == REFUSED || v == DIFFERS;
	if (v == REFUSED || v == DIFFERS)
		printf("%s [%s] %s %s: %s\n", r->file, section,
		    field("COUNT") ? field("COUNT") : "", r->wants[0],
		    v == REFUSED ? "refused" : "differs");
	for (unsigned i = 0; r->wants[i] != NULL; i++)
		field_drop(r->wants[i]);
	field_drop("P");
	field_drop("Payload");
	field_drop("FAIL");
}

static char *
trimmed(char *s)
{
	char *end = s + strlen(s);

	while (end > s && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

static void
take_line(const struct reader *r, char *line, struct tally *t)
{
	char *equals;

	line = trimmed(line);
	equals = strchr(line, '=');
	if (line[0] == '\0') {
		try_record(r, t);
	} else if (strncmp(line, "[B.4.2", 6) == 0) {
		/* how the keys were made; the curve's section goes on */
	} else if (line[0] == '[') {
		snprintf(section, sizeof(section), "%s", line + 1);
		section[strcspn(section, "]")] = '\0';
	} else if (strcmp(line, "FAIL") == 0) {
		field_set("FAIL", "");
	} else if (line[0] != '#' && equals != NULL) {
		*equals = '\0';
		field_set(trimmed(line), trimmed(equals + 1));
	}
}

void
records_try(const char *dir, const struct reader *r, struct tally *sum)
{
	static char line[VALUE_MAX];
	struct tally t = { 0 };
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/nist-cavp/%s", dir, r->file);
	f = fopen(path, "r");
	if (f == NULL) {
		printf("%s: cannot be read\n", path);
		sum->bad++;
		return;
	}
	for (unsigned i = 0; i < N_FIELDS; i++)
		if (fields[i].value != NULL)
			field_drop(fields[i].name);
	section[0] = '\0';
	while (fgets(line, sizeof(line), f) != NULL)
		take_line(r, line, &t);
	try_record(r, &t);
	fclose(f);
	tally_file(r->file, &t, sum);
}
