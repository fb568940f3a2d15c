/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a handler asks the person: consent and secrets. */

#include "cmd/cmd.h"

/* Prints the text, unless -force was given, and waits for `proceed`.
 * ERR_CANCELLED for any other answer. NULL: only the prompt. */
enum err cmd_confirm(struct cmd_call *call, const char *text);
/* As cmd_confirm, whether -force was given or not. */
enum err cmd_confirm_always(struct cmd_call *call, const char *text);

/* The secret of an option if it was given, else asks: the sentence, then the
 * dialect's marker. */
enum err cmd_secret_or_ask(struct cmd_call *call, const char *name,
    const char *sentence, struct secret *out);
/* As before for a new secret: checked by the option's type, asked twice. */
enum err cmd_new_secret_or_ask(struct cmd_call *call, const char *name,
    const char *sentence, const char *again, struct secret *out);
