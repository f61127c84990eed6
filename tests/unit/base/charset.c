/* Texts of files: what spreadsheets write becomes UTF-8. */
#include "base/charset.h"
#include "../unit.h"

/* What the bytes become; NULL where they are no text. */
static const char *
read_as(const char *bytes, size_t length)
{
	static struct buf b;

	buf_reset(&b);
	buf_append(&b, bytes, length);
	return (charset_read(&b) ? buf_string(&b) : NULL);
}

#define READ(bytes) read_as((bytes), sizeof(bytes) - 1)

TEST(utf8_stays_and_loses_its_mark)
{
	CHECK_TEXT(READ("\xE6\x9C\xBA\xE5\xAF\x86,block"), "机密,block");
	CHECK_TEXT(READ("\xEF\xBB\xBFrule"), "rule");
	CHECK_TEXT(READ(""), "");
}

TEST(what_spreadsheets_write_in_china_is_read)
{
	CHECK_TEXT(READ("\xBB\xFA\xC3\xDC,block"), "机密,block");
	CHECK_TEXT(READ("\xFF\xFE\x3A\x67\xC6\x5B"), "机密");
	CHECK_TEXT(READ("\xFE\xFF\x67\x3A\x5B\xC6"), "机密");
}

TEST(what_is_neither_is_refused_and_left_as_it_was)
{
	struct buf b = { 0 };

	buf_append(&b, "a\xFF", 2);
	CHECK(!charset_read(&b));
	CHECK(b.length == 2 && b.data[1] == '\xFF');
	buf_cleanup(&b);
}
