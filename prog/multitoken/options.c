/* SPDX-License-Identifier: Apache-2.0 */
/* Checks values; an error names the option and the rule that it broke. */

#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

enum option_number {
	OPT_MODULE = 256,
	OPT_LABEL,
	OPT_SLOT,
	OPT_PIN,
	OPT_MODE,
	OPT_THREADS,
	OPT_SECONDS,
	OPT_PACKET,
	OPT_OBJECTS,
	OPT_SESSION_KEYS,
	OPT_KEEP_OBJECTS,
	OPT_JSON,
	OPT_CLEAN,
	OPT_HELP,
	OPT_SLOTS,
	OPT_KEY,
	OPT_IGNORED,
};

static const struct option long_options[] = {
	{ "module", required_argument, NULL, OPT_MODULE },
	{ "token-label", required_argument, NULL, OPT_LABEL },
	{ "slot", required_argument, NULL, OPT_SLOT },
	{ "pin", required_argument, NULL, OPT_PIN },
	{ "password", required_argument, NULL, OPT_PIN },
	{ "mode", required_argument, NULL, OPT_MODE },
	{ "threads", required_argument, NULL, OPT_THREADS },
	{ "seconds", required_argument, NULL, OPT_SECONDS },
	{ "timed", required_argument, NULL, OPT_SECONDS },
	{ "packet", required_argument, NULL, OPT_PACKET },
	{ "objects", required_argument, NULL, OPT_OBJECTS },
	{ "session-keys", no_argument, NULL, OPT_SESSION_KEYS },
	{ "keep-objects", no_argument, NULL, OPT_KEEP_OBJECTS },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "clean", no_argument, NULL, OPT_CLEAN },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "slots", required_argument, NULL, OPT_SLOTS },
	{ "key", required_argument, NULL, OPT_KEY },
	{ "force", no_argument, NULL, OPT_IGNORED },
	{ "verbose", no_argument, NULL, OPT_IGNORED },
	{ "prompt", no_argument, NULL, OPT_IGNORED },
	{ 0 },
};

static const char usage[] =
	"usage: multitoken [option]...\n"
	"Measures a PKCS#11 token: how many operations a second, how long each takes.\n"
	"\n"
	"  --module FILE        the module; else $LUNETTE_MODULE\n"
	"  --token-label LABEL  the token; else $LUNETTE_LABEL, else the first initialized one\n"
	"  --slot N             the token, by slot number\n"
	"  --pin PIN            the user's PIN; else $LUNETTE_PIN, else it is asked for\n"
	"  --mode MODE,...      what to measure; all: everything\n"
	"  --threads N,...      threads, one session each; one measurement for each N (1)\n"
	"  --seconds S          duration of each measurement (5)\n"
	"  --packet BYTES       data for each operation, where the mode permits it\n"
	"  --objects N          objects to search among (10000)\n"
	"  --session-keys       keys in the session, not on the token\n"
	"  --keep-objects       leave the objects to search among; use those left before\n"
	"  --clean              destroy what an earlier run had to leave behind\n"
	"  --json               one JSON object a line\n"
	"\n"
	"Understood as on a Luna: -mode NAME -key BITS -slots 0,0,0 (a thread for each\n"
	"entry) -timed S -packet BYTES -force -verbose.\n"
	"\n"
	"modes:\n";

static enum err
bad(const char *option, const char *value, const char *rule)
{
	fprintf(stderr, "multitoken: --%s%s%s: %s\n", option,
	    *value != '\0' ? " " : "", value, rule);
	return ERR_ARGUMENT;
}

static void
help(void)
{
	fputs(usage, stdout);
	for (size_t i = 0; i < n_modes; i++)
		printf("  %-24s %s\n", modes[i].name, modes[i].words);
}

static enum err
read_number(const char *option, const char *value, uint64_t least, uint64_t most, uint64_t *out)
{
	char rule[80];

	if (text_number(value, least, most, out) == ERR_OK)
		return ERR_OK;
	snprintf(rule, sizeof(rule), "must be a number from %llu to %llu",
		(unsigned long long)least, (unsigned long long)most);
	return bad(option, value, rule);
}

static enum err
read_threads(struct options *o, char *list)
{
	char *rest = NULL;

	o->n_threads = 0;
	for (char *s = strtok_r(list, ",", &rest); s != NULL; s = strtok_r(NULL, ",", &rest)) {
		uint64_t n;

		TRY(read_number("threads", s, 1, THREADS_MAX, &n));
		if (o->n_threads == sizeof(o->threads) / sizeof(*o->threads))
			return bad("threads", s, "too many numbers");
		o->threads[o->n_threads++] = (unsigned)n;
	}
	return o->n_threads > 0 ? ERR_OK : bad("threads", list, "must be a number");
}

/* A thread for each entry; all must be the same slot. */
static enum err
read_slots(struct options *o, char *list)
{
	char *rest = NULL;
	uint64_t slot, n = 0;

	for (char *s = strtok_r(list, ",", &rest); s != NULL; s = strtok_r(NULL, ",", &rest)) {
		TRY(read_number("slots", s, 0, UINT32_MAX, &slot));
		if (n++ > 0 && slot != o->slot)
			return bad("slots", s, "all entries must be the same slot");
		o->slot = slot;
	}
	if (n == 0 || n > THREADS_MAX)
		return bad("slots", list, "must be slot numbers with commas between");
	o->by_slot = true;
	o->threads[0] = (unsigned)n;
	o->n_threads = 1;
	return ERR_OK;
}

static enum err
read_modes(struct options *o, char *list, unsigned bits)
{
	char *rest = NULL;

	o->n_modes = 0;
	if (strcmp(list, "all") == 0)
		for (; o->n_modes < n_modes; o->n_modes++)
			o->modes[o->n_modes] = &modes[o->n_modes];
	else
		for (char *s = strtok_r(list, ",", &rest); s != NULL;
			s = strtok_r(NULL, ",", &rest)) {
			const struct mode *m = mode_find(s, bits);

			if (m == NULL)
				return bad("mode", s, "there is no such mode (see --help)");
			if (o->n_modes == MODES_MAX)
				return bad("mode", s, "too many modes");
			o->modes[o->n_modes++] = m;
		}
	return o->n_modes > 0 ? ERR_OK : bad("mode", list, "must be a mode (see --help)");
}

static enum err
read_seconds(struct options *o, const char *value)
{
	char *end;
	double s = strtod(value, &end);

	if (end == value || *end != '\0' || !(s >= 0.05 && s <= 86400))
		return bad("seconds", value, "must be from 0.05 to 86400");
	o->seconds = s;
	return ERR_OK;
}

static enum err
read_pin(struct options *o, const char *pin)
{
	return secret_copy(&o->pin, bytes_of_text(pin));
}

static enum err
read_option(struct options *o, int option, char *value)
{
	uint64_t n = 0;

	switch (option) {
	case OPT_MODULE:
		o->module = value;
		return ERR_OK;
	case OPT_LABEL:
		o->label = value;
		return ERR_OK;
	case OPT_SLOT:
		TRY(read_number("slot", value, 0, UINT64_MAX, &n));
		o->slot = n;
		o->by_slot = true;
		return ERR_OK;
	case OPT_PIN:
		return read_pin(o, value);
	case OPT_THREADS:
		return read_threads(o, value);
	case OPT_SLOTS:
		return read_slots(o, value);
	case OPT_SECONDS:
		return read_seconds(o, value);
	case OPT_PACKET:
		TRY(read_number("packet", value, 1, DATA_MAX, &n));
		o->packet = (unsigned)n;
		return ERR_OK;
	case OPT_OBJECTS:
		TRY(read_number("objects", value, 1, 1000000, &n));
		o->n_objects = n;
		return ERR_OK;
	case OPT_SESSION_KEYS:
		o->session_keys = true;
		return ERR_OK;
	case OPT_KEEP_OBJECTS:
		o->keep_objects = true;
		return ERR_OK;
	case OPT_JSON:
		o->json = true;
		return ERR_OK;
	case OPT_CLEAN:
		o->clean = true;
		return ERR_OK;
	default: /* OPT_IGNORED */
		return ERR_OK;
	}
}

static enum err
ask_pin(struct options *o)
{
	CLEARED_BY(secret_clear) struct secret line = { 0 };
	struct termios before, quiet;
	ssize_t n;

	if (!isatty(STDIN_FILENO))
		return ERR_OK; /* no login: some modes work without */
	TRY(secret_make(&line, 1024));
	fputs("PIN: ", stderr);
	tcgetattr(STDIN_FILENO, &before);
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	n = read(STDIN_FILENO, line.ptr, line.len);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputs("\n", stderr);
	if (n > 0 && line.ptr[n - 1] == '\n')
		n--;
	secret_shorten(&line, n > 0 ? (size_t)n : 0);
	secret_move(&o->pin, &line);
	return ERR_OK;
}

static enum err
fill_in(struct options *o)
{
	const char *pin = getenv("LUNETTE_PIN");

	if (o->module == NULL)
		o->module = getenv("LUNETTE_MODULE");
	if (o->module == NULL)
		return bad("module", "", "needed (or set LUNETTE_MODULE)");
	if (o->label == NULL && !o->by_slot)
		o->label = getenv("LUNETTE_LABEL");
	if (o->n_modes == 0 && !o->clean)
		return bad("mode", "", "needed (see --help)");
	if (o->pin.ptr != NULL)
		return ERR_OK;
	return pin != NULL ? read_pin(o, pin) : ask_pin(o);
}

static enum err
read_all(struct options *o, int argc, char **argv)
{
	char *mode_list = NULL;
	uint64_t bits = 0;
	int option;

	while ((option = getopt_long_only(argc, argv, "", long_options, NULL)) != -1) {
		if (option == '?')
			return ERR_ARGUMENT;
		if (option == OPT_HELP) {
			help();
			return ERR_CANCELLED;
		}
		if (option == OPT_MODE)
			mode_list = optarg;
		else if (option == OPT_KEY)
			TRY(read_number("key", optarg, 1, 16384, &bits));
		else
			TRY(read_option(o, option, optarg));
	}
	if (optind < argc)
		return bad("", argv[optind], "there is no such argument");
	if (mode_list != NULL)
		TRY(read_modes(o, mode_list, (unsigned)bits));
	return fill_in(o);
}

enum err
options_read(int argc, char **argv, struct options *out)
{
	CLEARED_BY(options_clear) struct options o = { .threads = { 1 }, .n_threads = 1,
		.seconds = 5, .n_objects = 10000 };

	TRY(read_all(&o, argc, argv));
	*out = o;
	o.pin = (struct secret){ 0 };
	return ERR_OK;
}

void
options_clear(struct options *o)
{
	secret_clear(&o->pin);
}
