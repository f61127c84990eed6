#include <stdlib.h>

#include "base/calendar.h"
#include "base/time.h"
#include "../unit.h"

static int64_t
at(const char *text)
{
	int64_t t = 0;

	if (!time_parse(text, &t)) {
		fprintf(stderr, "bad time in a test: %s\n", text);
		abort();
	}
	return (t);
}

/* The calendar that ships. */
static struct calendar *
shipped(void)
{
	const char *root = getenv("MINGCHUANG_ROOT");
	struct calendar *c = calendar_alloc();
	struct fault f = { .err = ERR_OK };
	char path[512];

	snprintf(path, sizeof(path), "%s/core/data/holidays",
	    root != NULL ? root : ".");
	if (calendar_add_folder(c, path, &f) != ERR_OK) {
		fprintf(stderr, "%s: %s %s\n", path, f.field, f.detail);
		abort();
	}
	return (c);
}

static const char *
day_after(const struct calendar *c, const char *from, int64_t n)
{
	static char out[TIME_SIZE];

	time_iso(calendar_after(c, at(from), n), out);
	return (out);
}

TEST(holidays_and_make_up_days_are_those_of_the_state_council)
{
	struct calendar *c = shipped();

	CHECK(calendar_knows(c, 2025) && calendar_knows(c, 2026));
	CHECK(!calendar_works(c, at("2026-02-16")));	/* 除夕 */
	CHECK(calendar_works(c, at("2026-02-14")));	/* a Saturday */
	CHECK(calendar_works(c, at("2026-02-28")));
	CHECK(!calendar_works(c, at("2026-10-07")));
	CHECK(calendar_works(c, at("2026-10-08")));
	CHECK(calendar_works(c, at("2025-09-28")));	/* a Sunday */
	CHECK(!calendar_works(c, at("2025-06-02")));
	CHECK(!calendar_works(c, at("2026-11-21")));	/* a Saturday */
	CHECK(calendar_works(c, at("2026-11-23")));
	calendar_free(c);
}

/* Five days of work before the Spring Festival lead past it. */
TEST(a_limit_ends_with_its_last_working_day)
{
	struct calendar *c = shipped();

	CHECK_TEXT(day_after(c, "2026-11-23T09:30", 5),
	    "2026-11-30T23:59:59+08:00");
	CHECK_TEXT(day_after(c, "2026-11-21T09:30", 5),
	    "2026-11-27T23:59:59+08:00");
	CHECK_TEXT(day_after(c, "2026-02-12T23:59", 5),
	    "2026-02-26T23:59:59+08:00");
	CHECK_TEXT(day_after(c, "2026-09-30T00:00", 1),
	    "2026-10-08T23:59:59+08:00");
	CHECK_TEXT(day_after(c, "2026-09-30T00:00", 3),
	    "2026-10-10T23:59:59+08:00");
	CHECK_TEXT(day_after(c, "2026-11-21T09:30", 0),
	    "2026-11-21T23:59:59+08:00");
	CHECK_TEXT(day_after(c, "2026-11-21T09:30", -3),
	    "2026-11-21T23:59:59+08:00");
	calendar_free(c);
}

TEST(days_between_are_those_that_a_limit_counts)
{
	struct calendar *c = shipped();
	int64_t from = at("2026-01-30T15:00"), n;

	for (n = 0; n <= 60; n++)
		CHECK_INT(calendar_between(c, from,
		    calendar_after(c, from, n)), n);
	CHECK_INT(calendar_between(c, at("2026-11-23"), at("2026-11-20")), -1);
	CHECK_INT(calendar_between(c, at("2026-11-21T01:00"),
	    at("2026-11-21T23:00")), 0);
	CHECK(calendar_between(c, INT64_MIN, INT64_MAX) == CALENDAR_DAYS_MAX);
	calendar_free(c);
}

TEST(a_year_without_data_has_weekends_only_and_says_so)
{
	struct calendar *c = shipped();

	CHECK(!calendar_knows(c, 2031) && !calendar_knows(c, -1) &&
	    !calendar_knows(c, 99999));
	CHECK(calendar_works(c, at("2031-10-01")));	/* a Wednesday */
	CHECK(!calendar_works(c, at("2031-10-04")));
	CHECK(!calendar_works(c, at("1969-12-28")));	/* a Sunday */
	CHECK(calendar_works(c, at("1969-12-29")));
	calendar_free(c);
}

TEST(what_a_site_adds_counts_before_what_ships)
{
	static const char own[] = "{\"year\":2026,\"source\":\"江城市的通知\","
	    "\"holidays\":[\"2026-11-23\"],\"workdays\":[\"2026-11-22\"]}";
	struct calendar *c = shipped();

	CHECK(calendar_add_year(c, own, sizeof(own) - 1, NULL) == ERR_OK);
	CHECK(!calendar_works(c, at("2026-11-23")));
	CHECK(calendar_works(c, at("2026-11-22")));
	CHECK(!calendar_works(c, at("2026-10-01")));
	calendar_free(c);
}

TEST(bad_data_is_refused_whole_and_named)
{
	static const struct { const char *text, *field; } CASES[] = {
	{ "[]", "year" },
	{ "{\"year\":2026,\"holidays\":[],\"workdays\":[]}", "source" },
	{ "{\"year\":2026,\"source\":\"x\",\"workdays\":[]}", "holidays" },
	{ "{\"year\":2026,\"source\":\"x\",\"holidays\":[\"2026-11-23\"],"
	    "\"workdays\":[\"2025-01-26\"]}", "workdays" },
	{ "{\"year\":2026,\"source\":\"x\",\"holidays\":[\"2026-02-30\"],"
	    "\"workdays\":[]}", "holidays" },
	{ "{\"year\":2026,\"source\":\"x\",\"holidays\":[20260101],"
	    "\"workdays\":[]}", "holidays" },
	{ "{\"year\":2026,\"source\":\"x\",\"holidays\":[],\"workdays\":[],"
	    "\"work\":[]}", "work" },
	};
	struct calendar *c = shipped();
	struct fault f;

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		CHECK(calendar_add_year(c, CASES[i].text,
		    strlen(CASES[i].text), &f) == ERR_INPUT);
		CHECK_TEXT(f.name, "calendar.bad");
		CHECK_TEXT(f.field, CASES[i].field);
	}
	CHECK(calendar_works(c, at("2026-11-23")));
	CHECK(calendar_add_year(c, "{", 1, &f) == ERR_SYNTAX);
	calendar_free(c);
}
