/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/*
 * The person's side of a shell (lunash, lunacm): a terminal with line editing,
 * history and completion, or bare pipes. The commands see it through struct
 * cmd_io.
 */

#include "cmd/cmd.h"

struct terminal;

/* Opens standard input and output. Completion asks `shell`, which must outlive
 * the terminal. */
enum err terminal_open(const struct cmd_shell *shell, struct terminal **out);
void terminal_free(struct terminal *t);
/* The cmd_io that commands print and ask with. */
struct cmd_io terminal_io(struct terminal *t);
/* Is standard input a terminal? */
bool terminal_is_tty(const struct terminal *t);
/* Is the reader gone, so that no output arrives any more? */
bool terminal_is_lost(const struct terminal *t);

/* Reads one command line into *out (emptied first); the prompt is shown only
 * to a person. ERR_CLOSED at the end. Of a line that is too long come the first
 * CMD_LINE_MAX bytes, which cmd_run refuses. */
enum err terminal_command(struct terminal *t, const char *prompt, struct buf *out);
/* Keeps a line in the history. */
void terminal_remember(struct terminal *t, struct bytes line);

void terminal_print(struct terminal *t, const char *text);
/* A line that is echoed. */
enum err terminal_line(struct terminal *t, const char *prompt, char *out, size_t size);
/* A secret; `stars`: one * per character, else nothing is echoed. */
enum err terminal_secret(struct terminal *t, const char *prompt, bool stars,
    struct secret *out);
