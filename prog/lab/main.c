/* SPDX-License-Identifier: Apache-2.0 */
/* lunette: a lab of appliances and Backup HSMs. See lab.h. */
#include <signal.h>
#include <stdio.h>

#include "base/about.h"
#include "base/text.h"
#include "cable.h"
#include "console.h"
#include "demo.h"
#include "display.h"
#include "lab.h"
#include "power.h"
#include "up.h"

static const struct {
	const char *name, *args, *words;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "up", "--dir DIR [--hsms N] [--backups N] [--ready] [--net 127.0.1]\n"
	    "             [--personality luna7] [--ntls-port 1792] [--ssh-port 2222] [--quiet]",
	    "make a lab, or switch one on again; --ready: with a partition, a\n"
	    "           registered client and a login, and DIR/env to source", cmd_up },
	{ "down", "[--dir DIR]", "switch everything off; the state stays", cmd_down },
	{ "show", "[--dir DIR]", "what is in the lab", cmd_show },
	{ "console", "[--dir DIR] HSM", "sit down at an appliance's serial console",
	    cmd_console },
	{ "plug", "[--dir DIR] BACKUP HSM", "plug a Backup HSM's cable in", cmd_plug },
	{ "unplug", "[--dir DIR] BACKUP", "pull it, whatever is under way",
	    cmd_unplug },
	{ "display", "[--dir DIR] BACKUP", "look at a Backup HSM's screen",
	    cmd_display },
	{ "power", "[--dir DIR] on|off|cycle NAME", "off pulls the plug", cmd_power },
	{ "demo", "", "the whole story on real parts, narrated, in a minute", cmd_demo },
};

static void
print_command(FILE *to, size_t which)
{
	fprintf(to, "  lunette %s%s%s\n           %s\n", commands[which].name,
	    commands[which].args[0] != '\0' ? " " : "", commands[which].args,
	    commands[which].words);
}

static int
usage(FILE *to)
{
	fputs("lunette " LUNETTE_VERSION ": a lab of network HSMs in software\n\n",
	    to);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		print_command(to, i);
	fputs("\nWithout --dir the lab of $LUNETTE_DIR is meant (its env file sets "
	    "it).\n", to);
	return to == stdout ? 0 : 2;
}

static int
run_command(size_t which, int argc, char **argv)
{
	if (about_asked(argc - 1, argv + 1) == ABOUT_HELP) {
		print_command(stdout, which);
		return 0;
	}
	argv[1] = argv[0]; /* getopt's messages begin with it */
	return commands[which].run(argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2)
		return usage(stderr);
	if (about_asked(argc, argv) == ABOUT_HELP || text_same(argv[1], "help"))
		return usage(stdout);
	if (about_asked(argc, argv) == ABOUT_VERSION) {
		about_print_version("lunette");
		return 0;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (text_same(argv[1], commands[i].name))
			return run_command(i, argc, argv);
	fprintf(stderr, "lunette: there is no command '%s'\n\n", argv[1]);
	return usage(stderr);
}
