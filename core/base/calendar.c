/* Working days: see calendar.h. */
#include "base/calendar.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/time.h"

#define DAY 86400
#define YEAR_MIN 1949
#define YEAR_MAX 2200
#define YEARS (YEAR_MAX - YEAR_MIN + 1)

/* Days are counted from 1970-01-01 in China; that was a Thursday. */
#define THURSDAY 4

#define TIME_FAR (INT64_C(1) << 52)	/* later than any year that has data */

struct special {
	int64_t	day;
	bool	works;
};

struct calendar {
	struct special	*specials;	/* by day */
	size_t		count;
	bool		known[YEARS];
};

struct calendar *
calendar_alloc(void)
{
	struct calendar *c = must_alloc(sizeof(*c));

	memset(c, 0, sizeof(*c));
	return (c);
}

void
calendar_free(struct calendar *c)
{
	if (c == NULL)
		return;
	free(c->specials);
	free(c);
}

/* Division that rounds down: seconds before 1970 are negative. */
static int64_t
day_of(int64_t t)
{
	int64_t local = (t > TIME_FAR ? TIME_FAR : t < -TIME_FAR ? -TIME_FAR :
	    t) + TIME_ZONE;

	return (local >= 0 ? local / DAY : -((-(local + 1)) / DAY) - 1);
}

static int64_t
day_end(int64_t day)
{
	return ((day + 1) * DAY - TIME_ZONE - 1);
}

/* Where the day stands, or would stand. */
static size_t
special_place(const struct calendar *c, int64_t day)
{
	size_t low = 0, high = c->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c->specials[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return (low);
}

static void
special_put(struct calendar *c, int64_t day, bool works)
{
	size_t i = special_place(c, day);

	if (i == c->count || c->specials[i].day != day) {
		c->specials = must_realloc(c->specials,
		    (c->count + 1) * sizeof(*c->specials));
		memmove(&c->specials[i + 1], &c->specials[i],
		    (c->count - i) * sizeof(*c->specials));
		c->count++;
	}
	c->specials[i] = (struct special){ day, works };
}

static bool
day_works(const struct calendar *c, int64_t day)
{
	size_t i = special_place(c, day);
	int64_t weekday = ((day + THURSDAY) % 7 + 7) % 7;

	if (i < c->count && c->specials[i].day == day)
		return (c->specials[i].works);
	return (weekday != 0 && weekday != 6);
}

static enum err
bad(struct fault *f, const char *member, const char *value)
{
	return (fault_set(f, ERR_INPUT, "calendar.bad", member, "%s", value));
}

/* Every day is one of that year, written as 2026-01-01. */
static enum err
list_check(const struct json *o, const char *name, int64_t year,
    struct fault *f)
{
	const struct json *list = json_get(o, name);
	struct time_parts p;
	int64_t t;

	if (list == NULL || list->type != JSON_ARRAY)
		return (bad(f, name, "[\"2026-01-01\", …]"));
	json_each(day, list) {
		if (day->type != JSON_STRING || day->length != 10 ||
		    !time_parse(day->text, &t))
			return (bad(f, name, day->type == JSON_STRING ?
			    day->text : "?"));
		time_split(t, TIME_ZONE, &p);
		if (p.year != year)
			return (bad(f, name, day->text));
	}
	return (ERR_OK);
}

static enum err
year_check(const struct json *o, struct fault *f)
{
	int64_t year = json_get_int(o, "year", 0);
	enum err e;

	if (year < YEAR_MIN || year > YEAR_MAX)
		return (bad(f, "year", "2026"));
	if (json_get_text(o, "source", "")[0] == '\0')
		return (bad(f, "source", "国办发明电…"));
	json_each(m, o)
		if (strcmp(m->name, "year") != 0 &&
		    strcmp(m->name, "source") != 0 &&
		    strcmp(m->name, "holidays") != 0 &&
		    strcmp(m->name, "workdays") != 0)
			return (bad(f, m->name, "?"));
	e = list_check(o, "holidays", year, f);
	return (e == ERR_OK ? list_check(o, "workdays", year, f) : e);
}

static void
list_add(struct calendar *c, const struct json *list, bool works)
{
	int64_t t;

	json_each(day, list)
		if (time_parse(day->text, &t))
			special_put(c, day_of(t), works);
}

enum err
calendar_add_year(struct calendar *c, const char *text, size_t length,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *o;
	enum err e = json_parse(a, text, length, &o, f);

	if (e == ERR_OK)
		e = year_check(o, f);
	if (e == ERR_OK) {
		list_add(c, json_get(o, "holidays"), false);
		list_add(c, json_get(o, "workdays"), true);
		c->known[json_get_int(o, "year", 0) - YEAR_MIN] = true;
	}
	arena_free(a);
	return (e);
}

static enum err
file_add(struct calendar *c, int folder, const char *name, struct fault *f)
{
	static const char LARGE[] = "> 64 KB";
	char *text = must_alloc(CALENDAR_FILE_MAX + 1);
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	size_t length = 0;
	ssize_t n = fd == -1 ? -1 : 1;
	enum err e;

	while (n > 0 && length <= CALENDAR_FILE_MAX) {
		n = read(fd, text + length, CALENDAR_FILE_MAX + 1 - length);
		length += n > 0 ? (size_t)n : 0;
	}
	if (n == -1 || length > CALENDAR_FILE_MAX)
		e = bad(f, name, n == -1 ? strerror(errno) : LARGE);
	else
		e = calendar_add_year(c, text, length, f);
	if (fd != -1)
		close(fd);
	free(text);
	return (e);
}

enum err
calendar_add_folder(struct calendar *c, const char *folder, struct fault *f)
{
	DIR *dir = opendir(folder);
	struct dirent *d;
	enum err e = ERR_OK;

	if (dir == NULL)
		return (errno == ENOENT ? ERR_OK :
		    bad(f, folder, strerror(errno)));
	while (e == ERR_OK && (d = readdir(dir)) != NULL)
		if (strlen(d->d_name) == 9 && strspn(d->d_name,
		    "0123456789") == 4 && strcmp(d->d_name + 4, ".json") == 0)
			e = file_add(c, dirfd(dir), d->d_name, f);
	closedir(dir);
	return (e);
}

bool
calendar_knows(const struct calendar *c, int year)
{
	return (year >= YEAR_MIN && year <= YEAR_MAX &&
	    c->known[year - YEAR_MIN]);
}

bool
calendar_works(const struct calendar *c, int64_t t)
{
	return (day_works(c, day_of(t)));
}

int64_t
calendar_after(const struct calendar *c, int64_t t, int64_t n)
{
	int64_t day = day_of(t), left = n > CALENDAR_DAYS_MAX ?
	    CALENDAR_DAYS_MAX : n;

	while (left > 0)
		left -= day_works(c, ++day);
	return (day_end(day));
}

int64_t
calendar_between(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t day = day_of(from), last = day_of(to), n = 0;
	bool back = last < day;

	if (back) {
		last = day;
		day = day_of(to);
	}
	while (day < last && n < CALENDAR_DAYS_MAX)
		n += day_works(c, ++day);
	return (back ? -n : n);
}
