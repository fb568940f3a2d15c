/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a user's file area may hold: it lies on the disk of the HSM's store. Looked
 * at when a transfer starts, and every now and then while it goes on; so a user
 * can go beyond by what is under way, and no further.
 */
#include "quota.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "gate.h"

#define BYTES_MAX (256u * 1024u * 1024u) /* QUOTA_WORDS say both */
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
		return true; /* in doubt, no */
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
