/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Authentication in the connection's process, which asks its monitor. */

#include "gate.h"

/* Sets the functions that answer authentication requests. */
void auth_install(struct connection *c, struct ssh_server_callbacks_struct *callbacks);
