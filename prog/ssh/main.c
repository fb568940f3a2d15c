/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ssh - the gate for administrators. Started by the appliance's box, which
 * decides who may come in. Holds the SSH host keys and nothing of the HSM.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <linux/capability.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>


#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "gate.h"
#include "proc/sandbox.h"
#include "proc/spawn.h"

#define VISITS_MAX 64
#define PAUSE_MS 20 /* between two connections: at most 50 a second */

static volatile sig_atomic_t stopping;

static void
stop(int signal_number)
{
	stopping = 1;
}

static void
wake(int signal_number)
{
}

static int
usage(void)
{
	fputs("usage: ssh --address ADDRESS --port PORT --keys DIR --box SOCKET\n"
	      "(started by its appliance)\n", stderr);
	return 2;
}

static enum err
read_options(int argc, char **argv, struct gate_options *out)
{
	static const struct option options[] = {
		{ "address", required_argument, NULL, 'a' },
		{ "port", required_argument, NULL, 'p' },
		{ "keys", required_argument, NULL, 'k' },
		{ "box", required_argument, NULL, 'b' },
		{ 0 } };
	uint64_t port;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'a': out->address = optarg; break;
		case 'k': out->keys = optarg; break;
		case 'b': out->box = optarg; break;
		case 'p':
			TRY(text_number(optarg, 1, 65535, &port));
			out->port = (uint16_t)port;
			break;
		default: return ERR_ARGUMENT;
		}
	}
	return optind == argc && out->address && out->keys && out->box &&
	    out->port ? ERR_OK : ERR_ARGUMENT;
}

static enum err
listen_on(const struct gate_options *o, int *out)
{
	CLEARED_BY(file_close) int fd = -1;
	struct sockaddr_in v4 = { .sin_family = AF_INET,
		.sin_port = htons(o->port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(o->port) };
	bool is_v4 = inet_pton(AF_INET, o->address, &v4.sin_addr) == 1;
	int on = 1;

	if (!is_v4 && inet_pton(AF_INET6, o->address, &v6.sin6_addr) != 1)
		return ERR_ARGUMENT;
	fd = socket(is_v4 ? AF_INET : AF_INET6,
	    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, is_v4 ? (void *)&v4 : (void *)&v6,
		is_v4 ? sizeof(v4) : sizeof(v6)) != 0 || listen(fd, 64) != 0) {
		log_error("%s port %u: %m", o->address, o->port);
		return ERR_FILE;
	}
	*out = fd;
	fd = -1;
	return ERR_OK;
}

/* "address/port", as the logs of a Luna have it. */
static void
name_peer(const struct sockaddr_storage *from, char *out, size_t size)
{
	const struct sockaddr_in *v4 = (const void *)from;
	const struct sockaddr_in6 *v6 = (const void *)from;
	bool is_v4 = from->ss_family == AF_INET;
	char text[INET6_ADDRSTRLEN] = "?";

	inet_ntop(from->ss_family, is_v4 ? (const void *)&v4->sin_addr
	    : (const void *)&v6->sin6_addr, text, sizeof(text));
	snprintf(out, size, "%s/%u", text,
	    ntohs(is_v4 ? v4->sin_port : v6->sin6_port));
}

/* A peer that is unreachable for 15 seconds is gone. */
static void
watch_peer(int fd)
{
	int on = 1, idle = 5, interval = 5, count = 2;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static void
serve(const struct gate_options *o, ssh_bind bind, int listener, int *n)
{
	struct sockaddr_storage from = { 0 };
	socklen_t size = sizeof(from);
	int fd = accept4(listener, (struct sockaddr *)&from, &size, SOCK_CLOEXEC);
	char peer[80];
	pid_t pid;

	if (fd < 0)
		return;
	name_peer(&from, peer, sizeof(peer));
	if (*n >= VISITS_MAX) {
		log_warn("%s: too many connections", peer);
		close(fd);
		return;
	}
	pid = fork();
	if (pid == 0) {
		signal(SIGTERM, SIG_DFL);
		signal(SIGCHLD, SIG_DFL);
		close(listener);
		watch_peer(fd);
		_exit(visit_run(o, bind, fd, peer));
	}
	if (pid > 0)
		(*n)++;
	close(fd);
	clock_sleep_ms(PAUSE_MS);
}

static void
reap(const struct gate_options *o, ssh_bind bind, pid_t *maker, int *n)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
		if (pid != *maker) {
			(*n)--;
			continue;
		}
		*maker = 0;
		if (hostkey_load_made(o->keys, bind) != ERR_OK)
			log_error("no RSA host key in %s", o->keys);
	}
}

static void
run(const struct gate_options *o, ssh_bind bind, int listener, pid_t maker)
{
	struct pollfd at = { listener, POLLIN, 0 };
	int n = 0;

	while (!stopping) {
		if (poll(&at, 1, 1000) > 0)
			serve(o, bind, listener, &n);
		reap(o, bind, &maker, &n);
	}
}

static ssh_bind
open_bind(const struct gate_options *o, pid_t *out_maker)
{
	ssh_bind bind = ssh_bind_new();
	bool none = false;

	if (bind == NULL ||
	    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG,
		&none) != SSH_OK ||
	    hostkey_load(o->keys, bind, out_maker) != ERR_OK) {
		log_error("no host keys in %s", o->keys);
		return NULL;
	}
	return bind;
}

/* Without these privileges, can the box and lunash be reached? */
static bool
can_do_with(const struct gate_options *o, uint64_t capabilities)
{
	char path[4096];
	int status = 1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(sandbox_drop_privileges_but(capabilities) != ERR_OK ||
		    access(o->box, W_OK) != 0 ||
		    spawn_find("lunash", path, sizeof(path)) != ERR_OK);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* bubblewrap makes itself a user namespace; for root, the kernel wants one
 * capability for mapping user 0 into it. Root below somebody's private folder
 * needs another one to come by. */
static enum err
drop_privileges(const struct gate_options *o)
{
	uint64_t kept = 1ull << CAP_SETFCAP;

	if (!can_do_with(o, kept)) {
		log_warn("below a private folder: may search folders");
		kept |= 1ull << CAP_DAC_READ_SEARCH;
	}
	return sandbox_drop_privileges_but(kept);
}

int
main(int argc, char **argv)
{
	static const struct sigaction on_stop = { .sa_handler = stop };
	static const struct sigaction on_wake = { .sa_handler = wake };
	struct gate_options o = { 0 };
	int listener = -1;
	pid_t maker = 0;
	ssh_bind bind;

	if (argc > 3 && strcmp(argv[1], "--jail") == 0)
		return jail_run(argv[2], argv + 3);
	if (read_options(argc, argv, &o) != ERR_OK)
		return usage();
	log_open("ssh", LOG_INFO);
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGTERM, &on_stop, NULL);
	sigaction(SIGCHLD, &on_wake, NULL);
	bind = open_bind(&o, &maker);
	if (bind == NULL || listen_on(&o, &listener) != ERR_OK)
		return 1;
	if (drop_privileges(&o) != ERR_OK) {
		log_error("privileges cannot be dropped");
		return 1;
	}
	log_info("listens on %s port %u", o.address, o.port);
	run(&o, bind, listener, maker);
	ssh_bind_free(bind);
	return 0;
}
