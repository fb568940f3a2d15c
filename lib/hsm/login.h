/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Who is logged in on a partition and to the HSM. None of it is stored. */

#include "hsm/session.h"

/* Checks, before the charge, that this login may be tried. ERR_ALREADY_LOGGED_IN,
 * ERR_OTHER_LOGGED_IN, ERR_SESSION_READ_ONLY_EXISTS (Partition SO), and the
 * errors of password_begin. */
enum err session_login_check(const struct session *s, enum role role);
/* Logs in all sessions of this link on this partition, after a right password. */
enum err session_login(struct session *s, enum role role);
/* ERR_NOT_LOGGED_IN. The link can no longer use handles of private objects. */
enum err session_logout(struct session *s);

/* The HSM SO, for all admin links until logout or power off, or until a link
 * closes (0: none), for one deed. */
enum err so_login_check(const struct hsm *h);
void so_login(struct hsm *h, uint64_t until_link);
/* ERR_SO_NOT_LOGGED_IN if the SO is not logged in. */
enum err so_logout(struct hsm *h);
