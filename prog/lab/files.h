/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The files that a lab writes for the people and programs that use it. */

#include "lab.h"

/* Writes the client machine's folder and the file env. */
enum err files_client(struct lab *l);
enum err files_env(struct lab *l, bool ready);
/* Appends the value in quotes of a POSIX shell. */
enum err files_quote(const char *value, struct buf *out);
/* Copies a file (at most 1 MiB). */
enum err files_copy(const char *from, const char *to, unsigned mode);
