/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A link on a partition, while it has sessions there. For lib/hsm only. */

#include "hsm/hsm.h"

struct access;
struct link;
struct partition;
struct session;

/* The link's access to the partition; NULL if it has no sessions there. */
struct access *access_get(const struct link *l, const struct partition *p);
/* Makes an empty access in the lists of both; NULL: out of memory. */
struct access *access_new(struct link *l, struct partition *p);
/* Logs out, ends the sessions and frees the access. */
void access_free(struct hsm *h, struct access *a);

/* Opens a session whose handle no other open session has. */
enum err access_session_open(struct hsm *h, struct access *a, bool read_write,
    uint32_t *out);
/* Takes the session out of every list, removes its objects and frees it. The
 * access stays. */
void access_session_end(struct session *s);

/* Logs out and removes the private session objects. */
void access_logout(struct hsm *h, struct access *a);
/* Tells the card, for each session, what ends its operations. */
void access_end_work(struct hsm *h, struct access *a, enum session_end why);
