/* SPDX-License-Identifier: Apache-2.0 */
/* What the box gives up when its card runs, which has a sandbox of its own. */
#include "sandbox.h"

#include <linux/capability.h>

#include "base/log.h"
#include "paths.h"
#include "proc/sandbox.h"
#include "proc/sandbox_calls.h"

/* Root may run the box in somebody's private folder. */
enum err
box_shut_in(const struct box *b)
{
	const struct sandbox_path paths[] = { { b->o.dir, .write = true }, { NULL } };
	const struct sandbox s = { .paths = paths, .calls = sandbox_calls };
	bool landlock;

	TRY(sandbox_drop_privileges_but(1ull << CAP_DAC_OVERRIDE));
	TRY(sandbox_enter(&s, &landlock));
	if (!landlock)
		log_warn("this kernel has no Landlock: files are not in the sandbox");
	return ERR_OK;
}
