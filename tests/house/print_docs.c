/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the documents that follow from tables: `print_docs errors`,
 * `print_docs protocol` and `print_docs settings`. `make docs` writes them into docs/, a test compares.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mech/parameter.h"
#include "proc/settings.h"
#include "wire/frame.h"
#include "wire/messages.h"

/* What calls.def or box_calls.def says of a call. */
struct call_words {
	uint16_t op;
	const char *words;
};

static const struct call_words calls[] = {
#define CALL(name, origins, needs, path, audit, viewer, password)        \
	{ OP_##name##_request, "to a card; asked by " #origins "; needs " #needs \
	    "; path " #path "; audit " #audit "; " #viewer "; " #password },
#include "spec/calls.def"
#undef CALL
#define BOX_CALL(name, server, from, roles, newcomer)                    \
	{ OP_##name##_request, "to " #server "; from " #from "; roles " #roles "; " #newcomer },
#include "spec/box_calls.def"
#undef BOX_CALL
};

static const char *const kinds[] = {
	[KIND_BOOL] = "BOOL", [KIND_U8] = "U8", [KIND_U32] = "U32",
	[KIND_U64] = "U64", [KIND_BYTES] = "BYTES", [KIND_TEXT] = "TEXT",
	[KIND_SECRET] = "SECRET", [KIND_ROWS] = "ROWS",
};

static void
print_errors(void)
{
	unsigned n;
	const struct err_row *rows = err_rows(&n);

	printf("# Errors\n\n"
	    "Printed from `spec/errors.def`. The number travels on the wire; the"
	    " `CK_RV` is what an application sees; LunaSH prints\nthe device code"
	    " and its symbol where there is one, else the words.\n\n"
	    "| number | name | CK_RV | device code | symbol | words | what to do |\n"
	    "|---|---|---|---|---|---|---|\n");
	for (unsigned i = 0; i < n; i++) {
		const struct err_row *r = &rows[i];

		printf("| %u | %s | %s (0x%08lX) | ", (unsigned)r->number, r->name,
		    r->ckr_name, r->ckr);
		if (r->device != 0)
			printf("0x%X", r->device);
		printf(" | %s | %s | %s |\n", r->symbol, r->words, r->advice);
	}
}

static void
print_message(const struct message *m)
{
	if (m->words[0] != '\0')
		printf("\n**%s**: %s.\n", m->name, m->words);
	else
		printf("\n**%s**\n", m->name);
	if (m->n_fields == 0) {
		printf("\nNo fields.\n");
		return;
	}
	printf("\n| field | kind | at most | holds |\n|---|---|---|---|\n");
	for (unsigned i = 0; i < m->n_fields; i++) {
		const struct field *f = &m->fields[i];

		printf("| %s | %s | ", f->name, kinds[f->kind]);
		if (f->max != 0)
			printf("%" PRIu32, f->max);
		printf(" | %s |\n", f->words);
	}
}

static const char *
call_of(uint16_t op)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].op == op)
			return calls[i].words;
	return "between two cards or boxes";
}

static void
print_calls(const struct message *const *all, size_t n)
{
	uint16_t last = 0;

	for (size_t i = 0; i < n; i++) {
		const struct message *m = all[i];
		int stem = (int)(strlen(m->name) - strlen("_request"));

		if (m->op == 0)
			continue;
		if (m->op != last) {
			printf("\n### 0x%04x %.*s\n\n%s.\n", m->op, stem, m->name,
			    call_of(m->op));
			last = m->op;
		}
		print_message(m);
	}
}

static const char *const value_kinds[] = {
	[VALUE_NUMBER] = "U32", [VALUE_FLAG] = "BOOL", [VALUE_BYTES] = "BYTES",
	[VALUE_HASH] = "U32, a CKM_ of a digest", [VALUE_MGF] = "U32, a CKG_MGF1_",
};

static void
print_limit(const struct value_limit *l)
{
	bool free = l->kind == VALUE_NUMBER || l->kind == VALUE_BYTES;

	if (!free)
		printf(" | |");
	else if (l->step == 1)
		printf(" %" PRIu32 " | %" PRIu32 " |", l->least, l->most);
	else
		printf(" %" PRIu32 " | %" PRIu32 " in steps of %" PRIu32 " |",
		    l->least, l->most, l->step);
}

static void
print_parameter(enum mech_parameter number)
{
	const struct parameter *p = &parameters[number];
	unsigned n_rows, n = 0;
	const struct mech_row *rows = mech_rows(&n_rows);

	printf("\n**%s**%s, taken by", p->message.name,
	    p->presence == PRESENCE_OPTIONAL ? " (may be absent)" : "");
	for (unsigned i = 0; i < n_rows; i++)
		if (rows[i].parameter == number)
			printf("%s %s", n++ > 0 ? "," : "", rows[i].name);
	printf(".\n");
	if (p->message.n_fields == 0) {
		printf("\nNo fields.\n");
		return;
	}
	printf("\n| field | kind | at least | at most | holds |\n"
	    "|---|---|---|---|---|\n");
	for (unsigned i = 0; i < p->message.n_fields; i++) {
		const struct field *f = &p->message.fields[i];

		printf("| %s | %s |", f->name, value_kinds[p->limits[i].kind]);
		print_limit(&p->limits[i]);
		printf(" %s |\n", f->words);
	}
}

static void
print_protocol(void)
{
	size_t n;
	const struct message *const *all = wire_messages(&n);

	printf("# Protocol\n\n"
	    "Printed from `spec/messages.def`, `spec/calls.def` and"
	    " `spec/box_calls.def`. Version %d.\n\n"
	    "## Frames\n\n"
	    "Every wire carries frames: %u bytes of header, then a body of at most"
	    " %u bytes. Integers are big-endian.\n\n"
	    "| field | size | holds |\n|---|---|---|\n"
	    "| length | 4 | bytes that follow this field |\n"
	    "| op | 2 | the call, below |\n"
	    "| flags | 2 | %u: response; %u: heartbeat (still at work, the response"
	    " follows) |\n"
	    "| link | 4 | the client, between a gate and a card; a client sends 0 |\n"
	    "| status | 4 | of a response: a number of [errors](errors.md) |\n"
	    "| id | 8 | chosen by the asker, repeated in the response |\n\n"
	    "A response has a body only if its status is 0. BOOL, U8 to U64 are"
	    " integers of that size (BOOL: 0 or 1); BYTES, TEXT\n(no control"
	    " characters), SECRET (never printed) and ROWS (length-prefixed"
	    " messages of one kind) are a 4-byte length and\nthat many bytes. A body"
	    " holds exactly its fields: a byte too few or too many is refused.\n",
	    PROTOCOL_VERSION, FRAME_HEADER, (unsigned)LIMIT_FRAME_BODY,
	    FRAME_RESPONSE, FRAME_HEARTBEAT);
	printf("\n## Calls\n");
	print_calls(all, n);
	printf("\n## Rows and contents\n");
	for (size_t i = 0; i < n; i++)
		if (all[i]->op == 0)
			print_message(all[i]);
	printf("\n## Parameters\n\n"
	    "Printed from `spec/parameters.def`: what `parameter` of a"
	    " `mechanism` holds. Limits are those of the number or of the\n"
	    "length in bytes, both included.\n");
	for (unsigned i = 0; i < N_PARAMETERS; i++)
		print_parameter(i);
}

static void
print_settings_of(const char *device, const struct setting *rows)
{
	static const char *const given[] = {
		[SETTING_MADE] = "when it is made",
		[SETTING_STARTED] = "at each start",
		[SETTING_CHANGED] = "by an administrator",
	};
	char rule[160];

	printf("\n## %s\n\n| setting | value | default | given | |\n|---|---|---|---|---|\n",
	    device);
	for (; rows->name != NULL; rows++) {
		setting_rule(rows, rule, sizeof(rule));
		printf("| %s | %s | %s | %s | %s |\n", rows->name, rule,
		    rows->fallback, given[rows->given], rows->words);
	}
}

static void
print_settings(void)
{
	printf("# Settings\n\n"
	    "Printed from `spec/settings.def`. What is given when a device is made,"
	    " or at each start, is an option of the program\n(`--ntls-port`)."
	    " What is kept stands in the state file, one line a setting; `-` is an"
	    " empty value. A setting that\nthe file does not name has its default;"
	    " one that there is not, or a value out of its range, is refused by"
	    " name.\n");
	print_settings_of("A lab: DIR/lab.conf, options of `lunette up`",
	    settings_of_lab);
	print_settings_of("An appliance: box/settings of its state folder",
	    settings_of_appliance);
}

/* --- policies --- */

struct policy_words {
	const char *scope;
	unsigned number;
	const char *capability, *words;
	unsigned on_hsm, on_backup, lowest, standard;
	const char *destroys, *changer, *effect;
};

#define WORDS(scope, name, number, capability, on_hsm, on_backup, words, \
    lowest, standard, destroys, changer, effect)                        \
	{ scope, number, capability, words, on_hsm, on_backup, lowest,  \
		standard, #destroys, #changer, #effect },

static const struct policy_words policies[] = {
#define HSM_POLICY(...) WORDS("HSM", __VA_ARGS__)
#define PARTITION_POLICY(...) WORDS("partition", __VA_ARGS__)
#include "spec/policies.def"
};

/* A word of the table, in lower case and with blanks. */
static void
print_word(const char *word, const char *end)
{
	for (; *word != '\0'; word++)
		putchar(*word == '_' ? ' ' : *word | 0x20);
	printf("%s", end);
}

static void
print_policy(const struct policy_words *p)
{
	printf("| %u | %s | %u | %u | %s | %u | %u | ", p->number,
	    p->capability, p->on_hsm, p->on_backup, p->words, p->lowest,
	    p->standard);
	print_word(p->destroys, " | ");
	print_word(p->changer, " | ");
	print_word(p->effect, " |\n");
}

static void
print_scope(const char *scope)
{
	printf("\n| code | capability | HSM | Backup HSM | policy | lowest |"
	    " default | destroys | changed by | effect |\n"
	    "|---|---|---|---|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		if (strcmp(policies[i].scope, scope) == 0)
			print_policy(&policies[i]);
}

static void
print_policies(void)
{
	printf("# Policies\n\n"
	    "Printed from `spec/policies.def`. A capability is the highest value"
	    " of its policy: 1 permits off (0) and on (1), 0\nmeans that the"
	    " device has no such policy. *Destroys*: the change that erases all"
	    " partitions (a policy of the HSM) or\nthe partition's objects."
	    " *Effect*: a policy that bites partly or nowhere cannot be changed"
	    " in this version.\n\n## Of an HSM\n");
	print_scope("HSM");
	printf("\n## Of a partition\n");
	print_scope("partition");
	printf("\n## Defaults that differ\n\n| personality | policy | default |\n"
	    "|---|---|---|\n");
#define POLICY_DEFAULT(personality, scope, name, value) \
	printf("| %s | %s %s | %d |\n", #personality, #scope, #name, value);
#include "spec/policies.def"
	printf("\n## Dependencies\n\n| policy | at | needs | at |\n|---|---|---|---|\n");
#define POLICY_NEEDS(scope, name, value, other_scope, other, other_value) \
	printf("| %s %s | %d | %s %s | %d |\n", #scope, #name, value,    \
	    #other_scope, #other, other_value);
#include "spec/policies.def"
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "errors") == 0)
		print_errors();
	else if (argc == 2 && strcmp(argv[1], "protocol") == 0)
		print_protocol();
	else if (argc == 2 && strcmp(argv[1], "policies") == 0)
		print_policies();
	else if (argc == 2 && strcmp(argv[1], "settings") == 0)
		print_settings();
	else
		return 2;
	return fflush(stdout) == 0 ? 0 : 1;
}
