/* SPDX-License-Identifier: Apache-2.0 */
/* LunaCM's dialect: error lines and result lines. */
#include "lunacm.h"

#include <stdio.h>

#include "spec/pkcs11.h"

/* CKR names: those of the standard, then our vendor's in errors.def. */
static const struct {
	unsigned long ckr;
	const char *name;
} names[] = {
#include "rv_names.inc"
	{ 0x80000009, "CKR_CLONING_PARAMETER_MISSING" },
	{ 0x8000000B, "CKR_CERTIFICATE_DATA_INVALID" },
	{ 0x8000001A, "CKR_USER_NOT_AUTHORIZED" },
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
dialect_done(struct cmd_call *call)
{
	(void)call; /* the result line says it */
}

static void
dialect_error(struct cmd_call *call, enum err e)
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
dialect_console_only(struct cmd_call *call)
{
	cmd_print(call, "Error in execution : CKR_OPERATION_NOT_ALLOWED.\n");
}

static void
dialect_result(struct cmd_call *call, enum err e)
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
	.done = dialect_done,
	.error = dialect_error,
	.console_only = dialect_console_only,
	.result = dialect_result,
};
