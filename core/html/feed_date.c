/*
 * Dates of feeds: RFC 822 with any zone or none, and what is written for it;
 * RFC 3339 and the other forms of ISO 8601; C's asctime; the Chinese, Greek,
 * Hungarian and Korean forms that some programs write.  What is written as
 * only Chinese programs write it is China's time where it names no zone.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "html/feed_inside.h"

static bool
date_join(struct time_parts *t, long zone, int64_t *out)
{
	if (t->hour == 24 && t->minute == 0 && t->second == 0) {
		t->hour = 0;
		zone -= 86400;
	}
	if (t->second > 60)
		t->second = 59;
	if (!time_join(t, 0, out))
		return (false);
	*out -= zone;
	return (true);
}

/* Exactly `count` digits. */
static bool
digits(const char **p, int count, int *out)
{
	int i, value = 0;

	for (i = 0; i < count; i++) {
		if (!isdigit((unsigned char)(*p)[i]))
			return (false);
		value = value * 10 + ((*p)[i] - '0');
	}
	*p += count;
	*out = value;
	return (true);
}

/* Twenty past twelve of 2004-05-28 as 20040528122000, or seconds and
 * milliseconds since 1970. */
static bool
date_digits(const struct feed_said *said, int64_t *out)
{
	struct time_parts t = { .year = 0 };
	const char *p = said->text;
	size_t count = strspn(p, "0123456789");

	if (p[count] != '\0')
		return (false);
	if (count == 14 && digits(&p, 4, &t.year) && digits(&p, 2, &t.month) &&
	    digits(&p, 2, &t.day) && digits(&p, 2, &t.hour) &&
	    digits(&p, 2, &t.minute) && digits(&p, 2, &t.second))
		return (date_join(&t, said->zone, out));
	if (count != 10 && count != 13)
		return (false);
	*out = strtoll(p, NULL, 10) / (count == 13 ? 1000 : 1);
	return (true);
}

/* 2003, 2003-12, 20031231, 2003-365, 03-12-31, with a time or without; and
 * 2003/12/31 or 2003.12.31, which is China's way. */
static bool
date_iso(const struct feed_said *said, int64_t *out)
{
	struct time_parts t = { .month = 1, .day = 1 };
	struct feed_said here = *said;
	const char *p = said->text;
	int days = 0;
	long zone;
	size_t count = strspn(p, "0123456789");
	char mark = '-';

	if (count == 2 && p[2] == '-' && digits(&p, 2, &t.year))
		t.year += t.year < 70 ? 2000 : 1900;
	else if (count < 4 || !digits(&p, 4, &t.year))
		return (false);
	if (count == 4 && (*p == '/' || *p == '.')) {
		mark = *p;
		here.zone = TIME_ZONE;
	}
	p += *p == mark;
	count = strspn(p, "0123456789");
	if (count == 3)
		digits(&p, 3, &days);
	else if (count >= 1) {
		digits(&p, count == 1 ? 1 : 2, &t.month);
		p += *p == mark;
		if (!digits(&p, 2, &t.day))
			digits(&p, 1, &t.day);
	}
	if (*p != '\0' && strchr(" \tTt", *p) == NULL)
		return (false);
	if ((*p == 't' && p[1] == '\0') || !feed_clock(p, &here, &t, &zone))
		return (false);
	if (!date_join(&t, zone, out))
		return (false);
	*out += days > 0 ? (days - 1) * 86400LL : 0;
	return (true);
}

/* 1 to 12 by the beginning of its name in English, Greek, Hungarian or
 * Chinese. */
static int
month_read(const char *word, size_t length)
{
	static const char *const names[][12] = {
		{ "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
		    "sep", "oct", "nov", "dec" },
		{ "Ιαν", "Φεβ", "Μά", "Απρ", "Μά", "Ιού", "Ιού", "Αύγ",
		    "Σεπ", "Οκτ", "Νοέ", "Δεκ" },
		{ "Ιαν", "Φεβ", "Μαρ", "Απρ", "Μαϊ", "Ιουν", "Ιουλ", "Αυγ",
		    "Σεπ", "Οκτ", "Νοε", "Δεκ" },
		{ "janu", "febru", "márc", "ápri", "máj", "júni", "júli",
		    "augu", "szept", "okt", "nov", "dec" },
		{ "一月", "二月", "三月", "四月", "五月", "六月", "七月",
		    "八月", "九月", "十月", "十一月", "十二月" },
	};
	size_t i, k;

	/* Greek May, June and July differ only behind their beginnings. */
	if (strncmp(word, "Μάϊ", 6) == 0 || strncmp(word, "Μαΐ", 6) == 0)
		return (5);
	if (strncmp(word, "Ιούλ", 8) == 0 || strncmp(word, "Ιολ", 6) == 0)
		return (7);
	if (strncmp(word, "Ιον", 6) == 0)
		return (6);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (k = 0; k < 12; k++)
			if (length >= strlen(names[i][k]) && strncasecmp(word,
			    names[i][k], strlen(names[i][k])) == 0)
				return ((int)k + 1);
	return (0);
}

/* A number among words: a day, a month (1月) or a year. */
static void
word_number(const char *p, size_t n, bool timed, struct time_parts *t)
{
	int value;

	feed_number(&p, 6, &value);
	if (t->month == 0 && strncmp(p, "月", strlen("月")) == 0)
		t->month = value;
	else if (t->day == 0 && value > 0 && value < 32 && (n <= 2 ||
	    strncmp(p, "日", strlen("日")) == 0))
		t->day = value;
	else if (t->year < 0 && (n == 4 || !timed))
		t->year = value + (n > 2 ? 0 : value < 70 ? 2000 : 1900);
}

/* [Weekday,] 1 Jan 2004 | Jan 1 2004 | 1-Jan-04, then the time and the zone;
 * or asctime's: Thu Jan  1 19:48:21 2004. */
static bool
date_words(const struct feed_said *said, int64_t *out)
{
	struct time_parts t = { .day = 0, .month = 0, .year = -1 };
	const char *p = said->text, *clock = "";
	size_t n;
	long zone;

	for (; *p != '\0'; p += n) {
		n = strcspn(p, " ,-/\t.");
		if (n == 0) {
			n = 1;
			continue;
		}
		if (feed_clock_begins(p)) {
			clock = p;
			if (t.year >= 0)
				break;
		} else if (isdigit((unsigned char)*p))
			word_number(p, n, *clock != '\0', &t);
		else if (t.month == 0)
			t.month = month_read(p, n);
	}
	if (t.day == 0 || t.month == 0 || t.year < 0)
		return (false);
	return (feed_clock(clock, said, &t, &zone) &&
	    date_join(&t, zone, out));
}

/* A number and the sign behind it, which is passed. */
static bool
number_before(const char **p, const char *sign, int *out)
{
	*p += strspn(*p, " ");
	if (!feed_number(p, 4, out) || strncmp(*p, sign, strlen(sign)) != 0)
		return (false);
	*p += strlen(sign);
	return (true);
}

/* 2004년 05월 28일 오후 11:22:33 and 2004年5月28日 11:22, in their own zones. */
static bool
date_han(const struct feed_said *said, int64_t *out)
{
	struct time_parts t = { .month = 1 };
	bool korean = strstr(said->text, "년") != NULL;
	struct feed_said here = *said;
	const char *at = said->text;
	long zone;

	here.zone = korean ? 9 * 3600 : TIME_ZONE;
	at += strcspn(at, "0123456789");
	if (!number_before(&at, korean ? "년" : "年", &t.year) ||
	    !number_before(&at, korean ? "월" : "月", &t.month) ||
	    (!number_before(&at, korean ? "일" : "日", &t.day) &&
	    strncmp(at, "号", strlen("号")) != 0))
		return (false);
	at += strncmp(at, "号", strlen("号")) == 0 ? strlen("号") : 0;
	/* A weekday in brackets was taken away. */
	at += strspn(at, " ()");
	return (feed_clock(at, &here, &t, &zone) && date_join(&t, zone, out));
}

bool
feed_date(const char *text, long zone, int64_t *out)
{
	struct feed_said said;

	return (feed_said(text, zone, &said) && (date_digits(&said, out) ||
	    date_han(&said, out) || date_iso(&said, out) ||
	    date_words(&said, out)));
}
