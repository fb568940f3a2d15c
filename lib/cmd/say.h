/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a handler tells the person. */

#include "cmd/cmd.h"

void cmd_print(struct cmd_call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Keeps what exactly was wrong, for the error block; returns e. */
enum err cmd_refuse(struct cmd_call *call, enum err e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
