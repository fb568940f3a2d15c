/* SPDX-License-Identifier: Apache-2.0 */
/* Unix sockets by path. sun_path holds 107 characters; longer paths are
 * reached through a descriptor of their folder. */
#include "proc/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "proc/channel.h"

enum err
channel_pair(int out[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out) != 0)
		return ERR_NO_MEMORY;
	return ERR_OK;
}

/* Fills the address; *out_folder is kept open while the address is used. */
static enum err
address_of(const char *path, struct sockaddr_un *out, int *out_folder)
{
	const char *slash = strrchr(path, '/');
	char folder[4096];
	int n;

	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) < sizeof(out->sun_path)) {
		memcpy(out->sun_path, path, strlen(path) + 1);
		return ERR_OK;
	}
	if (slash == NULL || (size_t)(slash - path) >= sizeof(folder))
		return ERR_TOO_LARGE;
	memcpy(folder, path, (size_t)(slash - path));
	folder[slash - path] = '\0';
	*out_folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*out_folder < 0)
		return file_errno(errno);
	n = snprintf(out->sun_path, sizeof(out->sun_path), "/proc/self/fd/%d/%s",
	    *out_folder, slash + 1);
	return n < (int)sizeof(out->sun_path) ? ERR_OK : ERR_TOO_LARGE;
}

enum err
channel_listen(const char *path, unsigned mode, int *out_fd)
{
	CLEARED_BY(file_close) int fd = -1;
	CLEARED_BY(file_close) int folder = -1;
	struct sockaddr_un address;
	mode_t before;
	int bound;

	TRY(address_of(path, &address, &folder));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return ERR_NO_MEMORY;
	unlink(path);
	before = umask(0777 & ~mode);
	bound = bind(fd, (struct sockaddr *)&address, sizeof(address));
	umask(before);
	if (bound != 0 || listen(fd, 64) != 0)
		return file_errno(errno);
	*out_fd = fd;
	fd = -1;
	return ERR_OK;
}

enum err
channel_connect(const char *path, int *out_fd)
{
	CLEARED_BY(file_close) int fd = -1;
	CLEARED_BY(file_close) int folder = -1;
	struct sockaddr_un address;

	TRY(address_of(path, &address, &folder));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_NO_MEMORY;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		return ERR_NOT_CONNECTED;
	*out_fd = fd;
	fd = -1;
	return ERR_OK;
}

enum err
channel_accept(int listener, int *out_fd)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED
		    ? ERR_AGAIN : ERR_NO_MEMORY;
	*out_fd = fd;
	return ERR_OK;
}
