/* SPDX-License-Identifier: Apache-2.0 */
/* Every name is resolved relative to a descriptor of the folder, with O_NOFOLLOW,
 * so a link that a user planted leads nowhere. */
#include "area.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

bool
area_name_is_valid(struct bytes name)
{
	return name.len > 0 && name.len <= AREA_NAME_MAX &&
	    !bytes_equal(name, bytes_of_text(".")) &&
	    !bytes_equal(name, bytes_of_text("..")) && text_printable(name) &&
	    memchr(name.ptr, '/', name.len) == NULL;
}

static enum err
open_folder(const char *folder, int *out)
{
	*out = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return *out >= 0 ? ERR_OK : file_errno(errno);
}

static enum err
checked_name(struct bytes name, char out[AREA_NAME_MAX + 1])
{
	if (!area_name_is_valid(name))
		return ERR_NAME_INVALID;
	return text_copy(out, AREA_NAME_MAX + 1, name);
}

static enum err
read_all(int fd, struct buf *out)
{
	for (;;) {
		uint8_t block[4096];
		ssize_t n = read(fd, block, sizeof(block));

		if (n == 0)
			return ERR_OK;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return file_errno(errno);
		TRY(buf_put(out, bytes_of(block, (size_t)n)));
	}
}

enum err
area_read(const char *folder, struct bytes name, struct buf *out)
{
	CLEARED_BY(file_close) int at = -1;
	CLEARED_BY(file_close) int fd = -1;
	char text[AREA_NAME_MAX + 1];
	struct stat st;

	TRY(checked_name(name, text));
	TRY(open_folder(folder, &at));
	fd = openat(at, text, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return file_errno(errno);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return ERR_NOT_FOUND;
	return read_all(fd, out);
}

enum err
area_write(const char *folder, struct bytes name, struct bytes content)
{
	char text[AREA_NAME_MAX + 1], path[4096];
	int n;

	TRY(checked_name(name, text));
	n = snprintf(path, sizeof(path), "%s/%s", folder, text);
	if (n >= (int)sizeof(path))
		return ERR_TOO_LARGE;
	return file_write(path, 0600, content);
}

enum err
area_remove(const char *folder, struct bytes name)
{
	CLEARED_BY(file_close) int at = -1;
	char text[AREA_NAME_MAX + 1];

	TRY(checked_name(name, text));
	TRY(open_folder(folder, &at));
	return unlinkat(at, text, 0) == 0 ? ERR_OK : file_errno(errno);
}

/* --- all of them --- */

typedef enum err entry_fn(int folder, const char *name, void *ctx);

static enum err
each(const char *folder, entry_fn *fn, void *ctx)
{
	CLEARED_BY(file_close) int at = -1;
	struct dirent **entries = NULL;
	enum err e = ERR_OK;
	int n;

	TRY(open_folder(folder, &at));
	n = scandirat(at, ".", &entries, NULL, alphasort);
	if (n < 0)
		return file_errno(errno);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		if (e == ERR_OK && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			e = fn(at, name, ctx);
		mem_free(entries[i]);
	}
	mem_free(entries);
	return e;
}

static enum err
clear_one(int folder, const char *name, void *ctx)
{
	return unlinkat(folder, name, 0) == 0 ? ERR_OK : file_errno(errno);
}

enum err
area_clear(const char *folder)
{
	return each(folder, clear_one, NULL);
}

struct walker {
	area_fn *fn;
	void *ctx;
};

static enum err
hand_on(int folder, const char *name, void *ctx)
{
	const struct walker *w = ctx;
	char shown[AREA_NAME_MAX + 1];
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return ERR_OK;
	TRY(text_copy(shown, sizeof(shown), bytes_of_text(name)));
	for (char *c = shown; *c != '\0'; c++)
		if (*c < 0x20 || *c > 0x7e)
			*c = '?';
	return w->fn(w->ctx, &(struct area_file){ shown, (uint64_t)st.st_size,
	    st.st_mtime });
}

enum err
area_walk(const char *folder, area_fn *fn, void *ctx)
{
	struct walker w = { fn, ctx };

	return each(folder, hand_on, &w);
}
