/* SPDX-License-Identifier: Apache-2.0 */
/* How LunaCM looks: error lines and result lines. */
#include "lunacm.h"

#include <stdio.h>

/* CKR names of the codes that errors.def carries. */
static const struct {
	unsigned long ckr;
	const char *name;
} names[] = {
	{ 0x02, "CKR_HOST_MEMORY" }, { 0x05, "CKR_GENERAL_ERROR" },
	{ 0x07, "CKR_ARGUMENTS_BAD" }, { 0x20, "CKR_DATA_INVALID" },
	{ 0x21, "CKR_DATA_LEN_RANGE" }, { 0x30, "CKR_DEVICE_ERROR" },
	{ 0x31, "CKR_DEVICE_MEMORY" }, { 0x32, "CKR_DEVICE_REMOVED" },
	{ 0x50, "CKR_FUNCTION_CANCELED" }, { 0x54, "CKR_FUNCTION_NOT_SUPPORTED" },
	{ 0xA0, "CKR_PIN_INCORRECT" }, { 0xA1, "CKR_PIN_INVALID" },
	{ 0xA2, "CKR_PIN_LEN_RANGE" }, { 0xA3, "CKR_PIN_EXPIRED" },
	{ 0xA4, "CKR_PIN_LOCKED" }, { 0xB1, "CKR_SESSION_COUNT" },
	{ 0xB3, "CKR_SESSION_HANDLE_INVALID" }, { 0xB5, "CKR_SESSION_READ_ONLY" },
	{ 0xE0, "CKR_TOKEN_NOT_PRESENT" }, { 0xE1, "CKR_TOKEN_NOT_RECOGNIZED" },
	{ 0x100, "CKR_USER_ALREADY_LOGGED_IN" },
	{ 0x101, "CKR_USER_NOT_LOGGED_IN" },
	{ 0x102, "CKR_USER_PIN_NOT_INITIALIZED" },
	{ 0x103, "CKR_USER_TYPE_INVALID" },
	{ 0x104, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN" },
	{ 0x80000009, "CKR_CLONING_PARAMETER_MISSING" },
	{ 0x8000000B, "CKR_CERTIFICATE_DATA_INVALID" },
	{ 0x8000001C, "CKR_SO_LOGIN_FAILURE_THRESHOLD" },
	{ 0x8000001F, "CKR_UNABLE_TO_CONNECT" }, { 0x80000024, "CKR_TIMEOUT" },
	{ 0x8000002A, "CKR_HSM_STORAGE_FULL" },
	{ 0x8000002C, "CKR_CONTAINER_OBJECT_STORAGE_FULL" },
	{ 0x80000030, "CKR_OPERATION_NOT_ALLOWED" },
	{ 0x80000031, "CKR_LICENSE_CAPACITY_EXCEEDED" }, { 0x80001604, "CKR_BUSY" },
};

static const char *
ckr_name(unsigned long ckr)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].ckr == ckr)
			return names[i].name;
	return "CKR_VENDOR_DEFINED";
}

static void
looks_done(struct cmd_call *call)
{
	(void)call; /* the result line says it */
}

static void
looks_error(struct cmd_call *call, enum err e)
{
	const struct err_row *row = err_row(e);

	if (e == ERR_CANCELLED) {
		cmd_print(call, "\n        Command aborted.\n");
		return;
	}
	if (!call->syntax)
		cmd_print(call, "Error in execution : %s.\n", ckr_name(row->ckr));
	cmd_print(call, "\n        %s\n",
	    call->detail[0] != '\0' ? call->detail : row->words);
	if (call->detail[0] == '\0' && row->advice[0] != '\0')
		cmd_print(call, "        %s\n", row->advice);
}

/* No command of LunaCM is bound to a console. */
static void
looks_console_only(struct cmd_call *call)
{
	cmd_print(call, "Error in execution : CKR_OPERATION_NOT_ALLOWED.\n");
}

static void
looks_result(struct cmd_call *call, enum err e)
{
	const struct err_row *row = err_row(e);

	call->result = (unsigned)row->ckr;
	if (e == ERR_OK)
		cmd_print(call, "\nCommand Result : No Error\n\n");
	else
		cmd_print(call, "\nCommand Result : 0x%lx (%s)\n\n", row->ckr,
		    ckr_name(row->ckr));
}

const struct cmd_dialect lunacm_dialect = {
	.prefixes = false,
	.confirm = "\n        Are you sure you wish to continue?\n\n"
	    "        Type 'proceed' to continue, or 'quit' to quit now -> ",
	.secret = " ",
	.done = looks_done,
	.error = looks_error,
	.console_only = looks_console_only,
	.result = looks_result,
};
