/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The box of a network HSM: what all its files share. It starts and watches
 * card, ntls and ssh, knows users and clients, and carries frames between
 * lunash and the HSMs without reading them. It holds no secret of an HSM.
 *
 *   state folder          log/messages, log/lunalogs    what happened
 *   admin.sock            the lab                       files/<user>/  file areas
 *   ssh.sock              the ssh gate                  box/           users, clients,
 *   usb.sock              cables of Backup HSMs                        certificate, keys
 *   console               the serial console's terminal card/          the HSM's own
 */

#include "clients.h"
#include "proc/child.h"
#include "proc/inquiry.h"
#include "settings.h"
#include "throttle.h"
#include "users.h"
#include "wire/messages.h"

struct box_options {
	const char *dir, *name, *address, *site_key;
	struct setting_options given;
	uint64_t serial;
};

struct conn;        /* conn.h */
struct conn_events;
struct device;  /* device.h */
struct console; /* console.h */

struct box {
	struct box_options o;
	struct loop *loop;
	int lock_fd;
	int log_fd; /* log/messages; also standard error of the programs we start */
	struct appliance_settings settings;
	struct users users;
	struct throttle throttle; /* of passwords that the ssh gate brings */
	struct clients clients;

	struct child *card, *ntls, *ssh;
	struct child_restart ntls_restart, ssh_restart;
	struct channel *card_control, *ntls_control;
	struct inquiries inquiries; /* requests to card and ntls without an answer yet */

	struct device *devices; /* the built-in HSM first, then cables */
	struct conn *conns;
	const struct conn_events *conn_events;
	uint64_t next_conn;
	struct listener *listeners;
	struct console *console;
	bool stopping;
};

/* box_open brings everything up, box_run serves until a signal, box_close takes
 * everything down. */
enum err box_open(struct box *b);
enum err box_run(struct box *b);
void box_close(struct box *b);
