/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A link on a partition, while it has sessions there. For lib/hsm only. */

#include "hsm/hsm.h"

struct access;
struct link;
struct partition;
struct session;

/* NULL if the link has no sessions there. */
struct access *access_get(const struct link *l, const struct partition *p);
/* An empty one in the lists of both; NULL: out of memory. */
struct access *access_new(struct link *l, struct partition *p);
/* Logs out, ends its sessions, and frees it. */
void access_free(struct hsm *h, struct access *a);

/* Its handle is never that of another session that is open. */
enum err access_session_open(struct hsm *h, struct access *a, bool read_write,
    uint32_t *out);
/* Out of every list, its objects gone, and freed; the access stays. */
void access_session_end(struct session *s);

/* Private session objects go with the login. */
void access_logout(struct hsm *h, struct access *a);
/* Tells the card, for each session, what ends its operations. */
void access_end_work(struct hsm *h, struct access *a, enum session_end why);
