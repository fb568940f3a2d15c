/* SPDX-License-Identifier: Apache-2.0 */
/*
 * appliance - the box of a network HSM: starts and watches the card and the
 * gates, and serves the shells. See box.h. It looks into no frame that is meant
 * for an HSM.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "box.h"

#define DIR_MAX 3000 /* leaves room for names below it */

static struct box box;

static void
stop(int signal_number)
{
	loop_stop(box.loop);
}

static int
usage(void)
{
	fputs("usage: appliance --state DIR --name NAME --address ADDRESS\n"
	      "           --serial NUMBER --site-key FILE\n"
	      "           [--ntls-port 1792] [--ssh-port 22]\n", stderr);
	return 2;
}

static enum err
read_options(int argc, char **argv, struct box_options *out)
{
	static const struct option options[] = {
		{ "state", required_argument, NULL, 'd' },
		{ "name", required_argument, NULL, 'n' },
		{ "address", required_argument, NULL, 'a' },
		{ "ntls-port", required_argument, NULL, 'p' },
		{ "ssh-port", required_argument, NULL, 's' },
		{ "serial", required_argument, NULL, 'i' },
		{ "site-key", required_argument, NULL, 'k' },
		{ 0 } };
	uint64_t port;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'd': out->dir = optarg; break;
		case 'n': out->name = optarg; break;
		case 'a': out->address = optarg; break;
		case 'k': out->site_key = optarg; break;
		case 'i':
			TRY(text_number(optarg, 1, UINT64_MAX, &out->serial));
			break;
		case 'p':
		case 's':
			TRY(text_number(optarg, 1, 65535, &port));
			*(c == 'p' ? &out->ntls_port : &out->ssh_port) =
			    (uint16_t)port;
			break;
		default: return ERR_ARGUMENT;
		}
	}
	return optind == argc && out->dir != NULL && out->name != NULL &&
	    out->address != NULL && out->site_key != NULL && out->serial != 0 &&
	    client_name_is_valid(bytes_of_text(out->name)) &&
	    strlen(out->dir) < DIR_MAX ? ERR_OK : ERR_ARGUMENT;
}

int
main(int argc, char **argv)
{
	enum err e;

	box.o = (struct box_options){ .ntls_port = 1792, .ssh_port = 22 };
	if (read_options(argc, argv, &box.o) != ERR_OK)
		return usage();
	log_open("appliance");
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	e = box_drop_privileges();
	if (e == ERR_OK)
		e = box_open(&box);
	if (e == ERR_OK) {
		signal(SIGTERM, stop);
		signal(SIGINT, stop);
		dup2(box.log_fd, STDERR_FILENO); /* started: no longer the lab's */
		log_info("%s is up", box.o.name);
		e = box_run(&box);
		log_info("%s goes down", box.o.name);
	}
	box_close(&box);
	if (e != ERR_OK)
		log_error("%s", err_words(e));
	return e == ERR_OK ? 0 : 1;
}
