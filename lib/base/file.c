/* SPDX-License-Identifier: Apache-2.0 */
/* A file is written under a temporary name, synced and then renamed. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum err
file_errno(int number)
{
	if (number == ENOSPC || number == EDQUOT)
		return ERR_DISK_FULL;
	return number == ENOENT ? ERR_NOT_FOUND : ERR_FILE;
}

void
file_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

enum err
file_read(const char *path, struct buf *out)
{
	CLEARED_BY(file_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t before = out->len;

	if (fd < 0)
		return file_errno(errno);
	for (;;) {
		uint8_t block[4096];
		ssize_t n = read(fd, block, sizeof(block));
		enum err e = ERR_OK;

		if (n == 0)
			return ERR_OK;
		if (n < 0 && errno == EINTR)
			continue;
		e = n < 0 ? file_errno(errno)
			  : buf_put(out, bytes_of(block, (size_t)n));
		explicit_bzero(block, sizeof(block));
		if (e != ERR_OK) {
			out->len = before;
			return e;
		}
	}
}

enum err
file_write_fd(int fd, struct bytes in)
{
	while (in.len > 0) {
		ssize_t n = write(fd, in.ptr, in.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return file_errno(errno);
		in.ptr += n;
		in.len -= (size_t)n;
	}
	return ERR_OK;
}

/* The rename is durable only once the folder is synced. */
static enum err
sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	CLEARED_BY(buf_clear) struct buf name = buf_up_to(4096);
	CLEARED_BY(file_close) int fd = -1;

	if (slash == NULL)
		TRY(buf_put_text(&name, "."));
	else
		TRY(buf_put(&name, bytes_of(path, (size_t)(slash - path) + 1)));
	TRY(buf_put_u8(&name, 0));
	fd = open((const char *)name.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		return file_errno(errno);
	return ERR_OK;
}

static enum err
write_and_sync(const char *path, unsigned mode, struct bytes in)
{
	CLEARED_BY(file_close) int fd = -1;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return file_errno(errno);
	TRY(file_write_fd(fd, in));
	return fsync(fd) == 0 ? ERR_OK : file_errno(errno);
}

enum err
file_write(const char *path, unsigned mode, struct bytes in)
{
	CLEARED_BY(buf_clear) struct buf beside = buf_up_to(4096);
	enum err e;

	TRY(buf_printf(&beside, "%s.new%d", path, (int)getpid()));
	e = write_and_sync((const char *)beside.ptr, mode, in);
	if (e == ERR_OK && rename((const char *)beside.ptr, path) != 0)
		e = file_errno(errno);
	if (e != ERR_OK) {
		unlink((const char *)beside.ptr);
		return e;
	}
	return sync_folder_of(path);
}

enum err
file_make_folder(const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return ERR_OK;
	return file_errno(errno);
}

/* Cuts the last name off a path; false when no folder stands above it. */
static bool
go_up(char *path)
{
	char *slash;

	for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
		path[n - 1] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL || slash == path)
		return false;
	*slash = '\0';
	return true;
}

enum err
file_make_folders(const char *path, unsigned *out_made)
{
	char above[PATH_MAX];
	unsigned made = 0;
	bool is_new = mkdir(path, 0700) == 0;

	TRY(text_copy(above, sizeof(above), bytes_of_text(path)));
	if (!is_new && errno == ENOENT && go_up(above)) {
		TRY(file_make_folders(above, &made));
		is_new = mkdir(path, 0700) == 0;
	}
	if (!is_new && errno != EEXIST)
		return file_errno(errno);
	*out_made = made + is_new;
	return ERR_OK;
}

void
file_remove_folders(const char *path, unsigned n)
{
	char at[PATH_MAX];

	if (text_copy(at, sizeof(at), bytes_of_text(path)) != ERR_OK)
		return;
	while (n-- > 0 && rmdir(at) == 0 && go_up(at))
		continue;
}

bool
file_is_there(const char *path)
{
	return access(path, F_OK) == 0;
}
