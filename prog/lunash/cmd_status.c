/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `status`: the appliance's clock. */
#include "families.h"

#include <time.h>

static enum err
local_now(struct tm *out)
{
	time_t now = time(NULL);

	return localtime_r(&now, out) != NULL ? ERR_OK : ERR_INTERNAL;
}

static enum err
status_date(struct cmd_call *call)
{
	struct tm now;
	char text[64] = "";

	TRY(local_now(&now));
	(void)strftime(text, sizeof(text), "%a %b %e %H:%M:%S %Z %Y", &now);
	cmd_print(call, "\n%s\n", text);
	return ERR_OK;
}

static enum err
status_time(struct cmd_call *call)
{
	struct tm now;

	TRY(local_now(&now));
	cmd_print(call, "\n%02d:%02d:%02d\n", now.tm_hour, now.tm_min, now.tm_sec);
	return ERR_OK;
}

static enum err
status_zone(struct cmd_call *call)
{
	struct tm now;

	TRY(local_now(&now));
	cmd_print(call, "\n%s\n", now.tm_zone);
	return ERR_OK;
}

static const struct cmd_group groups[] = {
	{ "status", "Status commands", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "status date",
		.words = "Show the date and time",
		.roles = EVERYBODY,
		.run = status_date,
	},
	{
		.path = "status time",
		.words = "Show the time",
		.roles = EVERYBODY,
		.run = status_time,
	},
	{
		.path = "status zone",
		.words = "Show the time zone",
		.roles = EVERYBODY,
		.run = status_zone,
	},
	{ NULL },
};

const struct cmd_family family_status = { groups, commands };
