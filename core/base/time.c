/* Clock and calendar: see time.h. */
#include "base/time.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY 86400
#define TIME_MIN INT64_C(-62135596800)	/* 0001-01-01T00:00:00Z */
#define TIME_MAX INT64_C(253402300799)	/* 9999-12-31T23:59:59Z */

static _Atomic int64_t held = -1;

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char weekdays[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri",
	"Sat" };

int64_t
time_now(void)
{
	int64_t now = atomic_load_explicit(&held, memory_order_relaxed);

	return (now >= 0 ? now : (int64_t)time(NULL));
}

void
time_set_for_test(int64_t now)
{
	atomic_store_explicit(&held, now, memory_order_relaxed);
}

/* Days since 1970-01-01.  Years are counted from March, so that a leap day is
 * the last of its year; 400 years have 146097 days. */
static int64_t
days_from(int year, int month, int day)
{
	int64_t y = year - (month <= 2), era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 +
	    day - 1;

	return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468);
}

void
time_split(int64_t t, int zone, struct time_parts *out)
{
	int64_t days, rest, era, of_era, year, of_year, m;

	t = t < TIME_MIN - zone ? TIME_MIN - zone :
	    t > TIME_MAX - zone ? TIME_MAX - zone : t;
	t += zone - TIME_MIN;	/* from here on never negative */
	days = t / DAY + 306;	/* since 0000-03-01 */
	rest = t % DAY;
	era = days / 146097;
	of_era = days % 146097;
	year = (of_era - of_era / 1460 + of_era / 36524 -
	    of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	m = (5 * of_year + 2) / 153;
	out->day = (int)(of_year - (153 * m + 2) / 5 + 1);
	out->month = (int)(m < 10 ? m + 3 : m - 9);
	out->year = (int)(year + era * 400 + (out->month <= 2));
	out->hour = (int)(rest / 3600);
	out->minute = (int)(rest / 60 % 60);
	out->second = (int)(rest % 60);
	out->weekday = (int)((days + 3) % 7);	/* 0000-03-01 is a Wednesday */
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return (days[month - 1] + (month == 2 && leap));
}

bool
time_join(const struct time_parts *p, int zone, int64_t *out)
{
	if (p->year < 1 || p->year > 9999 || p->month < 1 || p->month > 12 ||
	    p->day < 1 || p->day > days_in(p->year, p->month) ||
	    p->hour < 0 || p->hour > 23 || p->minute < 0 || p->minute > 59 ||
	    p->second < 0 || p->second > 60)
		return (false);
	*out = days_from(p->year, p->month, p->day) * DAY + p->hour * 3600 +
	    p->minute * 60 + p->second - zone;
	return (true);
}

/* Two digits over the two letters that stand there. */
static void
put_two(char *at, int n)
{
	at[0] = (char)('0' + n / 10 % 10);
	at[1] = (char)('0' + n % 10);
}

/* A page has dozens of them: without snprintf(). */
void
time_minute(int64_t t, char out[TIME_SIZE])
{
	struct time_parts p;

	time_split(t, TIME_ZONE, &p);
	memcpy(out, "YYYY-MM-DD HH:MM", sizeof("YYYY-MM-DD HH:MM"));
	put_two(out, p.year / 100);
	put_two(out + 2, p.year % 100);
	put_two(out + 5, p.month);
	put_two(out + 8, p.day);
	put_two(out + 11, p.hour);
	put_two(out + 14, p.minute);
}

void
time_day(int64_t t, char out[TIME_SIZE])
{
	time_minute(t, out);
	out[strlen("YYYY-MM-DD")] = '\0';
}

void
time_iso(int64_t t, char out[TIME_SIZE])
{
	struct time_parts p;

	time_split(t, TIME_ZONE, &p);
	snprintf(out, TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d+08:00",
	    p.year % 10000, p.month % 100, p.day % 100, p.hour % 100,
	    p.minute % 100, p.second % 100);
}

void
time_http(int64_t t, char out[TIME_SIZE])
{
	/* Every reply says what second it is. */
	static _Thread_local struct {
		int64_t	t;
		char	text[TIME_SIZE];
	} last = { .t = INT64_MIN };
	struct time_parts p;

	if (t != last.t) {
		time_split(t, 0, &p);
		snprintf(last.text, TIME_SIZE,
		    "%s, %02d %s %04d %02d:%02d:%02d GMT",
		    weekdays[p.weekday], p.day % 100, months[p.month - 1],
		    p.year % 10000, p.hour % 100, p.minute % 100,
		    p.second % 100);
		last.t = t;
	}
	memcpy(out, last.text, TIME_SIZE);
}

/* Exactly `count` digits. */
static bool
digits(const char **s, int count, int *out)
{
	*out = 0;
	for (; count > 0; count--, (*s)++) {
		if (!isdigit((unsigned char)**s))
			return (false);
		*out = *out * 10 + (**s - '0');
	}
	return (true);
}

static bool
literal(const char **s, char c)
{
	if (**s != c)
		return (false);
	(*s)++;
	return (true);
}

/* HH:MM, and :SS where `seconds` says so. */
static bool
clock_read(const char **s, bool seconds, struct time_parts *p)
{
	return (digits(s, 2, &p->hour) && literal(s, ':') &&
	    digits(s, 2, &p->minute) && (!seconds ||
	    (literal(s, ':') && digits(s, 2, &p->second))));
}

/* Z, +HH:MM or -HH:MM; nothing: the zone that is there already. */
static bool
zone_read(const char **s, int *zone)
{
	int hour, minute, sign = **s == '-' ? -1 : 1;

	if (**s == '\0')
		return (true);
	if (literal(s, 'Z') || literal(s, 'z')) {
		*zone = 0;
		return (true);
	}
	if (!literal(s, '+') && !literal(s, '-'))
		return (false);
	if (!digits(s, 2, &hour) || !literal(s, ':') ||
	    !digits(s, 2, &minute) || hour > 23 || minute > 59)
		return (false);
	*zone = sign * (hour * 3600 + minute * 60);
	return (true);
}

bool
time_parse(const char *s, int64_t *out)
{
	struct time_parts p = { 0 };
	int zone = TIME_ZONE;

	if (!digits(&s, 4, &p.year) || !literal(&s, '-') ||
	    !digits(&s, 2, &p.month) || !literal(&s, '-') ||
	    !digits(&s, 2, &p.day))
		return (false);
	if (*s == '\0')
		return (time_join(&p, zone, out));
	if (!literal(&s, 'T') && !literal(&s, 't') && !literal(&s, ' '))
		return (false);
	if (!clock_read(&s, false, &p))
		return (false);
	if (literal(&s, ':')) {
		if (!digits(&s, 2, &p.second))
			return (false);
		if (literal(&s, '.')) {
			if (!isdigit((unsigned char)*s))
				return (false);
			s += strspn(s, "0123456789");
		}
	}
	return (zone_read(&s, &zone) && *s == '\0' &&
	    time_join(&p, zone, out));
}

static bool
month_read(const char **s, int *month)
{
	for (*month = 1; *month <= 12; (*month)++)
		if (strncmp(*s, months[*month - 1], 3) == 0) {
			*s += 3;
			return (true);
		}
	return (false);
}

/* "06 Nov 1994 08:49:37 GMT" and "06-Nov-94 08:49:37 GMT", behind the comma.
 * A year of two digits lies at most 50 years ahead. */
static bool
http_read(const char *s, struct time_parts *p)
{
	bool old;
	struct time_parts now;

	if (!literal(&s, ' ') || !digits(&s, 2, &p->day))
		return (false);
	old = *s == '-';
	if (!literal(&s, old ? '-' : ' ') || !month_read(&s, &p->month) ||
	    !literal(&s, old ? '-' : ' ') || !digits(&s, old ? 2 : 4, &p->year))
		return (false);
	if (old) {
		time_split(time_now(), 0, &now);
		p->year += now.year / 100 * 100;
		p->year -= p->year > now.year + 50 ? 100 : 0;
	}
	return (literal(&s, ' ') && clock_read(&s, true, p) &&
	    strcmp(s, " GMT") == 0);
}

/* "Sun Nov  6 08:49:37 1994", behind the name of the day. */
static bool
asctime_read(const char *s, struct time_parts *p)
{
	if (!literal(&s, ' ') || !month_read(&s, &p->month) ||
	    !literal(&s, ' ') ||
	    !digits(&s, literal(&s, ' ') ? 1 : 2, &p->day))
		return (false);
	return (literal(&s, ' ') && clock_read(&s, true, p) &&
	    literal(&s, ' ') && digits(&s, 4, &p->year) && *s == '\0');
}

bool
time_parse_http(const char *s, int64_t *out)
{
	struct time_parts p = { 0 };
	const char *comma = strchr(s, ',');

	if (comma != NULL)
		return (http_read(comma + 1, &p) && time_join(&p, 0, out));
	return (strlen(s) > 3 && asctime_read(s + 3, &p) &&
	    time_join(&p, 0, out));
}
