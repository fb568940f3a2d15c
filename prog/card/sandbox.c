/* SPDX-License-Identifier: Apache-2.0 */
/* Shuts the card in before it reads a frame: it gives up every file but its
 * store, and every system call that sandbox.def does not name. */

#include "sandbox.h"

#include <stddef.h>

#include "base/log.h"
#include "proc/sandbox.h"
#include "proc/sandbox_calls.h"

enum err
card_shut_in(const char *state)
{
	const struct sandbox_path paths[] = { { state, true }, { NULL, false } };
	const struct sandbox box = { paths, sandbox_calls };
	bool landlock = false;

	TRY(sandbox_drop_privileges());
	TRY(sandbox_enter(&box, &landlock));
	if (!landlock)
		log_warn("this kernel has no Landlock: files are not in the sandbox");
	return ERR_OK;
}
