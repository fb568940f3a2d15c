/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Two files in the state folder of a box: its log, which is the standard error
 * of every program it starts, and the lock that keeps a second box out. */

#include "base/err.h"

/* Opens the log for appending, and makes it with mode 0600 if it is missing. */
enum err boxfile_open_log(const char *path, int *out);
/* A log of more than 8 MiB is copied to <path>.1 and emptied; programs that
 * append to it need not know. */
void boxfile_cut_log(const char *path);
/* Takes a lock for as long as this process lives, so that no second one works
 * on the state folder. ERR_BUSY: another process has it. */
enum err boxfile_lock(const char *path, int *out);
