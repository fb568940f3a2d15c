/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What a lab writes for the people and programs that use it. */

#include "lab.h"

/* The client machine's folder and the file to be sourced. */
enum err files_client(struct lab *l);
enum err files_env(struct lab *l, bool ready);
/* Appended to out 'as a shell wants it'. */
enum err files_quote(const char *value, struct buf *out);
/* Copies a file (at most 1 MiB). */
enum err files_copy(const char *from, const char *to, unsigned mode);
