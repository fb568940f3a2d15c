/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The ssh gate: what its files share. One process listens; each connection gets
 * a process of its own, which asks the box who may come in, and starts a lunash
 * or, for file transfer, Debian's own scp and sftp-server in a jail.
 */

/* Its names of old are ours as well (channel_free). */
#define LIBSSH_LEGACY_0_4
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <poll.h>

#include "maxima.h"
#include "proc/ask.h"
#include "proc/channel.h"

struct gate_options {
	const char *address;
	const char *keys; /* folder of the host keys */
	const char *box;  /* the box's socket */
	uint16_t port;
};

enum request {
	REQUEST_NONE,
	REQUEST_SHELL,
	REQUEST_EXEC,
	REQUEST_SUBSYSTEM,
};

#define COMMAND_MAX 4096
#define BLOCK 16384

/* One session of a connection: a channel, and the program behind it. */
struct seat {
	struct visit *v;
	ssh_channel channel;
	struct ssh_channel_callbacks_struct callbacks;
	enum request request;
	char command[COMMAND_MAX]; /* of exec, or the name of the subsystem */
	bool pty;
	char term[32];
	int columns, rows;

	pid_t pid; /* 0: not started */
	int pidfd; /* readable when the program has ended */
	int in, out, err; /* our ends; with a pty in == out, err -1 */
	bool ended;
	int status;
	uint8_t typed[BLOCK]; /* from the client, for the program */
	size_t at, len;
	struct seat *next;
};

/* One connection. */
struct visit {
	const struct gate_options *options;
	ssh_session session;
	ssh_event event;
	struct ask box;
	char peer[80]; /* address/port */
	char user[LIMIT_NAME + 1];
	bool authenticated;
	bool *known; /* tells the reception so */
	unsigned failures, offers;
	int64_t last_input;
	struct seat *seats;
	size_t n_seats;
};

/* hostkey.c: makes what is missing, gives them to libssh. *out_maker: a process
 * that is still making one; when it has ended, hostkey_load_made. */
enum err hostkey_load(const char *folder, ssh_bind bind, pid_t *out_maker);
enum err hostkey_load_made(const char *folder, ssh_bind bind);

/* auth.c: what answers authentication requests. */
void auth_install(struct visit *v, struct ssh_server_callbacks_struct *callbacks);

/* visit.c: the whole life of a connection, in its own process. */
int visit_run(const struct gate_options *o, ssh_bind bind, int fd,
    const char *peer, bool *known);

/* reception.c: listens; serves until SIGTERM. maker: see hostkey_load. */
enum err reception_open(const struct gate_options *o, int *out);
void reception_run(const struct gate_options *o, ssh_bind bind, int listener,
    pid_t maker);

/* work.c: starts what a seat has asked for; a sentence for the client on
 * failure. */
enum err work_start(struct seat *s, const char **out_why);
/* Tells its terminal the size. */
void work_resize(const struct seat *s);

/* pump.c: carries bytes both ways. What a seat waits for; one step after that,
 * false when the program has ended and all is said; the end, in any state. */
enum { AT_OUT, AT_ERR, AT_IN, AT_END, N_POLLED };
void pump_wait(const struct seat *s, struct pollfd at[N_POLLED]);
bool pump_step(struct seat *s, const struct pollfd at[N_POLLED]);
void pump_end(struct seat *s);

/* jail.c: the command line of scp or sftp-server, in walls of bubblewrap or
 * bare. ERR_REFUSED: not a command for files. */
#define JAIL_ARGS 64
struct jail {
	const char *argv[JAIL_ARGS];
	size_t n;
	char name[256], passwd[4096];
};
enum err jail_command(const struct seat *s, const char *area, bool walls,
    struct jail *out);
/* Can bubblewrap build its walls around that area on this machine? */
bool jail_has_walls(const char *area);
/* `ssh --jail AREA COMMAND...`: runs it with a limit on the size of files and,
 * unless AREA is empty, with nothing of the file system but the area and what
 * programs need to run. Returns on failure only. */
int jail_run(const char *area, char *const *argv);
