/*
 * The parts of feeds' dates: numbers, the time of day, zones; and what Chinese
 * programs write around them, told apart before the rest is read: weekdays,
 * halves of the day, full-width digits.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "base/utf8.h"
#include "html/feed_inside.h"

bool
feed_number(const char **p, int max, int *out)
{
	int count = 0, value = 0;

	while (count < max && isdigit((unsigned char)**p)) {
		value = value * 10 + (*(*p)++ - '0');
		count++;
	}
	*out = value;
	return (count > 0);
}

/* Passes one of the words (each NULL-ended); false: none stands there. */
static bool
word_pass(const char **p, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncmp(*p, *words, strlen(*words)) == 0) {
			*p += strlen(*words);
			return (true);
		}
	return (false);
}

static const char *const HOURS[] = { "时", "点", "時", "點", NULL };
static const char *const MINUTES[] = { "分", NULL };
static const char *const SECONDS[] = { "秒", NULL };

/* hh:mm, hhmm where `plain`, or 8时30分; *p stays where it is none. */
static bool
hour_minute(const char **p, bool plain, struct time_parts *t)
{
	const char *at = *p;

	if (!feed_number(&at, 2, &t->hour))
		return (false);
	if (word_pass(&at, HOURS)) {
		if (feed_number(&at, 2, &t->minute))
			word_pass(&at, MINUTES);
		*p = at;
		return (true);
	}
	if (*at != ':' && !plain)
		return (false);
	at += *at == ':';
	if (!feed_number(&at, 2, &t->minute))
		return (false);
	*p = at;
	return (true);
}

bool
feed_clock_begins(const char *p)
{
	struct time_parts t = { .hour = 0 };

	return (hour_minute(&p, false, &t));
}

/* Of a name; false: it isn't known.  CST is China's to whoever lives by it,
 * and the middle of America's to the rest. */
static bool
zone_name(const char *p, size_t length, long otherwise, long *zone)
{
	static const struct {
		const char	*name;
		int		minutes;
	} zones[] = {
		{ "EST", -300 }, { "EDT", -240 }, { "CST", -360 },
		{ "CDT", -300 }, { "MST", -420 }, { "MDT", -360 },
		{ "PST", -480 }, { "PDT", -420 }, { "AST", -240 },
		{ "ADT", -180 }, { "ET", -300 }, { "CT", -360 },
		{ "MT", -420 }, { "PT", -480 }, { "AT", -240 },
		{ "AKST", -540 }, { "AKDT", -480 }, { "HST", -600 },
		{ "UT", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "Z", 0 },
		{ "WET", 0 }, { "WEST", 60 }, { "BST", 60 }, { "MEZ", 60 },
		{ "CET", 60 }, { "CEST", 120 }, { "MESZ", 120 },
		{ "EET", 120 }, { "EEST", 180 }, { "MSK", 180 },
		{ "IST", 330 }, { "ICT", 420 }, { "WIB", 420 },
		{ "HKT", 480 }, { "SGT", 480 }, { "BJT", 480 },
		{ "AWST", 480 }, { "PHT", 480 }, { "JST", 540 },
		{ "KST", 540 }, { "AEST", 600 }, { "AEDT", 660 },
		{ "NZST", 720 }, { "NZDT", 780 },
		{ "A", -60 }, { "N", 60 }, { "M", -720 }, { "Y", 720 },
	};
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (strlen(zones[i].name) == length &&
		    strncasecmp(zones[i].name, p, length) == 0) {
			*zone = zones[i].minutes * 60L;
			if (strcmp(zones[i].name, "CST") == 0 &&
			    otherwise == TIME_ZONE)
				*zone = TIME_ZONE;
			return (true);
		}
	return (false);
}

/* +08:00, -0500, +8, Z, EST…, GMT+8; `otherwise` where there is none. */
static long
zone_read(const char *p, long otherwise)
{
	struct time_parts t = { .hour = 0 };
	long sign, zone = 0;
	size_t length;
	bool named;

	p += strspn(p, " \t(");
	length = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz");
	named = zone_name(p, length, otherwise, &zone);
	p += length;
	if ((*p != '+' && *p != '-') || zone != 0)
		return (named ? zone : otherwise);
	sign = *p++ == '-' ? -1 : 1;
	if (!hour_minute(&p, true, &t)) {
		t.minute = 0;
		feed_number(&p, 2, &t.hour);
	}
	return (sign * (t.hour * 3600L + t.minute * 60L));
}

/* Twelve hours: 12 of the first half is 0, 1 to 11 of the second 13 to 23. */
static void
half_apply(enum feed_half half, struct time_parts *t)
{
	if (half == FEED_AFTERNOON && t->hour < 12)
		t->hour += 12;
	else if (half == FEED_MORNING && t->hour == 12)
		t->hour = 0;
}

bool
feed_clock(const char *p, const struct feed_said *said, struct time_parts *t,
    long *zone)
{
	enum feed_half half = said->half;

	*zone = said->zone;
	p += strspn(p, " \t,");
	p += *p == 'T' || *p == 't';
	if (*p == '\0')
		return (true);
	if (!hour_minute(&p, true, t)) {
		t->hour = t->minute = 0;
		*zone = zone_read(p, said->zone);
		return (!isdigit((unsigned char)*p));
	}
	p += *p == ':';
	if (feed_number(&p, 3, &t->second))
		word_pass(&p, SECONDS);
	if (*p == '.' || *p == ',')
		p += 1 + strspn(p + 1, "0123456789");
	p += strspn(p, " \t");
	if (strncasecmp(p, "am", 2) == 0 || strncasecmp(p, "pm", 2) == 0) {
		half = (*p | 0x20) == 'a' ? FEED_MORNING : FEED_AFTERNOON;
		p += 2;
	}
	half_apply(half, t);
	*zone = zone_read(p, said->zone);
	return (true);
}

/* Words around a date, which are passed; what each tells. */
static bool
said_word(const char **p, struct feed_said *out)
{
	static const char *const mornings[] = { "上午", "早上", "凌晨",
	    "오전", NULL };
	static const char *const afternoons[] = { "下午", "中午", "晚上",
	    "오후", NULL };
	static const char *const weeks[] = { "星期", "礼拜", "禮拜", "周",
	    "週", NULL };
	static const char *const days[] = { "一", "二", "三", "四", "五", "六",
	    "日", "天", NULL };
	static const char *const beijing[] = { "北京时间", "北京時間", NULL };
	const char *at = *p;
	bool korean = strncmp(at, "오", strlen("오")) == 0;

	if (word_pass(&at, mornings))
		out->half = FEED_MORNING;
	else if (word_pass(&at, afternoons))
		out->half = FEED_AFTERNOON;
	else if (!(word_pass(&at, weeks) && word_pass(&at, days)) &&
	    !word_pass(&at, beijing))
		return (false);
	if (!korean)
		out->zone = TIME_ZONE;
	*p = at;
	return (true);
}

bool
feed_said(const char *text, long zone, struct feed_said *out)
{
	const char *p = text + strspn(text, " \t\r\n"), *end = p + strlen(p);
	size_t n = 0;
	uint32_t c;

	*out = (struct feed_said){ .zone = zone };
	while (p < end) {
		if (n + 5 > sizeof(out->text))
			return (false);
		if (said_word(&p, out)) {
			out->text[n++] = ' ';
			continue;
		}
		c = utf8_next(&p, end);
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFF01 - '!';
		if (c == 0x3000 || c == 0xA0 || c == '\r' || c == '\n')
			c = ' ';
		n += utf8_put(out->text + n, c == UTF8_BAD ? '?' : c);
	}
	while (n > 0 && (out->text[n - 1] == ' ' || out->text[n - 1] == '\t'))
		n--;
	out->text[n] = '\0';
	return (true);
}
