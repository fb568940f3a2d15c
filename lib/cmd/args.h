/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Turns the words after a command into typed values of its arguments. */

#include "cmd/words.h"

/* Fills call->values from the words, beginning with number `from`. */
enum err args_read(struct cmd_call *call, const struct words *w, size_t from);
enum err args_check_value(struct cmd_call *call, const struct cmd_arg *arg, struct bytes value);
void args_clear(struct cmd_call *call);
/* Appends the canonical command with its arguments, without secrets. */
enum err args_put_text(const struct cmd_call *call, struct buf *out);
