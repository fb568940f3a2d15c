/* SPDX-License-Identifier: Apache-2.0 */
/* vtl: runs one command and ends. Names may be abbreviated, in any case. */
#include <signal.h>
#include <stdio.h>

#include "base/about.h"
#include "base/text.h"
#include "cert.h"
#include "fail.h"
#include "server.h"
#include "slots.h"
#include "vtl.h"

static const struct {
	const char *name, *args, *words;
	const char *needs, *takes; /* letters of options */
	enum err (*run)(const struct vtl_options *o);
} commands[] = {
	{ "createCert", "-n <client name or IP> [-d <days>]",
	    "make this client's key and certificate", "n", "nd", vtl_create_cert },
	{ "addServer", "-n <host name or IP> -c <certificate file> [-p <port>]",
	    "trust an appliance", "nc", "ncp", vtl_add_server },
	{ "deleteServer", "-n <host name or IP>", "trust it no longer", "n", "n",
	    vtl_delete_server },
	{ "listServers", "", "the appliances this client trusts", "", "",
	    vtl_list_servers },
	{ "listSlots", "", "the slots an application sees", "", "",
	    vtl_list_slots },
	{ "verify", "", "are the links to the appliances up, and if not, why", "", "",
	    vtl_verify },
	{ "fingerprint", "-f <certificate file>", "of a certificate", "f", "fc",
	    vtl_fingerprint },
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static int
usage(FILE *to)
{
	fputs("vtl (64-bit) v" LUNETTE_VERSION ", the Lunette client\n\n"
	    "Usage: vtl <command> [options]\n\n", to);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(to, "  %-*s%s\n                  %s\n",
		    commands[i].args[0] != '\0' ? 14 : 0, commands[i].name,
		    commands[i].args, commands[i].words);
	return to == stdout ? 0 : 2;
}

static int
command_usage(FILE *to, size_t which)
{
	fprintf(to, "Usage: vtl %s%s%s\n", commands[which].name,
	    commands[which].args[0] != '\0' ? " " : "", commands[which].args);
	return to == stdout ? 0 : 2;
}

/* Finds the command of that name, else the only one that begins with the word.
 * N_COMMANDS: there is none. */
static size_t
find_command(const char *word, unsigned *out_n)
{
	size_t found = N_COMMANDS;

	*out_n = 0;
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (text_same(commands[i].name, word)) {
			*out_n = 1;
			return i;
		}
		if (text_begins(commands[i].name, word)) {
			found = i;
			++*out_n;
		}
	}
	return found;
}

static bool
is_option(const char *takes, const char *word)
{
	return word[0] == '-' && word[1] != '\0' && word[2] == '\0' &&
	    strchr(takes, word[1]) != NULL;
}

static enum err
take_option(struct vtl_options *o, const char *option, const char *value)
{
	if (option[1] == 'n')
		o->name = value;
	else if (option[1] == 'd') {
		if (text_number(value, 1, 36500, &o->days) != ERR_OK)
			return vtl_fail(ERR_ARGUMENT, "-d '%s': days are a number from "
			    "1 to 36500", value);
	} else if (option[1] == 'p') {
		if (text_number(value, 1, 65535, &o->port) != ERR_OK)
			return vtl_fail(ERR_ARGUMENT, "-p '%s': a port is a number from "
			    "1 to 65535", value);
	} else
		o->certificate = value; /* -c; -f of fingerprint, -c too */
	return ERR_OK;
}

static enum err
parse(int argc, char **argv, const char *needs, const char *takes,
    struct vtl_options *o)
{
	for (int i = 2; i < argc; i += 2) {
		if (!is_option(takes, argv[i]))
			return vtl_fail(ERR_ARGUMENT, "'%s' is not an option of this "
			    "command", argv[i]);
		if (i + 1 == argc)
			return vtl_fail(ERR_ARGUMENT, "option %s wants a value", argv[i]);
		TRY(take_option(o, argv[i], argv[i + 1]));
	}
	if (strchr(needs, 'n') != NULL && o->name == NULL)
		return vtl_fail(ERR_ARGUMENT, "option -n is missing");
	if (strpbrk(needs, "cf") != NULL && o->certificate == NULL)
		return vtl_fail(ERR_ARGUMENT, "option -%c is missing",
		    strchr(needs, 'c') != NULL ? 'c' : 'f');
	return o->name != NULL ? vtl_name_check(o->name) : ERR_OK;
}

int
main(int argc, char **argv)
{
	struct vtl_options o = { 0 };
	unsigned n;
	size_t which;

	signal(SIGPIPE, SIG_IGN);
	if (argc < 2)
		return usage(stderr);
	if (about_asked(argc, argv) == ABOUT_VERSION) {
		about_print_version("vtl");
		return 0;
	}
	if (about_asked(argc, argv) == ABOUT_HELP || text_same(argv[1], "help") ||
	    text_same(argv[1], "?"))
		return usage(stdout);
	which = find_command(argv[1], &n);
	if (n != 1) {
		IGNORE(vtl_fail(ERR_ARGUMENT, "'%s' is %s command", argv[1],
		    n == 0 ? "not a" : "the beginning of more than one"));
		return usage(stderr);
	}
	if (about_asked(argc - 1, argv + 1) == ABOUT_HELP)
		return command_usage(stdout, which);
	if (parse(argc, argv, commands[which].needs, commands[which].takes, &o) != ERR_OK)
		return command_usage(stderr, which);
	return commands[which].run(&o) == ERR_OK ? 0 : 1;
}
