/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Whole files: read with a maximum, written so that a crash leaves the old
 * one or the new one. */

#include "base/bytes.h"

/* Appends the whole file to out. ERR_NOT_FOUND, ERR_TOO_LARGE (beyond the
 * buffer's maximum), ERR_FILE. */
enum err file_read(const char *path, struct buf *out);
/* Replaces the file: a new one beside it is written, synced, renamed over it.
 * `mode` as for open(2). ERR_DISK_FULL, ERR_FILE. */
enum err file_write(const char *path, unsigned mode, struct bytes in);
/* Makes the folder with mode 0700 unless it is there. */
enum err file_make_folder(const char *path);
/* Makes the folders above it as well. *out_made: how many it made. */
enum err file_make_folders(const char *path, unsigned *out_made);
/* Removes that many folders, from the lowest up, as long as they are empty. */
void file_remove_folders(const char *path, unsigned n);
bool file_is_there(const char *path);
/* ERR_DISK_FULL for errno ENOSPC or EDQUOT, ERR_NOT_FOUND for ENOENT, else
 * ERR_FILE. */
enum err file_errno(int number);
/* Writes all of it; goes on after short writes and EINTR. */
enum err file_write_fd(int fd, struct bytes in);
/* Clean-up for descriptors: CLEARED_BY(file_close) int fd = -1; */
void file_close(int *fd);
