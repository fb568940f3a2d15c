/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * What the files of the ssh gate share. One process listens; each connection
 * gets two of its own. The one that speaks SSH with the client is the
 * connection, and may do nothing else. The other is its monitor: it asks the
 * box who may log in, and starts a lunash or, for file transfer, Debian's own
 * scp and sftp-server in a sandbox.
 */

/* Turns libssh's old names off: channel_free is one of ours too. */
#define LIBSSH_LEGACY_0_4
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <poll.h>

#include "proc/ask.h"
#include "proc/channel.h"
#include "spec/limits.h"

struct gate_options {
	const char *address;
	const char *keys; /* folder of the host keys */
	const char *box;  /* the box's socket */
	uint16_t port;
};

/* How far a connection has come. */
enum stage {
	STAGE_CONNECTED,
	STAGE_ENCRYPTED, /* keys are exchanged */
	STAGE_LOGGED_IN,
};

enum session_kind {
	SESSION_NONE,
	SESSION_SHELL,
	SESSION_EXEC,
	SESSION_SUBSYSTEM,
};

#define COMMAND_MAX 4096
#define KEY_MAX 8192
#define BLOCK 16384
#define SESSIONS_MAX 10

/* What a client wants on a channel. */
struct session_request {
	enum session_kind kind;
	char command[COMMAND_MAX]; /* of exec, or the name of the subsystem */
	int pty;                   /* is there one? */
	char term[32];
	int columns, rows;
};

/* What a connection asks of its monitor: to check a credential, or to start a
 * program. */
enum request_kind { REQUEST_PASSWORD, REQUEST_KEY, REQUEST_START };

struct request {
	enum request_kind kind;
	char user[LIMIT_NAME + 1];
	uint8_t credential[KEY_MAX];
	size_t credential_len;
	struct session_request session;
};

#define REQUEST_FDS 4
/* Stands for an exit status when a transfer brought more than the file area may
 * hold. */
#define STATUS_FULL 1000
struct answer {
	enum err status;
	char why[128]; /* for the client; with a program: what it should know */
	/* Of a program: first a socket from which its exit status is read when
	 * it has ended, and whose closing stops the program; then its
	 * terminal, or its standard input, output and error. */
	int fds[REQUEST_FDS];
	size_t n_fds;
};

/* One session of a connection: a channel, and the program behind it. */
struct session {
	struct connection *connection;
	ssh_channel channel;
	struct ssh_channel_callbacks_struct callbacks;
	struct session_request request;

	bool started;
	int end; /* see struct answer */
	int in, out, err; /* our ends; with a pty in == out, err -1 */
	bool ended;
	int status;
	uint8_t typed[BLOCK]; /* from the client, for the program */
	size_t at, len;
	struct session *next;
};

/* One connection, in the process that reads it. */
struct connection {
	ssh_session ssh;
	ssh_event event;
	int monitor; /* requests go there */
	char peer[80]; /* address/port */
	char user[LIMIT_NAME + 1];
	bool authenticated;
	volatile uint8_t *stage; /* enum stage: tells the listener how far it is */
	unsigned failures, offers;
	int64_t last_input;
	struct session *sessions;
	size_t n_sessions;
};

/* The process behind a connection. */
struct monitor {
	const struct gate_options *options;
	const char *peer;
	int connection; /* requests come from there */
	struct ask box;
	char user[LIMIT_NAME + 1]; /* who has logged in; empty: nobody */
	char filling[4096]; /* the area the last program may write to; "": none */
	struct program {
		pid_t pid; /* 0: none */
		int pidfd; /* readable when it has ended */
		int end;
		char filling[4096];
	} programs[SESSIONS_MAX];
};
