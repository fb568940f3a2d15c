/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a handler asks of the person: consent and secrets. */

#include "cmd/cmd.h"

/* Prints the text (NULL: none), unless -force was given, and waits for `proceed`.
 * ERR_CANCELLED for any other answer. */
enum err cmd_confirm(struct cmd_call *call, const char *text);
/* Like cmd_confirm, but asks even if -force was given. */
enum err cmd_confirm_always(struct cmd_call *call, const char *text);

/* Gives the secret of an option. If the option was not given, prints the sentence
 * and the dialect's marker, and reads the secret. */
enum err cmd_secret_or_ask(struct cmd_call *call, const char *name,
    const char *sentence, struct secret *out);
/* The same for a new secret: it is checked by the option's type and asked for
 * twice. */
enum err cmd_new_secret_or_ask(struct cmd_call *call, const char *name,
    const char *sentence, const char *again, struct secret *out);
