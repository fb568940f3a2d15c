/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * Sessions of a link on a partition. Login belongs to (link, partition) and
 * ends with the last session there.
 */

#include "hsm/link.h"

struct session;

/* ERR_PARTITION_UNKNOWN (or not this link's), ERR_SESSION_COUNT; read-only while
 * the Partition SO is logged in: ERR_SESSION_SO_EXISTS. */
enum err session_open(struct hsm *h, struct link *l, uint64_t partition,
    bool read_write, uint32_t *out);
/* ERR_SESSION_INVALID if the session is not one of this link's. */
enum err session_get(const struct hsm *h, const struct link *l, uint32_t handle,
    struct session **out);
void session_close(struct hsm *h, struct session *s);
/* ERR_PARTITION_UNKNOWN. Closing none is no error. */
enum err session_close_all(struct hsm *h, struct link *l, uint64_t partition);

uint32_t session_handle(const struct session *s);
uint64_t session_partition(const struct session *s);
/* The role that is logged in on the session's partition; ROLE_NONE. */
enum role session_role(const struct session *s);

/* ERR_OK for the officer who may clone: the Crypto Officer, or on a Backup HSM
 * its SO (from an admin link or a cable). ERR_NOT_LOGGED_IN, ERR_PIN_EXPIRED. */
enum err session_officer(const struct session *s);
/* Checks that objects and keys may be used at all. ERR_PIN_EXPIRED while the role
 * that is logged in must change its password; ERR_PARTITION_NOT_INITIALIZED. */
enum err session_may_use(const struct session *s);
/* Checks that an application may compute: the same, and ERR_NON_BACKUP. */
enum err session_may_compute(const struct session *s);
