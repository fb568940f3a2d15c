/* SPDX-License-Identifier: Apache-2.0 */
/* Writes log/lunalogs. The file is opened for each line, so whoever rotates it
 * need not tell us. */
#include "journal.h"

#include <fcntl.h>
#include <time.h>

#include "base/file.h"
#include "base/log.h"
#include "paths.h"

static enum err
put_head(const struct box *b, const struct journal_line *line, struct buf *out)
{
	char stamp[32];
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y %b %d %H:%M:%S", &tm);
	return buf_printf(out, "%s %s  local5 %s  lunash [%u]: ", stamp,
	    b->settings.host_name, line->severity, line->number);
}

static enum err
put_line(const struct box *b, const struct journal_line *line, struct buf *out)
{
	TRY(put_head(b, line, out));
	if (line->user == NULL)
		TRY(buf_put_text(out, line->text));
	else
		TRY(buf_printf(out, "%s : %u : %s : %s : %s", line->severity,
		    line->result, line->text, line->user, line->origin));
	for (size_t i = 0; i < out->len; i++)
		if (out->ptr[i] < 0x20 || out->ptr[i] == 0x7f)
			out->ptr[i] = '?';
	return buf_put_text(out, "\n");
}

void
journal_write(const struct box *b, const struct journal_line *line)
{
	CLEARED_BY(buf_clear) struct buf out = buf_up_to(8192);
	CLEARED_BY(file_close) int fd = -1;
	struct box_path path;
	enum err e = put_line(b, line, &out);

	if (e == ERR_OK) {
		fd = open(box_path(b, &path, "log/lunalogs"),
		    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
		e = fd < 0 ? ERR_FILE : file_write_fd(fd, buf_bytes(&out));
	}
	if (e != ERR_OK)
		log_error("log/lunalogs: %s", err_words(e));
}
