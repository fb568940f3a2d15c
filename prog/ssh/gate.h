/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The ssh gate: what its files share. One process listens; each connection gets
 * two of its own. The one that speaks SSH with the client is the connection, and
 * may do nothing else; the other, its monitor, asks the box who may come in, and
 * starts a lunash or, for file transfer, Debian's own scp and sftp-server in a
 * sandbox.
 */

/* Its names of old are ours as well (channel_free). */
#define LIBSSH_LEGACY_0_4
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <poll.h>

#include "spec/limits.h"
#include "proc/ask.h"
#include "proc/channel.h"

struct gate_options {
	const char *address;
	const char *keys; /* folder of the host keys */
	const char *box;  /* the box's socket */
	uint16_t port;
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

/* What a connection asks of its monitor: to check a credential, or to start a program. */
enum request_kind { REQUEST_PASSWORD, REQUEST_KEY, REQUEST_START };

struct request {
	enum request_kind kind;
	char user[LIMIT_NAME + 1];
	uint8_t credential[KEY_MAX];
	size_t credential_len;
	struct session_request session;
};

#define REQUEST_FDS 4
/* Instead of an exit status: what came in was more than the file area takes. */
#define STATUS_FULL 1000
struct answer {
	enum err status;
	char why[128]; /* for the client; with a program: what it should know */
	/* A program's: its end (its exit status can be read when it has ended;
	 * closing it stops the program), then its terminal, or what goes in, what
	 * comes out, and its errors. */
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
	bool *known; /* tells the listener so */
	unsigned failures, offers;
	int64_t last_input;
	struct session *sessions;
	size_t n_sessions;
};

/* What stands behind it, in another process. */
struct monitor {
	const struct gate_options *options;
	const char *peer;
	int connection; /* requests come from there */
	struct ask box;
	char user[LIMIT_NAME + 1]; /* who has shown a credential; empty: nobody */
	char filling[4096]; /* the area the last program may write to; "": none */
	struct program {
		pid_t pid; /* 0: none */
		int pidfd; /* readable when it has ended */
		int end;
		char filling[4096];
	} programs[SESSIONS_MAX];
};

/* hostkey.c: makes what is missing, gives them to libssh. *out_maker: a process
 * that is still making one; when it has ended, hostkey_load_made. */
enum err hostkey_load(const char *folder, ssh_bind bind, pid_t *out_maker);
enum err hostkey_load_made(const char *folder, ssh_bind bind);

/* auth.c: what answers authentication requests. */
void auth_install(struct connection *c, struct ssh_server_callbacks_struct *callbacks);

/* connection.c: the whole life of a connection, in its own process, which enters
 * its sandbox before the client's first byte is read. */
int connection_run(struct connection *c, ssh_bind bind, int fd);

/* monitor.c: makes the connection's process and serves it until one of them, or the
 * box, is gone. */
int monitor_run(const struct gate_options *o, ssh_bind bind, int fd,
    const char *peer, bool *known);

/* request.c: the connection's side, and the monitor's. */
enum err request_run(int monitor, const struct request *r, struct answer *out);
enum err request_take(int connection, struct request *out);
enum err request_answer(int connection, const struct answer *a);

/* listener.c: listens; serves until SIGTERM. maker: see hostkey_load. */
enum err listener_open(const struct gate_options *o, int *out);
void listener_run(const struct gate_options *o, ssh_bind bind, int fd,
    pid_t maker);

/* work.c: starts what a client wants; a sentence for it on failure, or "". With a
 * terminal, in == out and err is -1. */
struct pipes {
	int in, out, err;
};
enum err work_start(struct monitor *m, const struct session_request *r, pid_t *out_pid,
    struct pipes *out, const char **out_why);
void work_close(struct pipes *p);
/* Tells a terminal its size. */
void work_resize(int terminal, const struct session_request *r);

/* pump.c: carries bytes both ways. What a session waits for; one step after that,
 * false when the program has ended and all is said; the end, in any state. */
enum { AT_OUT, AT_ERR, AT_IN, AT_END, N_POLLED };
void pump_wait(const struct session *s, struct pollfd at[N_POLLED]);
bool pump_step(struct session *s, const struct pollfd at[N_POLLED]);
void pump_end(struct session *s);

/* quota.c: does the file area hold what it may, so that its user has to delete
 * first? Then this is said. */
#define QUOTA_WORDS "the file area is full (256 MiB, 400 files); " \
	"'my file delete' makes room"
bool quota_is_used_up(const char *area);

/* transfer.c: the command line of scp or sftp-server, in the sandbox of bubblewrap or
 * bare. ERR_REFUSED: not a command for files. With a full area sftp only reads,
 * and copying in is ERR_DISK_FULL. */
#define TRANSFER_ARGS 64
struct transfer {
	const char *argv[TRANSFER_ARGS];
	size_t n;
	char name[256], passwd[4096];
};
enum err transfer_command(const struct gate_options *o, const struct session_request *r,
    const char *area, bool bubblewrap, bool full, struct transfer *out);
/* Can bubblewrap make a sandbox of that area on this machine? */
bool transfer_has_bubblewrap(const char *area);
/* `ssh --transfer AREA COMMAND...`: runs it with a limit on the size of files and,
 * unless AREA is empty, with nothing of the file system but the area and what
 * programs need to run. Returns on failure only. */
int transfer_run(const char *area, char *const *argv);
