/* SPDX-License-Identifier: Apache-2.0 */
/* Each event is one write(2), so that lines of several threads stay whole. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char *log_program = "lunette";

void
log_open(const char *program)
{
	log_program = program;
}

static int
stamp(char *out, size_t size, enum log_level level)
{
	static const char *const words[] = { "error", "warn", "info" };
	struct timespec now;
	struct tm tm;
	int n;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	n = (int)strftime(out, size, "%Y-%m-%dT%H:%M:%S", &tm);
	return n + snprintf(out + n, size - (size_t)n, ".%03ldZ %s[%d] %s: ",
	    now.tv_nsec / 1000000, log_program, (int)getpid(), words[level]);
}

void
log_line(enum log_level level, const char *format, ...)
{
	int n, more, reason = errno; /* for %m: the clock may change it */
	char line[1024];
	va_list args;

	n = stamp(line, sizeof(line) - 2, level);
	va_start(args, format);
	errno = reason;
	more = vsnprintf(line + n, sizeof(line) - 1 - (size_t)n, format, args);
	va_end(args);
	if (more < 0)
		return;
	more = more < (int)sizeof(line) - 2 - n ? more : (int)sizeof(line) - 2 - n;
	for (int i = n; i < n + more; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[n + more] = '\n';
	if (write(STDERR_FILENO, line, (size_t)(n + more + 1)) < 0)
		return;
}
