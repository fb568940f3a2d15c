/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The ssh gate: what its files share. One process listens; each connection gets
 * a process of its own, which asks the box who may come in, and starts a lunash
 * or, for file transfer, Debian's own scp and sftp-server in a jail.
 */

/* Its names of old are ours as well (channel_free). */
#define LIBSSH_LEGACY_0_4
#include <libssh/libssh.h>
#include <libssh/server.h>

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

/* One connection. */
struct visit {
	const struct gate_options *options;
	ssh_session session;
	ssh_event event;
	ssh_channel channel; /* the only one; NULL until opened */
	struct ask box;
	char peer[80];       /* address/port */
	char user[LIMIT_NAME + 1];
	bool authenticated;
	unsigned failures, offers;

	enum request request;
	char command[COMMAND_MAX]; /* of exec, or the name of the subsystem */
	bool pty;
	char term[32];
	int columns, rows;
	int terminal; /* our end of the pty, -1 without one */
};

/* hostkey.c: makes what is missing, gives them to libssh. *out_maker: a process
 * that is still making one; when it has ended, hostkey_load_made. */
enum err hostkey_load(const char *folder, ssh_bind bind, pid_t *out_maker);
enum err hostkey_load_made(const char *folder, ssh_bind bind);

/* auth.c: what answers authentication requests. */
struct ssh_server_callbacks_struct;
void auth_install(struct visit *v, struct ssh_server_callbacks_struct *callbacks);

/* visit.c: the whole life of a connection, in its own process. */
int visit_run(const struct gate_options *o, ssh_bind bind, int fd,
    const char *peer);

/* work.c: tells the terminal its new size. */
void visit_resize(struct visit *v);

/* A program under way for the client. */
struct work {
	pid_t pid;
	int in, out, err; /* our ends; with a pty in == out, err -1 */
};

/* work.c: starts what was asked for. A sentence for the client on failure. */
enum err work_start(struct visit *v, struct work *out, const char **out_why);
/* pump.c: carries bytes both ways until the program has ended or the client has
 * gone; gives the exit status to report. */
int pump_run(struct visit *v, struct work *w);

/* jail.c: the command line of scp or sftp-server, in walls of bubblewrap or
 * bare. ERR_REFUSED: not a command for files. */
#define JAIL_ARGS 64
struct jail {
	const char *argv[JAIL_ARGS];
	size_t n;
	char name[256], passwd[4096];
};
enum err jail_command(const struct visit *v, const char *area, bool walls,
    struct jail *out);
/* Can bubblewrap build its walls on this machine? */
bool jail_has_walls(void);
/* Where it cannot: this process keeps nothing of the file system but the area
 * and what programs need to run; for good. ERR_NOT_SUPPORTED without Landlock. */
enum err jail_enter(const char *area);
