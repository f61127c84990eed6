#include "web/range.h"
#include "../unit.h"

static uint64_t offset, length;

static enum range
parse(const char *header)
{
	return (range_parse(header, 1000, &offset, &length));
}

TEST(one_range_is_a_part)
{
	CHECK_INT(parse("bytes=0-499"), RANGE_PART);
	CHECK_INT(offset, 0);
	CHECK_INT(length, 500);
	CHECK_INT(parse("Bytes= 999-999 "), RANGE_PART);
	CHECK_INT(offset, 999);
	CHECK_INT(length, 1);
	CHECK_INT(parse("bytes=500-"), RANGE_PART);
	CHECK_INT(offset, 500);
	CHECK_INT(length, 500);
	CHECK_INT(parse("bytes=-1"), RANGE_PART);
	CHECK_INT(offset, 999);
	CHECK_INT(length, 1);
}

TEST(a_range_ends_where_the_file_ends)
{
	CHECK_INT(parse("bytes=900-99999999999999999999999999"), RANGE_PART);
	CHECK_INT(offset, 900);
	CHECK_INT(length, 100);
	CHECK_INT(parse("bytes=-5000"), RANGE_PART);
	CHECK_INT(offset, 0);
	CHECK_INT(length, 1000);
}

TEST(a_range_outside_the_file_is_told_so)
{
	CHECK_INT(parse("bytes=1000-"), RANGE_OUTSIDE);
	CHECK_INT(parse("bytes=99999999999999999999999-"), RANGE_OUTSIDE);
	CHECK_INT(parse("bytes=-0"), RANGE_OUTSIDE);
	CHECK_INT(range_parse("bytes=0-", 0, &offset, &length), RANGE_OUTSIDE);
	CHECK_INT(range_parse("bytes=-1", 0, &offset, &length), RANGE_OUTSIDE);
}

TEST(everything_else_gets_the_whole)
{
	static const char *const other[] = { NULL, "", "bytes", "bytes=",
		"bytes=-", "bytes=a-b", "bytes=5-4", "bytes=1-2,4-5",
		"bytes=0-0,-1", "bytes=1", "bytes=1-2x", "bytes=--1",
		"bytes=1 -2", "lines=1-2", "bytes =1-2" };
	size_t i;

	for (i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		CHECK_INT(parse(other[i]), RANGE_WHOLE);
		CHECK_INT(offset, 0);
		CHECK_INT(length, 1000);
	}
}

TEST(a_changed_file_is_sent_as_a_whole)
{
	CHECK(range_fits(NULL, "\"a\"", 5));
	CHECK(range_fits("\"a\"", "\"a\"", 5));
	CHECK(!range_fits("\"b\"", "\"a\"", 5));
	CHECK(!range_fits("\"a\"", NULL, 5));
	CHECK(!range_fits("W/\"a\"", "W/\"a\"", 5));
	CHECK(range_fits("Sun, 06 Nov 1994 08:49:37 GMT", NULL, 784111777));
	CHECK(!range_fits("Sun, 06 Nov 1994 08:49:37 GMT", NULL, 784111778));
	CHECK(!range_fits("yesterday", "\"a\"", 5));
}
