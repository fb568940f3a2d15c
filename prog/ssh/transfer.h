/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* File transfer by Debian's scp and sftp-server, in a sandbox made by
 * bubblewrap. */

#include "gate.h"

#define TRANSFER_ARGS 64
struct transfer {
	const char *argv[TRANSFER_ARGS];
	size_t n;
	char name[256], passwd[4096];
};

/* Makes the command line, with or without bubblewrap. ERR_REFUSED: this is no
 * command for files. While the area is full, sftp only reads, and copying in
 * gives ERR_DISK_FULL. */
enum err transfer_command(const struct gate_options *o, const struct session_request *r,
    const char *area, bool bubblewrap, bool full, struct transfer *out);
/* Can bubblewrap make a sandbox of that area on this machine? */
bool transfer_has_bubblewrap(const char *area);
/* Does `ssh --transfer AREA COMMAND...`: runs the command with a limit on the
 * size of files and, unless AREA is empty, with nothing of the file system but
 * the area and what programs need to run. Returns on failure only. */
int transfer_run(const char *area, char *const *argv);
