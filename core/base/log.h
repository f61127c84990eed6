/*
 * The log of a process: lines "TIME LEVEL TEXT" in one file, shared by all
 * processes of a server (whole lines, appended).  Lines wait in memory until
 * log_flush(), a warning, or a full buffer.  When the file has been renamed or
 * removed (rotation) log_flush() opens a new one under the old name.
 *
 * What visitors send is personal data: their addresses, names, cookies and
 * query strings don't belong here.
 *
 * Before log_open() everything from `notice` up goes to standard error.  May be
 * called from several threads.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/fault.h"

enum log_level {
	LEVEL_DEBUG,
	LEVEL_INFO,	/* a line a request */
	LEVEL_NOTICE,	/* started, stopped, settings */
	LEVEL_WARNING,	/* went on, but somebody should look */
	LEVEL_ERROR,	/* a request or job failed through a fault of ours */
	LEVEL_COUNT
};

#define LOG_LINE_MAX 2000	/* bytes; a longer text is cut at a character */

/* Lines below `min` are dropped; warnings and errors also go to standard
 * error.  ERR_INTERNAL "log.open". */
enum err log_open(const char *path, enum log_level min, struct fault *f);

/* Would log_line() write a line of that level? */
bool log_wants(enum log_level level);

/* One line; line breaks and control characters in it become spaces. */
void log_line(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#define log_notice(...) log_line(LEVEL_NOTICE, __VA_ARGS__)
#define log_warning(...) log_line(LEVEL_WARNING, __VA_ARGS__)
#define log_error(...) log_line(LEVEL_ERROR, __VA_ARGS__)

void log_flush(void);
void log_close(void);

const char *log_level_name(enum log_level level);
/* By its name; `fallback` where there is none of that name. */
enum log_level log_level_find(const char *name, enum log_level fallback);

#endif
