/* SPDX-License-Identifier: Apache-2.0 */
/* Answers questions about a command's record. Lists in records end at the first
 * empty name. */
#include "cmd/record.h"

size_t
record_count_args(const struct cmd_command *command)
{
	size_t n = 0;

	while (n < CMD_ARGS_MAX && command->args[n].name != NULL)
		n++;
	return n;
}

size_t
record_find_arg(const struct cmd_command *command, const char *name)
{
	size_t i = 0;

	while (i < record_count_args(command) &&
	    strcmp(command->args[i].name, name) != 0)
		i++;
	return i;
}

bool
record_list_has(const char *list, const char *name)
{
	size_t len;

	for (; list != NULL && *list != '\0'; list += len) {
		list += strspn(list, " ");
		len = strcspn(list, " ");
		if (len == strlen(name) && strncmp(list, name, len) == 0)
			return true;
	}
	return false;
}
