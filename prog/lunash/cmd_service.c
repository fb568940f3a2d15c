/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of `service`: gates that can be stopped and started. */
#include "families.h"

#include <stdio.h>

static const char *const services[] = { "ntls", "ssh" };

static enum err
service_call(struct cmd_call *call, const char *name, enum service_action action,
    bool *out_running)
{
	CLEARED_BY(buf_clear) struct buf reply = { 0 };
	struct msg_service_request in = { .name = bytes_of_text(name),
		.action = action };
	struct msg_service_response out;
	enum err e = call_service(&lunash_of(call)->box, &in, &out, &reply);

	if (e == ERR_NOT_FOUND)
		return cmd_refuse(call, e, "There is no service '%s'; 'service "
		    "list' lists them.", name);
	TRY(e);
	*out_running = out.running;
	return ERR_OK;
}

static enum err
service_list(struct cmd_call *call)
{
	cmd_print(call, "\nThe following are valid services:\n\n");
	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++)
		cmd_print(call, "   %s\n", services[i]);
	return ERR_OK;
}

static enum err
service_status(struct cmd_call *call)
{
	const char *name = cmd_text(call, "service");
	bool running;

	TRY(service_call(call, name, SERVICE_STATUS, &running));
	cmd_print(call, "\n   %s is %srunning\n", name, running ? "" : "not ");
	return ERR_OK;
}

/* Prints a line as an init script does: the bracket stands in column 60. */
static void
say_step(struct cmd_call *call, const char *what, bool ok)
{
	char text[80];

	(void)snprintf(text, sizeof(text), "%s %s:", what, cmd_text(call, "service"));
	cmd_print(call, "%-60s[%s]\n", text, ok ? "  OK  " : "FAILED");
}

static enum err
say_start(struct cmd_call *call, bool running)
{
	const char *name = cmd_text(call, "service");

	say_step(call, "Starting", running);
	return running ? ERR_OK : cmd_refuse(call, ERR_NOT_CONNECTED,
	    "%s did not start: its address is not there or its port is taken. "
	    "The appliance's log says more.", name);
}

static enum err
service_start(struct cmd_call *call)
{
	bool running;

	TRY(service_call(call, cmd_text(call, "service"), SERVICE_START, &running));
	return say_start(call, running);
}

static enum err
service_stop(struct cmd_call *call)
{
	bool running;

	TRY(service_call(call, cmd_text(call, "service"), SERVICE_STOP, &running));
	say_step(call, "Stopping", !running);
	return ERR_OK;
}

static enum err
service_restart(struct cmd_call *call)
{
	bool running;

	TRY(service_call(call, cmd_text(call, "service"), SERVICE_RESTART, &running));
	say_step(call, "Stopping", true);
	return say_start(call, running);
}

static const struct cmd_type type_service = { CMD_TEXT, "service", 1, 32,
	"abcdefghijklmnopqrstuvwxyz", "the services are ntls and ssh" };

#define ARG_SERVICE { "service", &type_service, CMD_REQUIRED | CMD_POSITIONAL, \
	"ntls or ssh" }

static const struct cmd_group groups[] = {
	{ "service", "Service commands", NULL },
	{ NULL },
};

static const struct cmd_command commands[] = {
	{
		.path = "service list",
		.words = "List the services",
		.roles = LOOKERS,
		.run = service_list,
	},
	{
		.path = "service status",
		.words = "Show whether a service runs",
		.roles = LOOKERS,
		.args = { ARG_SERVICE },
		.run = service_status,
	},
	{
		.path = "service start",
		.words = "Start a service",
		.roles = CHANGERS,
		.args = { ARG_SERVICE },
		.run = service_start,
	},
	{
		.path = "service stop",
		.words = "Stop a service",
		.roles = CHANGERS,
		.args = { ARG_SERVICE },
		.run = service_stop,
	},
	{
		.path = "service restart",
		.words = "Stop a service and start it again",
		.roles = CHANGERS,
		.args = { ARG_SERVICE },
		.run = service_restart,
	},
	{ NULL },
};

const struct cmd_family family_service = { groups, commands };
