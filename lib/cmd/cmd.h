/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Commands as data. A program has a table of `struct cmd_command`, each row
 * beside its handler. The engine splits a line, resolves the words, reads and
 * checks the arguments, asks for confirmation, runs the handler, prints help and
 * the result line, completes, and documents.
 *
 * lunash and lunacm use it and differ by a `struct cmd_dialect`. The engine never
 * reads or writes a terminal: a `struct cmd_io` is handed in.
 */

#include "base/bytes.h"
#include "base/err.h"
#include "base/secret.h"

#define CMD_LINE_MAX 4096
#define CMD_WORDS_MAX 64
#define CMD_DEPTH_MAX 4
#define CMD_ARGS_MAX 12

struct cmd_call;
struct cmd_shell;

/* --- what a program writes down --- */

enum cmd_kind {
	CMD_FLAG,   /* no value */
	CMD_TEXT,   /* least to most bytes of alphabet */
	CMD_UTF8,   /* as CMD_TEXT; and what is beyond ASCII (text_is_utf8) */
	CMD_NUMBER, /* decimal, least to most */
	CMD_SECRET, /* as CMD_TEXT; kept in a struct secret, never shown */
};

/* The type of a value, shared by arguments that mean the same. */
struct cmd_type {
	enum cmd_kind kind;
	const char *value;    /* in the syntax line, without brackets: "name" */
	uint64_t least, most; /* length of a text, value of a number */
	const char *alphabet; /* NULL: printable ASCII */
	const char *rule;     /* in words, for who broke it: "a name has ..." */
	/* Checks what length and alphabet cannot express; NULL: nothing. */
	bool (*check)(struct bytes value);
};

enum { CMD_REQUIRED = 1, CMD_POSITIONAL = 2 };

struct cmd_arg {
	const char *name; /* "partition", typed -partition; NULL ends the list */
	const struct cmd_type *type;
	unsigned flags;       /* CMD_REQUIRED, CMD_POSITIONAL */
	const char *words;    /* for the help table */
	const char *shortcut; /* "par" or NULL: the shortest unique prefix */
};

/*
 * A kind of thing that commands work on: a device, a partition, a client. A
 * program has one record for each kind. The engine opens the target before the
 * command asks or does anything, and closes it when the command has ended.
 */
struct cmd_target {
	size_t size; /* of what open fills; zeroed before */
	/* Finds the target by the command's arguments. If it does not exist, refuses
	 * with cmd_refuse. */
	enum err (*open)(struct cmd_call *call, void *target);
	/* Releases the target, also after an open that failed half-way. */
	void (*close)(void *target);
};

/* A word that leads to further words. The row only adds words and a shortcut: the
 * tree itself follows from the paths of the commands. */
struct cmd_group {
	const char *path, *words, *shortcut;
};

struct cmd_command {
	const char *path;     /* "token backup list", canonical spelling */
	const char *words;    /* one line for the group's help */
	const char *shortcut; /* of the last word, or NULL */
	unsigned roles;       /* bits; who may run it (shell.role & roles) */
	struct cmd_arg args[CMD_ARGS_MAX];
	const char *one_of;  /* "hostname ip": exactly one of these */
	const char *at_most_one; /* "add replace": at most one of these */
	const struct cmd_target *target; /* call->target for run(); NULL: none */
	/* Checks what must hold once the target is open, before anything is asked.
	 * NULL: nothing. */
	enum err (*needs)(struct cmd_call *call);
	/* Printed before the confirmation that a `force` argument skips; NULL:
	 * no confirmation, or run() calls cmd_confirm itself. */
	const char *caution;
	const char *confirm; /* in place of the dialect's, or NULL */
	/* Runs only with shell.local; the name that the refusal prints. NULL: runs
	 * anywhere. */
	const char *console_only;
	bool says_done; /* print the dialect's "successful" line after run */
	bool hidden;    /* accepted, but neither listed nor completed */
	/* The handler. NULL: this is the help command. */
	enum err (*run)(struct cmd_call *call);
};

/* The rows of one family. A program has an array of pointers to these. */
struct cmd_family {
	const struct cmd_group *groups; /* NULL path ends */
	const struct cmd_command *commands; /* NULL path ends */
};

/* What a shell prints around its commands; all functions are required. */
struct cmd_dialect {
	bool prefixes;         /* unique prefixes resolve; else exact words */
	const char *confirm;   /* after the caution: "          > " */
	const char *secret;    /* between a sentence and the secret: "\n  > " */
	/* Prints what follows the success of a says_done command. */
	void (*done)(struct cmd_call *call);
	/* Prints the error block; call->detail says more, if set. With
	 * call->syntax the line was wrong, nothing was run, and the engine prints
	 * help afterwards. */
	void (*error)(struct cmd_call *call, enum err e);
	/* Prints the error block of a console_only command that was typed
	 * elsewhere. */
	void (*console_only)(struct cmd_call *call);
	/* Sets call->result and prints the result line unless
	 * shell->without_result; call->command may be NULL. */
	void (*result)(struct cmd_call *call, enum err e);
};

/* --- the way in and out --- */

/* A failing ask_* returns ERR_CLOSED at the end of the input, and ERR_CANCELLED
 * when the person broke off. */
struct cmd_io {
	void *user;
	void (*print)(void *user, struct bytes text);
	enum err (*ask_line)(void *user, const char *prompt, char *out, size_t size);
	enum err (*ask_secret)(void *user, const char *prompt, struct secret *out);
};

struct cmd_shell {
	const struct cmd_dialect *dialect;
	const struct cmd_family *const *families; /* NULL ends */
	struct cmd_io io;
	unsigned role;     /* one bit or several */
	const char *(*role_name)(unsigned bit); /* for the reference, or NULL */
	bool local;        /* the serial console */
	bool without_result; /* print no result line */
	bool ended;        /* set by the command that ends the session */
	void *program;     /* the program's own context, for run() */
};

/* The outcome of a line, for the log and the exit status. */
struct cmd_outcome {
	enum err status;
	bool empty;      /* nothing but blanks: nothing was printed */
	bool had_secret; /* a secret stood in the line: not for the history */
	unsigned result; /* what the result line said, 0 is success */
	struct buf text; /* the canonical command, secrets left out */
};

void cmd_outcome_clear(struct cmd_outcome *o);

/* Runs one line to its result line. The error is in out_outcome->status. */
void cmd_run(struct cmd_shell *shell, struct bytes line,
    struct cmd_outcome *out_outcome);

/* --- for the handlers --- */

struct cmd_value {
	const char *text;     /* NULL: not given */
	uint64_t number;      /* of CMD_NUMBER */
	struct secret secret; /* of CMD_SECRET; text is "" then */
};

struct cmd_call {
	struct cmd_shell *shell;
	const struct cmd_command *command;
	struct cmd_value values[CMD_ARGS_MAX];
	void *target;       /* as command->target has opened it */
	char detail[512];   /* cmd_refuse: said instead of the error's words */
	bool syntax;        /* the line was wrong; run() was never called */
	bool said;          /* the error block is printed already */
	bool brief;         /* the error block's first line is enough */
	bool result_is_ok;  /* failed, but the result line says success */
	unsigned result;    /* set by dialect->result */
};
