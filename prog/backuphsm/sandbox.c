/* SPDX-License-Identifier: Apache-2.0 */
/* Shuts the box in once its card runs. The card has a sandbox of its own. */
#include "sandbox.h"

#include <linux/capability.h>

#include "base/log.h"
#include "paths.h"
#include "proc/sandbox.h"
#include "proc/sandbox_calls.h"

/* CAP_DAC_OVERRIDE lets root run the box in a folder that is private to a
 * user. */
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
