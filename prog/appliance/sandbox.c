/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drops every right of root that no program of the box needs. The box has no
 * sandbox of Landlock and seccomp: its programs would inherit it, and bubblewrap,
 * which the ssh gate starts, cannot make its own inside one.
 */
#include "sandbox.h"

#include <linux/capability.h>

#include "box.h"
#include "proc/sandbox.h"

static const int needed[] = {
	CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, /* a user's private folder */
	CAP_NET_BIND_SERVICE,                  /* the gates: port 22 */
	CAP_IPC_LOCK,                          /* all programs lock secrets */
	CAP_SYS_ADMIN, /* opens the console's line after screen took it exclusively */
	CAP_SETFCAP,                           /* bubblewrap: see prog/ssh */
};

enum err
box_drop_privileges(void)
{
	uint64_t kept = 0;

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		kept |= 1ull << needed[i];
	return sandbox_drop_privileges_but(kept);
}
