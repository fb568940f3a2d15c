/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Two files in the state folder of a box: its log, which is the standard error of
 * every program it starts, and the lock that keeps a second box out. */

#include "base/err.h"

/* Opens for appending; made with mode 0600. */
enum err boxfile_open_log(const char *path, int *out);
/* When it has more than 8 MiB, they become <path>.1 and it begins anew; whoever
 * appends does not notice. */
void boxfile_cut_log(const char *path);
/* Held while this process lives, so that no second one works on a state
 * folder. ERR_BUSY: another holds it. */
enum err boxfile_lock(const char *path, int *out);
