/*
 * Dates of feeds: RFC 822 with any zone or none, and what is written for it;
 * RFC 3339 and the other forms of ISO 8601; C's asctime; the Greek, Hungarian
 * and Korean forms that some programs write.  Without a zone: UTC.
 */
#include <ctype.h>
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

/* A number of one to `max` digits; false: there is none. */
static bool
number(const char **p, int max, int *out)
{
	int count = 0, value = 0;

	while (count < max && isdigit((unsigned char)**p)) {
		value = value * 10 + (*(*p)++ - '0');
		count++;
	}
	*out = value;
	return (count > 0);
}

/* hh:mm, or hhmm where `plain`; *p stays where it is none. */
static bool
hour_minute(const char **p, bool plain, int *hour, int *minute)
{
	const char *at = *p;

	if (!number(&at, 2, hour) || (*at != ':' && !plain))
		return (false);
	at += *at == ':';
	if (!number(&at, 2, minute))
		return (false);
	*p = at;
	return (true);
}

/* +08:00, -0500, +8, Z, EST…, GMT+8; what isn't known counts as UTC. */
static long
zone_read(const char *p)
{
	static const struct {
		const char	*name;
		int		hours;
	} zones[] = {
		{ "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
		{ "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
		{ "AST", -4 }, { "ADT", -3 }, { "ET", -5 }, { "CT", -6 },
		{ "MT", -7 }, { "PT", -8 }, { "AT", -4 }, { "MEZ", 1 },
		{ "CET", 1 }, { "CEST", 2 }, { "MESZ", 2 }, { "BST", 1 },
		{ "JST", 9 }, { "KST", 9 }, { "HKT", 8 }, { "MSK", 3 },
		{ "A", -1 }, { "N", 1 }, { "M", -12 }, { "Y", 12 },
	};
	size_t i, length;
	int hours = 0, minutes = 0;
	long sign;

	p += strspn(p, " \t(");
	length = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz");
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (strlen(zones[i].name) == length &&
		    strncasecmp(zones[i].name, p, length) == 0)
			return (zones[i].hours * 3600L);
	p += length;
	if (*p != '+' && *p != '-')
		return (0);
	sign = *p++ == '-' ? -1 : 1;
	if (!hour_minute(&p, true, &hours, &minutes)) {
		minutes = 0;
		number(&p, 2, &hours);
	}
	return (sign * (hours * 3600L + minutes * 60L));
}

/* hh:mm[:ss[.f]] [zone], from the blank or T before it. */
static bool
clock_read(const char *p, struct time_parts *t, long *zone)
{
	*zone = 0;
	p += strspn(p, " \tT,");
	if (*p == '\0')
		return (true);
	if (!hour_minute(&p, true, &t->hour, &t->minute)) {
		t->hour = t->minute = 0;
		*zone = zone_read(p);
		return (!isdigit((unsigned char)*p));
	}
	p += *p == ':';
	number(&p, 3, &t->second);
	if (*p == '.' || *p == ',')
		p += 1 + strspn(p + 1, "0123456789");
	p += strspn(p, " \t");
	if (strncasecmp(p, "pm", 2) == 0 && t->hour < 12)
		t->hour += 12;
	*zone = zone_read(p);
	return (true);
}

/* 2003, 2003-12, 20031231, 2003-365, 03-12-31, with a time or without. */
static bool
date_iso(const char *p, int64_t *out)
{
	struct time_parts t = { .month = 1, .day = 1 };
	int days = 0;
	long zone;
	size_t count = strspn(p, "0123456789");

	if (count == 2 && p[2] == '-' && digits(&p, 2, &t.year))
		t.year += t.year < 70 ? 2000 : 1900;
	else if (count < 4 || !digits(&p, 4, &t.year))
		return (false);
	p += *p == '-';
	count = strspn(p, "0123456789");
	if (count == 3)
		digits(&p, 3, &days);
	else if (count >= 2) {
		digits(&p, 2, &t.month);
		p += *p == '-';
		if (!digits(&p, 2, &t.day))
			digits(&p, 1, &t.day);
	} else if (count == 1) {
		digits(&p, 1, &t.month);
		p += *p == '-';
		if (!digits(&p, 2, &t.day))
			digits(&p, 1, &t.day);
	}
	if (*p != '\0' && strchr(" \tTt", *p) == NULL)
		return (false);
	if ((*p == 't' && *++p == '\0') || !clock_read(p, &t, &zone))
		return (false);
	if (!date_join(&t, zone, out))
		return (false);
	*out += days > 0 ? (days - 1) * 86400LL : 0;
	return (true);
}

/* 1 to 12 by the beginning of its name in English, Greek or Hungarian. */
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
	};
	size_t i, k;

	/* Greek May, June and July differ only behind their beginnings. */
	if (strncmp(word, "Μάϊ", 6) == 0 || strncmp(word, "Μαΐ", 6) == 0)
		return (5);
	if (strncmp(word, "Ιούλ", 8) == 0 || strncmp(word, "Ιολ", 6) == 0)
		return (7);
	if (strncmp(word, "Ιον", 6) == 0)
		return (6);
	for (i = 0; i < 4; i++)
		for (k = 0; k < 12; k++)
			if (length >= strlen(names[i][k]) && strncasecmp(word,
			    names[i][k], strlen(names[i][k])) == 0)
				return ((int)k + 1);
	return (0);
}

/* [Weekday,] 1 Jan 2004 | Jan 1 2004 | 1-Jan-04, then the time and the zone;
 * or asctime's: Thu Jan  1 19:48:21 2004. */
static bool
date_words(const char *p, int64_t *out)
{
	struct time_parts t = { .day = 0, .month = 0, .year = -1 };
	const char *clock = "";
	long zone;

	while (*p != '\0') {
		size_t n = strcspn(p, " ,-/\t.");

		if (n == 0) {
			p++;
			continue;
		}
		if (memchr(p, ':', n) != NULL) {
			clock = p;
			if (t.year >= 0)
				break;
		} else if (isdigit((unsigned char)*p)) {
			const char *digit = p;
			int value;

			number(&digit, 6, &value);
			if (t.day == 0 && n <= 2 && value > 0 && value < 32)
				t.day = value;
			else if (t.year < 0 && (n == 4 || *clock == '\0')) {
				t.year = value + (n > 2 ? 0 :
				    value < 70 ? 2000 : 1900);
			}
		} else if (t.month == 0)
			t.month = month_read(p, n);
		p += n;
	}
	if (t.day == 0 || t.month == 0 || t.year < 0)
		return (false);
	return (clock_read(clock, &t, &zone) && date_join(&t, zone, out));
}

/* A number and the sign behind it, which is passed. */
static bool
number_before(const char **p, const char *sign, int *out)
{
	*p += strspn(*p, " ");
	if (!number(p, 4, out) || strncmp(*p, sign, strlen(sign)) != 0)
		return (false);
	*p += strlen(sign);
	return (true);
}

/* 2004년 05월 28일 오후 11:22:33 and 2004年5月28日 11:22, in their own zones. */
static bool
date_han(const char *p, int64_t *out)
{
	struct time_parts t = { .month = 1 };
	bool korean = strstr(p, "년") != NULL;
	const char *clock = strchr(p, ':'), *at = p;

	if (!number_before(&at, korean ? "년" : "年", &t.year) ||
	    !number_before(&at, korean ? "월" : "月", &t.month) ||
	    !number_before(&at, korean ? "일" : "日", &t.day))
		return (false);
	if (clock != NULL) {
		while (clock > p && isdigit((unsigned char)clock[-1]))
			clock--;
		if (!hour_minute(&clock, false, &t.hour, &t.minute))
			return (false);
		clock += *clock == ':';
		number(&clock, 2, &t.second);
	}
	if ((strstr(p, "오후") != NULL || strstr(p, "下午") != NULL) &&
	    t.hour < 12)
		t.hour += 12;
	return (date_join(&t, korean ? 9 * 3600 : TIME_ZONE, out));
}

bool
feed_date(const char *text, int64_t *out)
{
	char copy[128];
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	if (length >= sizeof(copy))
		return (false);
	memcpy(copy, text, length + 1);
	while (length > 0 && strchr(" \t\r\n", copy[length - 1]) != NULL)
		copy[--length] = '\0';
	return (date_iso(copy, out) || date_han(copy, out) ||
	    date_words(copy, out));
}
