/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log is cut by copying it and truncating the file, so that programs can go
 * on appending to it through the descriptors that they have.
 */
#include "proc/boxfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

#define SIZE_MAX_KEPT (8 * 1024 * 1024)

enum err
boxfile_open_log(const char *path, int *out)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return file_errno(errno);
	*out = fd;
	return ERR_OK;
}

void
boxfile_cut_log(const char *path)
{
	CLEARED_BY(buf_clear) struct buf old = buf_up_to(2 * SIZE_MAX_KEPT);
	char beside[4200];
	struct stat st;

	if (stat(path, &st) != 0 || st.st_size < SIZE_MAX_KEPT)
		return;
	snprintf(beside, sizeof(beside), "%s.1", path);
	if (file_read(path, &old) == ERR_OK)
		IGNORE(file_write(beside, 0600, buf_bytes(&old)));
	if (truncate(path, 0) != 0)
		log_warn("%s cannot be cut", path);
}

enum err
boxfile_lock(const char *path, int *out)
{
	CLEARED_BY(file_close) int fd = -1;

	TRY(boxfile_open_log(path, &fd));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		return ERR_BUSY;
	*out = fd;
	fd = -1;
	return ERR_OK;
}
