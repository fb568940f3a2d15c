/* SPDX-License-Identifier: Apache-2.0 */
/*
 * card: the HSM. It holds the keys. Its box starts it with a channel on
 * descriptor 3. It opens no network and no file but its store, starts no program,
 * and never lets a key out in the clear.
 */

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/about.h"
#include "base/log.h"
#include "base/text.h"
#include "card.h"
#include "identity.h"
#include "lane.h"
#include "sandbox.h"

#define CONTROL_FD 3

static const struct option options[] = {
	{ "state", required_argument, NULL, 's' },
	{ "model", required_argument, NULL, 'm' },
	{ "serial", required_argument, NULL, 'n' },
	{ "site-key", required_argument, NULL, 'k' },
	{ "make-site-key", required_argument, NULL, 'K' },
	{ 0 },
};

static const char usage[] =
    "usage: card --state DIR --model ID --serial N [--site-key FILE]\n"
    "       card --make-site-key FILE\n";

static struct card card;

static void
on_signal(int number)
{
	(void)number;
	lane_stop(&card.lanes[0]);
}

static bool
read_arguments(int argc, char **argv, struct card_where *out)
{
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 's')
			out->state = optarg;
		else if (option == 'm')
			out->model = optarg;
		else if (option == 'k')
			out->site_key = optarg;
		else if (option == 'K')
			out->make_site_key = optarg;
		else if (option != 'n' ||
		    text_number(optarg, 1, UINT32_MAX, &out->serial) != ERR_OK)
			return false;
	}
	if (out->make_site_key != NULL)
		return optind == argc;
	return out->state != NULL && out->model != NULL && out->serial > 0 && optind == argc;
}

static enum err
serve(const struct card_where *where)
{
	int control = CONTROL_FD;

	if (secret_lock_process() != ERR_OK)
		log_warn("memory cannot be locked: raise the limit (memlock)");
	TRY(card_open(where, &card));
	TRY(card_shut_in(where->state));
	TRY(card_start(&card, &control));
	signal(SIGTERM, on_signal);
	log_info("%s %llu is ready", where->model,
	    (unsigned long long)where->serial);
	card_serve(&card);
	return ERR_OK;
}

int
main(int argc, char **argv)
{
	struct card_where where = { 0 };
	enum err e;

	if (about_answered(argc, argv, "card", usage))
		return 0;
	log_open("card");
	if (!read_arguments(argc, argv, &where)) {
		fputs(usage, stderr);
		return 2;
	}
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an ordinary error */
	e = where.make_site_key != NULL ? site_key_make(where.make_site_key)
				: serve(&where);
	if (e != ERR_OK)
		log_error("ends: %s", err_words(e));
	signal(SIGTERM, SIG_IGN);
	card_close(&card);
	return e == ERR_OK ? 0 : 1;
}
