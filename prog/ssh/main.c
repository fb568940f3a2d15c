/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ssh - the gate of administrators. The appliance's box starts it and decides
 * who may log in. It holds the SSH host keys and nothing of the HSM.
 */
#include <getopt.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/about.h"
#include "base/log.h"
#include "base/text.h"
#include "gate.h"
#include "hostkey.h"
#include "listener.h"
#include "proc/sandbox.h"
#include "proc/spawn.h"
#include "transfer.h"

static const char usage[] =
    "usage: ssh --address ADDRESS --port PORT --keys DIR --box SOCKET\n"
    "(started by its appliance)\n";

static int
wrong_usage(void)
{
	fputs(usage, stderr);
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
	return optind == argc && out->address != NULL && out->keys != NULL && out->box != NULL &&
	    out->port ? ERR_OK : ERR_ARGUMENT;
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

/* Can the box and lunash be reached with these capabilities alone? */
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

/* bubblewrap makes a user namespace; for root the kernel demands CAP_SETFCAP
 * for mapping user 0 into it. Where the lab lies in a private folder of
 * another user, root needs another capability to search that folder. */
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
	struct gate_options o = { 0 };
	int listener = -1;
	pid_t maker = 0;
	ssh_bind bind;

	if (about_answered(argc, argv, "ssh", usage))
		return 0;
	if (argc > 3 && strcmp(argv[1], "--transfer") == 0)
		return transfer_run(argv[2], argv + 3);
	if (read_options(argc, argv, &o) != ERR_OK)
		return wrong_usage();
	log_open("ssh");
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	bind = open_bind(&o, &maker);
	if (bind == NULL || listener_open(&o, &listener) != ERR_OK)
		return 1;
	if (drop_privileges(&o) != ERR_OK) {
		log_error("privileges cannot be dropped");
		return 1;
	}
	log_info("listens on %s port %u", o.address, o.port);
	listener_run(&o, bind, listener, maker);
	ssh_bind_free(bind);
	return 0;
}
