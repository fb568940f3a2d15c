/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* vtl: the client's side of a Network Trust Link: certificates and servers. */

#include "client/conf.h"
#include "client/settings.h"
#include "spec/limits.h"

struct vtl_options {
	const char *name;        /* -n */
	const char *certificate; /* -c */
	uint64_t days;           /* -d, 0: not given */
	uint64_t port;           /* -p, 0: not given */
};

#define SECTION "LunaSA Client"
