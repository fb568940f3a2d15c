/* SPDX-License-Identifier: Apache-2.0 */
/* Finds values by the argument's name. args.c has stored them. */
#include "cmd/values.h"

#include "cmd/record.h"

static const struct cmd_value *
value_of(const struct cmd_call *call, const char *name)
{
	size_t i = record_find_arg(call->command, name);

	must(i < record_count_args(call->command));
	return &call->values[i];
}

const char *
cmd_text(const struct cmd_call *call, const char *name)
{
	return value_of(call, name)->text;
}

uint64_t
cmd_number(const struct cmd_call *call, const char *name)
{
	return value_of(call, name)->number;
}

bool
cmd_given(const struct cmd_call *call, const char *name)
{
	return value_of(call, name)->text != NULL;
}

struct bytes
cmd_secret(const struct cmd_call *call, const char *name)
{
	return secret_bytes(&value_of(call, name)->secret);
}
