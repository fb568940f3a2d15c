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
/* ERR_SESSION_INVALID if it is not this link's. */
enum err session_get(const struct hsm *h, const struct link *l, uint32_t handle,
    struct session **out);
void session_close(struct hsm *h, struct session *s);
/* ERR_PARTITION_UNKNOWN; closing none is fine. */
enum err session_close_all(struct hsm *h, struct link *l, uint64_t partition);

uint32_t session_handle(const struct session *s);
uint64_t session_partition(const struct session *s);
/* Logged in on the session's partition; ROLE_NONE. */
enum role session_role(const struct session *s);

/* The officer who may clone: the Crypto Officer, on a Backup HSM its SO (from
 * an admin link or a cable). ERR_NOT_LOGGED_IN, ERR_PIN_EXPIRED. */
enum err session_officer(const struct session *s);
/* May objects and keys be used at all? ERR_PIN_EXPIRED while the role logged in
 * has to change its password; ERR_PARTITION_NOT_INITIALIZED. */
enum err session_may_use(const struct session *s);
/* Applications' cryptography: as above, and ERR_NON_BACKUP. */
enum err session_may_compute(const struct session *s);
