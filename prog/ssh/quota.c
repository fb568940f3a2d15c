/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits a user's file area, because it shares the disk with the HSM's store.
 * The area is measured when a transfer starts and again and again while it
 * goes on, so only what arrives between two looks can exceed the limit.
 */
#include "quota.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "gate.h"

#define BYTES_MAX (256u * 1024u * 1024u) /* QUOTA_WORDS names both numbers */
#define FILES_MAX 400u                   /* `my file list` can list them all */

bool
quota_is_used_up(const char *area)
{
	DIR *folder = opendir(area);
	const struct dirent *entry;
	uint64_t bytes = 0;
	unsigned files = 0;
	struct stat st;

	if (folder == NULL)
		return true; /* in doubt the area is full */
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		files++;
		if (fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			bytes += (uint64_t)st.st_blocks * 512;
	}
	closedir(folder);
	return bytes >= BYTES_MAX || files >= FILES_MAX;
}
