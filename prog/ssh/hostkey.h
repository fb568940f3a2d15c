/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The host keys of the gate. */

#include "gate.h"

/* Makes the missing keys and gives all to libssh. *out_maker: a process that is
 * still making one; when it has ended, call hostkey_load_made. */
enum err hostkey_load(const char *folder, ssh_bind bind, pid_t *out_maker);
enum err hostkey_load_made(const char *folder, ssh_bind bind);
