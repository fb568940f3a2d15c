/* SPDX-License-Identifier: Apache-2.0 */
/* lunette demo: runs demo.sh, which shows what a lab can do. */
#include "demo.h"

#include <stdlib.h>
#include <unistd.h>

#include "lab.h"
#include "proc/spawn.h"

/* Runs the script that stands beside this program; a variable tells it where this
 * program is. */
int
cmd_demo(int argc, char **argv)
{
	char script[PATH_MAX], own[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

	if (argc > 1)
		return lab_fail(ERR_ARGUMENT, "demo takes no options") != ERR_OK;
	own[n > 0 ? n : 0] = '\0';
	if (spawn_find("lunette-demo", script, sizeof(script)) != ERR_OK)
		return lab_fail(ERR_NOT_FOUND, "lunette-demo is not installed") != ERR_OK;
	setenv("LUNETTE_PROGRAM", own, 1);
	execl(script, script, (char *)NULL);
	return lab_fail(ERR_FILE, "%s: %m", script) != ERR_OK;
}
