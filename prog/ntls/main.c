/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ntls: the gate for applications. It speaks mutual TLS 1.3, looks a client's
 * certificate up in the table that the appliance has sent, and then passes frames
 * to the card unread. It links neither crypto, hsm nor store, so it can hold no
 * key of the HSM. Descriptor 3 is the channel to the appliance, which starts it.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/about.h"
#include "base/log.h"
#include "base/text.h"
#include "client.h"
#include "proc/sandbox.h"
#include "proc/sandbox_calls.h"
#include "tls/problem.h"

static const char usage[] =
    "usage: ntls --address ADDRESS --port PORT --certificate FILE "
    "--key FILE\n(started by its appliance, with a channel as "
    "descriptor 3)\n";

static int
wrong_usage(void)
{
	fputs(usage, stderr);
	return 2;
}

static enum err
parse_address(const char *address, const char *port, struct sockaddr_storage *out)
{
	struct sockaddr_in *v4 = (void *)out;
	struct sockaddr_in6 *v6 = (void *)out;
	uint64_t n;

	TRY(text_number(port, 1, 65535, &n));
	if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)n);
		return ERR_OK;
	}
	if (inet_pton(AF_INET6, address, &v6->sin6_addr) != 1)
		return ERR_ARGUMENT;
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons((uint16_t)n);
	return ERR_OK;
}

static enum err
enter_sandbox(void)
{
	const struct sandbox s = { .calls = sandbox_calls };
	bool landlock;

	TRY(sandbox_drop_privileges());
	TRY(sandbox_enter(&s, &landlock));
	if (!landlock)
		log_warn("this kernel has no Landlock");
	return ERR_OK;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "address", required_argument, NULL, 'a' },
		{ "port", required_argument, NULL, 'p' },
		{ "certificate", required_argument, NULL, 'c' },
		{ "key", required_argument, NULL, 'k' }, { 0 } };
	const char *address = NULL, *port = "1792", *certificate = NULL, *key = NULL;
	static struct gate gate;
	enum err e;
	int c;

	if (about_answered(argc, argv, "ntls", usage))
		return 0;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'a': address = optarg; break;
		case 'p': port = optarg; break;
		case 'c': certificate = optarg; break;
		case 'k': key = optarg; break;
		default: return wrong_usage();
		}
	}
	if (address == NULL || certificate == NULL || key == NULL || optind != argc)
		return wrong_usage();
	log_open("ntls");
	signal(SIGPIPE, SIG_IGN);
	gate_raise_limits(&gate);
	e = parse_address(address, port, &gate.address);
	if (e == ERR_OK)
		e = tls_server_open(certificate, key, client_judge, &gate, &gate.tls);
	if (e == ERR_OK)
		e = loop_open(&gate.loop);
	if (e == ERR_OK)
		e = enter_sandbox();
	if (e == ERR_OK)
		e = gate_run(&gate, 3);
	if (e != ERR_OK)
		log_error("%s %s", err_words(e), tls_problem());
	return e == ERR_OK ? 0 : 1;
}
