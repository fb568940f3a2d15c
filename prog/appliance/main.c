/* SPDX-License-Identifier: Apache-2.0 */
/*
 * appliance - the box of a network HSM: it starts and watches the card and the
 * gates, and serves the shells; see box.h. It never looks into a frame that is
 * meant for an HSM. `lunette up` starts it.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/about.h"
#include "base/log.h"
#include "base/text.h"
#include "box.h"
#include "sandbox.h"

#define DIR_MAX 3000 /* leaves room for the names of files below it */

static struct box box;

static void
stop(int signal_number)
{
	loop_stop(box.loop);
}

static const char usage[] =
    "usage: appliance --state DIR --name NAME --address ADDRESS\n"
    "           --serial NUMBER --site-key FILE [--personality luna7]\n"
    "           [--ntls-port 1792] [--ssh-port 22]\n";

static int
wrong_usage(void)
{
	fputs(usage, stderr);
	return 2;
}

static enum err
take_option(struct box *b, int c, struct setting_complaint *why)
{
	switch (c) {
	case 'd': b->o.dir = optarg; return ERR_OK;
	case 'a': b->o.address = optarg; return ERR_OK;
	case 'k': b->o.site_key = optarg; return ERR_OK;
	case 'i': return text_number(optarg, 1, UINT64_MAX, &b->o.serial);
	case 'n':
		b->o.name = optarg;
		return settings_set(settings_of_appliance, &b->settings, "host_name",
		    optarg, why);
	case '?': return ERR_ARGUMENT;
	}
	return settings_take_option(settings_of_appliance, &b->o.given, &b->settings, c,
	    optarg, why);
}

static enum err
read_options(int argc, char **argv, struct box *b)
{
	struct setting_complaint why = { "" };
	int c;

	b->o.given = (struct setting_options){ .n_own = 5, .list = {
		{ "state", required_argument, NULL, 'd' },
		{ "name", required_argument, NULL, 'n' },
		{ "address", required_argument, NULL, 'a' },
		{ "serial", required_argument, NULL, 'i' },
		{ "site-key", required_argument, NULL, 'k' } } };
	settings_options(settings_of_appliance, &b->o.given);
	settings_default(settings_of_appliance, &b->settings);
	while ((c = getopt_long(argc, argv, "", b->o.given.list, NULL)) != -1) {
		if (take_option(b, c, &why) == ERR_OK)
			continue;
		if (why.text[0] != '\0')
			fprintf(stderr, "appliance: %s\n", why.text);
		return ERR_ARGUMENT;
	}
	return optind == argc && b->o.dir != NULL && b->o.name != NULL &&
	    b->o.address != NULL && b->o.site_key != NULL && b->o.serial != 0 &&
	    strlen(b->o.dir) < DIR_MAX ? ERR_OK : ERR_ARGUMENT;
}

int
main(int argc, char **argv)
{
	enum err e;

	if (about_answered(argc, argv, "appliance", usage))
		return 0;
	if (read_options(argc, argv, &box) != ERR_OK)
		return wrong_usage();
	log_open("appliance");
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	e = box_drop_privileges();
	if (e == ERR_OK)
		e = box_open(&box);
	if (e == ERR_OK) {
		signal(SIGTERM, stop);
		signal(SIGINT, stop);
		dup2(box.log_fd, STDERR_FILENO); /* the lab reads no further */
		log_info("%s is up", box.o.name);
		e = box_run(&box);
		log_info("%s goes down", box.o.name);
	}
	box_close(&box);
	if (e != ERR_OK)
		log_error("%s", err_words(e));
	return e == ERR_OK ? 0 : 1;
}
