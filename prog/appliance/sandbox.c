/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is left of root is what a program that the box starts needs. The box
 * is in no sandbox of Landlock and seccomp: one is inherited, and bubblewrap,
 * which the ssh gate starts, cannot make its own inside one.
 */
#include "sandbox.h"

#include <linux/capability.h>

#include "box.h"
#include "proc/sandbox.h"

static const int needed[] = {
	CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, /* root in a private folder */
	CAP_NET_BIND_SERVICE,                  /* the gates: port 22 */
	CAP_IPC_LOCK,                          /* secrets of all of them */
	CAP_SYS_ADMIN, /* the console's line, which screen had for itself alone */
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
