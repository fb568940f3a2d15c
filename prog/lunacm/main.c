/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lunacm: the client's tool for managing partitions. It runs interactively, with
 * one command (-q without the banner, -c), with a file of commands (-f), or with
 * commands on standard input. The exit status is 0 only if every command
 * succeeded.
 */
#include "slots.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/about.h"
#include "base/file.h"
#include "base/text.h"

struct arguments {
	bool quiet;
	const char *command, *file, *slot;
	char **words; /* one command, NULL-terminated; NULL: none */
};

static const char usage[] =
    "usage: lunacm [-q] [-s SLOT] [-c 'COMMAND' | -f FILE]\n"
    "       lunacm -q [-s SLOT] COMMAND ...\n\n"
    "  -q  without the banner      -s  start in that slot\n"
    "  -c  run one command         -f  run the commands in a file\n"
    "Without a command: those typed, or on standard input.\n";

static bool
is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0' && strchr("qcfs", word[1]) != NULL &&
	    word[2] == '\0';
}

static bool
take_option(struct arguments *a, char letter, const char *value)
{
	const char **place = letter == 'c' ? &a->command
	    : letter == 'f' ? &a->file : &a->slot;

	if (value == NULL || *place != NULL)
		return false;
	*place = value;
	return true;
}

static bool
parse(char **argv, struct arguments *a)
{
	for (argv++; *argv != NULL && is_option(*argv); argv++) {
		if ((*argv)[1] == 'q')
			a->quiet = true;
		else if (!take_option(a, (*argv)[1], argv[1]))
			return false;
		else
			argv++;
	}
	a->words = *argv != NULL ? argv : NULL;
	if (a->words != NULL && !a->quiet)
		return false;
	return (a->words != NULL) + (a->command != NULL) + (a->file != NULL) <= 1;
}

static void
print_text(void *ctx, const char *text)
{
	terminal_print(ctx, text);
}

static void
banner(struct lunacm *l)
{
	terminal_print(l->terminal, "lunacm (64-bit) v" LUNETTE_VERSION
	    ", the Lunette client. Free software (Apache-2.0).\n\n"
	    "        Available HSMs:\n\n");
	slots_print(l, print_text, l->terminal);
	terminal_print(l->terminal, "\n");
}

static enum err
run_line(struct lunacm *l, struct bytes line)
{
	struct cmd_outcome outcome;
	enum err e;

	cmd_run(&l->shell, line, &outcome);
	e = outcome.status;
	if (!outcome.empty && !outcome.had_secret)
		terminal_remember(l->terminal, line);
	cmd_outcome_clear(&outcome);
	return e;
}

/* Joins the words of -q into one line. A word with blanks is quoted, so that no
 * argument is split again. */
static enum err
run_words(struct lunacm *l, char **words)
{
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(CMD_LINE_MAX);

	for (; *words != NULL; words++) {
		bool quoted = **words == '\0' || strpbrk(*words, " \t") != NULL;

		if (strchr(*words, '"') != NULL) {
			fprintf(stderr, "lunacm: a value cannot hold a double quote: "
			    "%s\n", *words);
			return ERR_ARGUMENT;
		}
		TRY(buf_printf(&line, quoted ? "\"%s\" " : "%s ", *words));
	}
	return run_line(l, buf_bytes(&line));
}

static enum err
run_file(struct lunacm *l, const char *path)
{
	CLEARED_BY(buf_clear) struct buf text = buf_up_to(1024 * 1024);
	enum err first = ERR_OK, e = file_read(path, &text);
	char *line, *rest;

	if (e != ERR_OK || buf_put_u8(&text, 0) != ERR_OK) {
		fprintf(stderr, "lunacm: -f %s: %s\n", path,
		    e == ERR_NOT_FOUND ? "there is no such file" : err_words(e));
		return ERR_FILE;
	}
	for (line = strtok_r((char *)text.ptr, "\r\n", &rest);
	     line != NULL && !l->shell.ended; line = strtok_r(NULL, "\r\n", &rest)) {
		e = run_line(l, bytes_of_text(line));
		first = first == ERR_OK ? e : first;
	}
	return first;
}

static enum err
run_session(struct lunacm *l)
{
	CLEARED_BY(buf_clear) struct buf line = buf_up_to(CMD_LINE_MAX);
	enum err first = ERR_OK, e;

	while (!l->shell.ended && !terminal_is_lost(l->terminal)) {
		e = terminal_command(l->terminal, "lunacm:>", &line);
		if (e != ERR_OK)
			break;
		e = run_line(l, buf_bytes(&line));
		first = first == ERR_OK ? e : first;
	}
	return terminal_is_tty(l->terminal) ? ERR_OK : first;
}

static enum err
choose_slot(struct lunacm *l, const char *slot)
{
	uint64_t n;

	if (slot == NULL)
		return ERR_OK;
	if (text_number(slot, 0, l->n_slots ? l->n_slots - 1 : 0, &n) != ERR_OK ||
	    l->n_slots == 0) {
		fprintf(stderr, "lunacm: -s %s: there is no such slot\n", slot);
		return ERR_ARGUMENT;
	}
	l->current = (unsigned)n;
	return ERR_OK;
}

static enum err
run(struct lunacm *l, const struct arguments *a)
{
	TRY(terminal_open(&l->shell, &l->terminal));
	l->shell.io = terminal_io(l->terminal);
	TRY(slots_open(l));
	TRY(choose_slot(l, a->slot));
	if (a->words != NULL)
		return run_words(l, a->words);
	if (!a->quiet)
		banner(l);
	if (a->command != NULL)
		return run_line(l, bytes_of_text(a->command));
	return a->file != NULL ? run_file(l, a->file) : run_session(l);
}

int
main(int argc, char **argv)
{
	static struct lunacm l;
	struct arguments a = { 0 };
	enum err e;

	if (about_answered(argc, argv, "lunacm", usage))
		return 0;
	if (!parse(argv, &a)) {
		fputs(usage, stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_CTYPE, "C.UTF-8");
	l.shell = (struct cmd_shell){ .dialect = &lunacm_dialect,
		.families = lunacm_families, .role = 1, .program = &l };
	e = run(&l, &a);
	terminal_free(l.terminal);
	slots_close(&l);
	return e == ERR_OK ? 0 : 1;
}
