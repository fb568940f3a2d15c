/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The NTLS gate's own types. A `lane` is one loop thread with a listener and a
 * channel to the card; a `client` is one TLS connection; the `clients`
 * table says who may come in and is replaced as a whole.
 */

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "proc/channel.h"
#include "tls/tls.h"
#include "wire/call.h"

/* --- clients.c: the table of registered clients --- */

struct registration {
	char name[LIMIT_NAME + 1];
	struct buf der;        /* certificate */
	struct buf partitions; /* rows of serial_row */
	int64_t from, until;   /* validity, seconds */
};

struct clients {
	struct registration *rows;
	size_t n;
	atomic_int n_refs;
};

/* An empty table with one user. */
struct clients *clients_make(void);
/* Adds from a client_entry message. */
enum err clients_add(struct clients *t, struct bytes entry);
/* Who shows this certificate; NULL: nobody registered. */
const struct registration *clients_find(const struct clients *t, struct bytes der);
/* ERR_OK; ERR_CLIENT_UNKNOWN (NULL), ERR_CERTIFICATE, ERR_REFUSED. */
enum err clients_judge(const struct registration *r, int64_t now_seconds);
struct clients *clients_ref(struct clients *t);
void clients_unref(struct clients *t);

/* --- gate.c: the box's channel, the table in force, the lanes --- */

#define MAX_LANES 16

struct gate {
	struct loop *loop;
	struct channel *box;
	struct sockaddr_storage address;
	struct tls_config *tls;
	pthread_mutex_t lock;      /* guards the next three */
	struct clients *clients;   /* in force */
	size_t n_rechecking;       /* lanes whose clients it has not reached */
	pthread_cond_t rechecked;
	struct clients *building;  /* between begin and commit */
	struct lane *lanes[MAX_LANES];
	atomic_size_t n_lanes;
	size_t n_files; /* descriptors for lanes and their clients */
	enum err failed; /* why it ends by itself */
	atomic_uint n_links;
	atomic_ullong accepted, refused;
};

/* As many connections as the system permits; before the sandbox. */
void gate_raise_limits(struct gate *g);
/* Serves the box's channel until it closes. */
enum err gate_run(struct gate *g, int box_fd);
/* The table in force, held for the caller (clients_unref). */
struct clients *gate_clients(struct gate *g);
/* From a lane: its clients go by the table in force. */
void gate_rechecked(struct gate *g);

/* --- lane.c --- */

/* Starts a thread with its own listener on the gate's address; takes the
 * card's channel over. */
enum err lane_start(struct gate *g, int *card_fd, struct lane **out);
/* From the gate's thread: the table changed. */
void lane_recheck(struct lane *l);

struct lane {
	struct gate *gate;
	struct loop *loop;
	struct channel *card;
	int listener;
	bool resting; /* out of descriptors */
	struct watch *watch;
	struct map links;    /* link number to client */
	struct client *first; /* all clients, the newest first */
	unsigned n_shaking;  /* of them: nobody yet */
	uint32_t next_link;
	pthread_t thread;
	struct loop_job recheck;
	atomic_bool recheck_posted;
	struct timer *tick;
};

/* --- client.c --- */

struct client;

struct client *client_next(const struct client *c);
/* It has not shown a certificate yet. */
bool client_is_shaking(const struct client *c);
/* Takes over an accepted socket. */
enum err client_open(struct lane *l, int *fd, const char *peer, struct client **out);
/* A response of the card for it. */
void client_deliver(struct client *c, struct bytes encoded);
/* Looks at the table again; ends it or updates its partitions. */
void client_recheck(struct client *c, const struct clients *t);
/* Ends it if the handshake takes too long. */
void client_tick(struct client *c, int64_t now_ms);
/* Closes; tells the card. */
void client_close(struct client *c);
/* The judge of full handshakes (tls_judge_fn); ctx is the gate. */
enum err client_judge(void *ctx, struct bytes der);
