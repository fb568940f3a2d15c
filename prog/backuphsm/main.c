/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backuphsm - the box of a Backup HSM; see box.h. `lunette up` starts it. No
 * frame of the cable passes through it.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/about.h"
#include "base/log.h"
#include "base/text.h"
#include "box.h"
#include "proc/sandbox.h"
#include "sandbox.h"

#define DIR_MAX 3000

static struct box box;

static void
stop(int signal_number)
{
	loop_stop(box.loop);
}

static const char usage[] =
    "usage: backuphsm --state DIR --name NAME --serial NUMBER "
    "--site-key FILE\n";

static int
wrong_usage(void)
{
	fputs(usage, stderr);
	return 2;
}

static enum err
read_options(int argc, char **argv, struct box_options *out)
{
	static const struct option options[] = {
		{ "state", required_argument, NULL, 'd' },
		{ "name", required_argument, NULL, 'n' },
		{ "serial", required_argument, NULL, 'i' },
		{ "site-key", required_argument, NULL, 'k' },
		{ 0 } };
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'd': out->dir = optarg; break;
		case 'n': out->name = optarg; break;
		case 'k': out->site_key = optarg; break;
		case 'i':
			TRY(text_number(optarg, 1, UINT64_MAX, &out->serial));
			break;
		default: return ERR_ARGUMENT;
		}
	}
	return optind == argc && out->dir != NULL && out->name != NULL &&
	    out->site_key != NULL && out->serial != 0 &&
	    strlen(out->dir) < DIR_MAX ? ERR_OK : ERR_ARGUMENT;
}

int
main(int argc, char **argv)
{
	enum err e;

	if (about_answered(argc, argv, "backuphsm", usage))
		return 0;
	if (read_options(argc, argv, &box.o) != ERR_OK)
		return wrong_usage();
	log_open("backuphsm");
	umask(077);
	IGNORE(sandbox_no_dumps());
	signal(SIGPIPE, SIG_IGN);
	e = box_open(&box);
	if (e == ERR_OK)
		e = box_shut_in(&box);
	if (e == ERR_OK) {
		signal(SIGTERM, stop);
		signal(SIGINT, stop);
		dup2(box.log_fd, STDERR_FILENO); /* the lab reads no further */
		log_info("%s is up", box.o.name);
		e = loop_run(box.loop);
		log_info("%s goes down", box.o.name);
	}
	box_close(&box);
	if (e != ERR_OK)
		log_error("%s", err_words(e));
	return e == ERR_OK ? 0 : 1;
}
