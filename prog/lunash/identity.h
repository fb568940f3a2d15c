/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Who is at the keyboard, as the appliance knows it. */

#include "wire/call.h"
#include "wire/personality.h"

struct identity {
	char user[LIMIT_NAME + 1], role[LIMIT_NAME + 1];
	char host_name[LIMIT_NAME + 1], software[LIMIT_NAME + 1];
	enum personality personality;
	uint64_t last_login; /* seconds since 1970; 0: never */
	bool authenticated, local, must_change;
};

/* Asks the appliance. */
enum err identity_read(struct caller *box, struct identity *out);
