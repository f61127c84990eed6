#include "base/time.h"
#include "../unit.h"

#include <stdlib.h>

/* -1 stands for what can't be read. */
static long long
parse(const char *text)
{
	int64_t t;

	return (time_parse(text, &t) ? (long long)t : -1);
}

static long long
parse_http(const char *text)
{
	int64_t t;

	return (time_parse_http(text, &t) ? (long long)t : -1);
}

TEST(people_see_the_time_of_china)
{
	char out[TIME_SIZE];

	time_minute(0, out);
	CHECK_TEXT(out, "1970-01-01 08:00");
	time_minute(1777338600, out);
	CHECK_TEXT(out, "2026-04-28 09:10");
	time_day(1777305599, out);
	CHECK_TEXT(out, "2026-04-27");
	time_day(1777305600, out);
	CHECK_TEXT(out, "2026-04-28");
	time_iso(1777338600, out);
	CHECK_TEXT(out, "2026-04-28T09:10:00+08:00");
	time_minute(-1, out);
	CHECK_TEXT(out, "1970-01-01 07:59");
}

TEST(http_dates_are_in_gmt_and_come_back)
{
	char out[TIME_SIZE];

	time_http(784111777, out);
	CHECK_TEXT(out, "Sun, 06 Nov 1994 08:49:37 GMT");
	CHECK_INT(parse_http(out), 784111777);
	CHECK_INT(parse_http("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777);
	CHECK_INT(parse_http("Sun Nov  6 08:49:37 1994"), 784111777);
	CHECK_INT(parse_http("Sun Nov 16 08:49:37 1994"), 784111777 + 864000);
}

TEST(http_dates_of_other_shapes_are_refused)
{
	CHECK_INT(parse_http(""), -1);
	CHECK_INT(parse_http("Sun"), -1);
	CHECK_INT(parse_http("Sun, 06 Nov 1994 08:49:37"), -1);
	CHECK_INT(parse_http("Sun, 06 Nov 1994 08:49:37 PST"), -1);
	CHECK_INT(parse_http("Sun, 31 Feb 1994 08:49:37 GMT"), -1);
	CHECK_INT(parse_http("Sun, 6 Nov 1994 08:49:37 GMT"), -1);
	CHECK_INT(parse_http("784111777"), -1);
}

TEST(rfc_3339_is_read_in_any_zone)
{
	CHECK_INT(parse("1985-04-12T23:20:50.52Z"), 482196050);
	CHECK_INT(parse("1996-12-19T16:39:57-08:00"), 851042397);
	CHECK_INT(parse("2026-04-28T09:10:00+08:00"), 1777338600);
	CHECK_INT(parse("1990-12-31T23:59:60Z"), 662688000);
}

TEST(what_forms_send_is_the_time_of_china)
{
	CHECK_INT(parse("2026-04-28T09:10"), 1777338600);
	CHECK_INT(parse("2026-04-28 09:10"), 1777338600);
	CHECK_INT(parse("2026-04-28 09:10:05"), 1777338605);
	CHECK_INT(parse("2026-04-28"), 1777305600);
}

TEST(times_that_do_not_exist_are_refused)
{
	CHECK_INT(parse("2026-02-29"), -1);
	CHECK(parse("2024-02-29") != -1);
	CHECK_INT(parse("1900-02-29"), -1);
	CHECK(parse("2000-02-29") != -1);
	CHECK_INT(parse("2026-13-01"), -1);
	CHECK_INT(parse("0000-01-01"), -1);
	CHECK_INT(parse("2026-04-28T24:00"), -1);
	CHECK_INT(parse("2026-04-28T09:60"), -1);
	CHECK_INT(parse("2026-04-28T09:10:00.Z"), -1);
	CHECK_INT(parse("2026-04-28T09:10:00+8"), -1);
	CHECK_INT(parse("2026-04-28T09:10:00Zx"), -1);
	CHECK_INT(parse("2026-4-28"), -1);
	CHECK_INT(parse(""), -1);
}

TEST(every_day_of_four_centuries_comes_back)
{
	struct time_parts p;
	int64_t t, day, back;
	int weekday = 0;

	/* 1870-01-02 was a Sunday. */
	CHECK(time_parse("1870-01-02T00:00:00Z", &t));
	for (day = 0; day < 146097; day++, t += 86400) {
		time_split(t, 0, &p);
		CHECK(time_join(&p, 0, &back));
		CHECK_INT(back, t);
		CHECK_INT(p.weekday, weekday);
		weekday = (weekday + 1) % 7;
	}
	CHECK_INT(p.year, 2270);
}

TEST(times_beyond_the_calendar_are_shown_at_its_edge)
{
	char out[TIME_SIZE];

	time_minute(INT64_MAX, out);
	CHECK_TEXT(out, "9999-12-31 23:59");
	time_iso(INT64_MIN, out);
	CHECK_TEXT(out, "0001-01-01T00:00:00+08:00");
	time_http(INT64_MAX, out);
	CHECK_TEXT(out, "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST(a_test_holds_the_clock_and_lets_it_go)
{
	time_set_for_test(1777338600);
	CHECK_INT(time_now(), 1777338600);
	time_set_for_test(-1);
	CHECK(time_now() > 1777338600 / 2 && time_now() != 1777338600);
}
