/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Writes one line per event to standard error. Of the libraries proc alone
 * logs. The box that started a program collects these lines. */

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO };

/* Sets the name that is printed in each line. */
void log_open(const char *program);
/* "2026-02-03T10:11:12.345Z name[pid] level: text". Control characters in the
 * text are replaced, so that input cannot forge lines. */
void log_line(enum log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
