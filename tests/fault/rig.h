/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A real card on a test's bench: the program in a folder of its own, its
 * control channel, and links as gates would open them. */
#include "../unit/test.h"

#include <sys/types.h>

#include "mech/mech.h"
#include "proc/ask.h"

struct rig {
	pid_t pid; /* 0: it does not run */
	struct ask control;
	char dir[64]; /* state/ inside */
	const char *model, *site; /* site: path of the site key file */
	char serial[24];
};

#define SO_PASSWORD "so-password"
#define PSO_PASSWORD "pso-password"
#define CO_FIRST "co-first-one"
#define CO_PASSWORD "co-password"
#define DOMAIN "the domain of the bench"

/* The path of a site key made for this run; removed at exit. */
const char *rig_site_key(void);
/* A folder and a running card. */
void rig_make(struct rig *rig, const char *model, unsigned serial);
void rig_start(struct rig *rig);
/* With what it logs in a file that is not there yet. */
void rig_start_logged(struct rig *rig, const char *path);
/* With files that may not grow beyond so many bytes: a full disk. */
void rig_start_limited(struct rig *rig, unsigned file_bytes);
/* Until it ends by itself; gives its exit status. */
int rig_wait(struct rig *rig);
/* kill -9; the control channel is closed. */
void rig_kill(struct rig *rig);
/* SIGTERM; gives its exit status. */
int rig_stop(struct rig *rig);
/* Also removes the folder. */
void rig_remove(struct rig *rig);
/* Does any file of the store hold these bytes? */
bool rig_files_hold(const struct rig *rig, struct bytes what);
/* The wrapped KEK as it stands in the store (the card must not run). */
struct buf rig_wrapped_kek(const struct rig *rig);

/* A link with a channel of its own. */
struct rig_link {
	struct ask ask;
	struct caller c;
	struct buf reply;
	uint32_t session;
};

/* A channel to the card for links of these origins. */
int rig_attach(struct rig *rig, unsigned origins);
void rig_link_open(struct rig *rig, struct rig_link *l, enum origin origin,
    bool local);
/* The gate gives an open link of an application this partition alone. */
void rig_link_limit(struct rig_link *l, uint64_t partition);
/* An open read-write session. */
void rig_link_session(struct rig_link *l, uint64_t partition);
void rig_link_close(struct rig_link *l);

/* --- what tests do again and again; each asserts success --- */

void so_login(struct rig_link *admin);
/* Initialized, SO logged in. */
void hsm_set_up(struct rig_link *admin);
uint64_t partition_set_up(struct rig_link *admin, struct rig_link *app,
    const char *name, const char *domain);
/* An open read-write session with the Crypto Officer logged in. */
void officer_login(struct rig_link *l, uint64_t partition);
enum err try_login(struct rig_link *l, enum role role, const char *password);

/* Templates: appends one attribute. */
void put_attribute(struct buf *rows, uint64_t type, struct bytes value);
void put_number(struct buf *rows, uint64_t type, uint64_t value);
void put_flag(struct buf *rows, uint64_t type, bool value);
/* AES-256 token key, sensitive, extractable for cloning. */
uint64_t make_aes_key(struct rig_link *l, const char *label);
/* A data object of the token with that label. */
enum err make_data(struct rig_link *l, const char *label, uint64_t *out);
unsigned count_objects(struct rig_link *l);
/* GCM with a fixed IV; appended to out. */
enum err gcm(struct rig_link *l, unsigned function, uint64_t key, struct bytes data,
    struct buf *out);
struct pair {
	uint64_t public, private;
};

/* Session keys, extractable, to sign, verify and derive. */
struct pair make_pair(struct rig_link *l, uint64_t mechanism, uint64_t attribute,
    struct bytes value);
struct pair make_rsa_pair(struct rig_link *l, unsigned bits);
struct pair make_p256_pair(struct rig_link *l);
/* The encoded mechanism. */
struct buf mechanism(uint64_t type);
