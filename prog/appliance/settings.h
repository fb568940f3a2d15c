/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What an administrator set on this appliance and a restart must not lose. */

#include "base/bytes.h"
#include "spec/limits.h"

struct settings {
	char path[4096];
	char host_name[LIMIT_NAME + 1];
	char ntls_device[LIMIT_NAME + 1]; /* empty: unbound */
	char ntls_address[129];           /* empty: the appliance's own */
};

/* Reads the file; a missing one gives the defaults with this host name. */
enum err settings_load(struct settings *s, const char *path, const char *host_name);
enum err settings_save(const struct settings *s);
