/*
 * The log: see log.h.  Writes are single write(2) calls of whole lines on a
 * descriptor with O_APPEND, so lines of several processes don't mix.
 */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

#define LOG_BUFFER (32 * 1024)

static const char *const level_names[LEVEL_COUNT] = {
	[LEVEL_DEBUG] = "debug",
	[LEVEL_INFO] = "info",
	[LEVEL_NOTICE] = "notice",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

static struct {
	pthread_mutex_t	mutex;
	char		path[PATH_MAX];
	int		fd;		/* -1: not opened */
	dev_t		device;
	ino_t		inode;
	enum log_level	min;
	size_t		length;
	char		data[LOG_BUFFER];
} log_state = { .mutex = PTHREAD_MUTEX_INITIALIZER, .fd = -1,
	.min = LEVEL_NOTICE };

const char *
log_level_name(enum log_level level)
{
	return (level < LEVEL_COUNT ? level_names[level] : "error");
}

enum log_level
log_level_find(const char *name, enum log_level fallback)
{
	enum log_level level;

	if (name == NULL)
		return (fallback);
	for (level = 0; level < LEVEL_COUNT; level++)
		if (strcmp(name, level_names[level]) == 0)
			return (level);
	return (fallback);
}

static void
log_write(int fd, const char *p, size_t length)
{
	ssize_t n;

	while (length > 0) {
		n = write(fd, p, length);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return;	/* a full disk must not stop the server */
		p += n;
		length -= (size_t)n;
	}
}

static void
log_write_out(void)
{
	if (log_state.fd != -1)
		log_write(log_state.fd, log_state.data, log_state.length);
	log_state.length = 0;
}

static int
log_open_file(void)
{
	struct stat st;
	int fd;

	fd = open(log_state.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
	    0640);
	if (fd == -1)
		return (-1);
	if (fstat(fd, &st) == 0) {
		log_state.device = st.st_dev;
		log_state.inode = st.st_ino;
	}
	if (log_state.fd != -1)
		close(log_state.fd);
	log_state.fd = fd;
	return (0);
}

enum err
log_open(const char *path, enum log_level min, struct fault *f)
{
	enum err e = ERR_OK;

	pthread_mutex_lock(&log_state.mutex);
	if (strlen(path) >= sizeof(log_state.path))
		e = fault_set(f, ERR_INTERNAL, "log.open", NULL, "%s", path);
	else {
		memcpy(log_state.path, path, strlen(path) + 1);
		log_state.min = min;
		if (log_open_file() == -1)
			e = fault_set(f, ERR_INTERNAL, "log.open", NULL,
			    "%s: %s", path, strerror(errno));
	}
	pthread_mutex_unlock(&log_state.mutex);
	return (e);
}

/* The second as a text; most lines are of the same one as the line before. */
static const char *
log_second(time_t now)
{
	static _Thread_local struct {
		time_t	t;
		char	text[24];
	} last = { .t = -1 };
	struct tm tm;

	if (now != last.t) {
		gmtime_r(&now, &tm);
		strftime(last.text, sizeof(last.text), "%Y-%m-%dT%H:%M:%S",
		    &tm);
		last.t = now;
	}
	return (last.text);
}

/* Fills `line` with time, level, text and line break; returns the length. */
static size_t
log_format(char line[LOG_LINE_MAX + 1], enum log_level level, const char *fmt,
    va_list ap)
{
	struct timespec now;
	size_t start, length;
	char *p;
	int n;

	clock_gettime(CLOCK_REALTIME, &now);
	start = (size_t)snprintf(line, LOG_LINE_MAX, "%s.%03ldZ %s ",
	    log_second(now.tv_sec), now.tv_nsec / 1000000,
	    level_names[level]);
	n = vsnprintf(line + start, LOG_LINE_MAX - start, fmt, ap);
	length = start + (n > 0 ? (size_t)n : 0);
	if (length >= LOG_LINE_MAX)
		length = utf8_cut(line, LOG_LINE_MAX - 1);
	for (p = line + start; p < line + length; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	line[length++] = '\n';
	return (length);
}

bool
log_wants(enum log_level level)
{
	return (level < LEVEL_COUNT && level >= log_state.min);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char line[LOG_LINE_MAX + 1];
	size_t length;
	va_list ap;

	if (!log_wants(level))
		return;
	va_start(ap, fmt);
	length = log_format(line, level, fmt, ap);
	va_end(ap);
	if (log_state.fd == -1 || level >= LEVEL_WARNING)
		log_write(STDERR_FILENO, line, length);
	pthread_mutex_lock(&log_state.mutex);
	if (log_state.fd != -1) {
		if (length > LOG_BUFFER - log_state.length)
			log_write_out();
		memcpy(log_state.data + log_state.length, line, length);
		log_state.length += length;
		if (level >= LEVEL_WARNING)
			log_write_out();
	}
	pthread_mutex_unlock(&log_state.mutex);
}

void
log_flush(void)
{
	struct stat st;

	pthread_mutex_lock(&log_state.mutex);
	if (log_state.fd != -1) {
		if (stat(log_state.path, &st) == -1 ||
		    st.st_ino != log_state.inode ||
		    st.st_dev != log_state.device)
			log_open_file();
		log_write_out();
	}
	pthread_mutex_unlock(&log_state.mutex);
}

void
log_close(void)
{
	pthread_mutex_lock(&log_state.mutex);
	log_write_out();
	if (log_state.fd != -1)
		close(log_state.fd);
	log_state.fd = -1;
	pthread_mutex_unlock(&log_state.mutex);
}
