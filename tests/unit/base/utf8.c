#include "base/utf8.h"
#include "../unit.h"

static bool
valid(const char *s)
{
	return (utf8_valid(s, strlen(s)));
}

TEST(chinese_text_is_valid)
{
	CHECK(valid("江城市总工会 2026"));
	CHECK(valid("\xF0\xA0\xAE\xB7"));	/* 𠮷, four bytes */
	CHECK(valid(""));
}

TEST(broken_text_is_not_valid)
{
	CHECK(!valid("\x80"));
	CHECK(!valid("\xC0\xAF"));		/* overlong / */
	CHECK(!valid("\xE0\x80\xAF"));
	CHECK(!valid("\xED\xA0\x80"));		/* surrogate */
	CHECK(!valid("\xF4\x90\x80\x80"));	/* over U+10FFFF */
	CHECK(!valid("\xE6\xB1"));		/* cut */
	CHECK(!valid("\xFF"));
}

TEST(a_cut_never_leaves_half_a_character)
{
	char out[8];

	utf8_copy(out, sizeof(out), "江城市");
	CHECK_TEXT(out, "江城");
	utf8_copy(out, 7, "江城市");
	CHECK_TEXT(out, "江城");
	utf8_copy(out, 4, "abcdef");
	CHECK_TEXT(out, "abc");
	CHECK_INT(utf8_cut("江", 3), 3);
	CHECK_INT(utf8_cut("a江", 3), 1);
}

TEST(characters_come_back_as_written)
{
	static const uint32_t all[] = { 0x24, 0x7FF, 0x6C5F, 0x10FFFF };
	char out[4];
	const char *p;
	size_t i, n;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		n = utf8_put(out, all[i]);
		p = out;
		CHECK_INT(utf8_next(&p, out + n), all[i]);
		CHECK_INT(p - out, n);
	}
	CHECK_INT(utf8_count("江城a", 7), 3);
}

TEST(characters_are_counted_and_checked_at_any_length)
{
	static const uint32_t characters[] = { 'a', 0xe9, 0x57ce };
	char text[64];
	size_t i, n = 0;

	for (i = 0; i < 20; i++) {
		CHECK_INT(utf8_count(text, n), i);
		CHECK(utf8_valid(text, n));
		n += utf8_put(text + n, characters[i % 3]);
	}
	for (i = 0; i < 20; i++) {
		memset(text, 'a', 20);
		text[i] = '\x80';
		CHECK(!utf8_valid(text, 20));
		CHECK_INT(utf8_count(text, 20), 19);
	}
}
