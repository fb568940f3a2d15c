/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Authentication, as the connection's side does it: it asks its monitor. */

#include "gate.h"

/* Sets what answers authentication requests. */
void auth_install(struct connection *c, struct ssh_server_callbacks_struct *callbacks);
