/* Forms and readings of Han characters. */
#include "../unit.h"
#include "base/han.h"

static struct buf full, initials, out;

static const char *
pinyin(const char *text, const char *between)
{
	buf_reset(&full);
	buf_reset(&initials);
	han_pinyin(text, strlen(text), between, &full, &initials);
	return (buf_string(&full));
}

TEST(characters_are_read_one_by_one)
{
	CHECK_TEXT(pinyin("党建", ""), "dangjian");
	CHECK_TEXT(buf_string(&initials), "dj");
	CHECK_TEXT(pinyin("江城市职工之家", " "),
	    "jiang cheng shi zhi gong zhi jia");
	CHECK_TEXT(buf_string(&initials), "jcszgzj");
}

TEST(a_word_with_a_reading_of_its_own_comes_first)
{
	CHECK_TEXT(pinyin("重庆银行行政处", " "),
	    "chong qing yin hang xing zheng chu");
	CHECK_TEXT(pinyin("音乐和快乐", " "), "yin yue he kuai le");
	CHECK_TEXT(pinyin("重要", ""), "zhongyao");
}

TEST(traditional_characters_are_read_as_simplified_ones)
{
	CHECK_TEXT(pinyin("勞動", ""), "laodong");
	CHECK_TEXT(pinyin("銀行", ""), "yinhang");
}

TEST(letters_and_digits_stay_and_punctuation_goes)
{
	CHECK_TEXT(pinyin("《5G＋工会》（Ａ版）", " "), "5g gong hui a ban");
	CHECK_TEXT(buf_string(&initials), "5ghab");
	CHECK_TEXT(pinyin("", " "), "");
	CHECK_TEXT(pinyin("。，！", " "), "");
	CHECK_TEXT(buf_string(&initials), "");
}

TEST(bytes_that_are_no_text_are_passed_over)
{
	CHECK_TEXT(pinyin("\xff\xe5党\x80", ""), "dang");
}

TEST(folding_is_case_width_and_form)
{
	CHECK_INT(han_fold(0xFF21), 'a');
	CHECK_INT(han_fold('Z'), 'z');
	CHECK_INT(han_fold(0x3000), ' ');
	CHECK_INT(han_fold(0x9EE8), 0x515A);	/* 黨 党 */
	CHECK_INT(han_fold(0x8457), 0x8457);	/* 著 is simplified too */
	CHECK_INT(han_fold(0x515A), 0x515A);
	CHECK_INT(han_fold(0x20BB7), 0x20BB7);
}

TEST(punctuation_and_symbols_are_no_text)
{
	static const uint32_t no[] = { ' ', '-', 0xB7, 0x2014, 0x3001,
	    0x300A, 0x30FB, 0xFF0C, 0x200B, 0x1F600, 0xE000, 0 };
	static const uint32_t yes[] = { 'a', '7', 0xE9, 0x3007, 0x515A,
	    0x3042, 0xAC00, 0x20BB7 };

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		CHECK(!han_is_text(han_fold(no[i])));
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		CHECK(han_is_text(han_fold(yes[i])));
}

TEST(syllables_are_known)
{
	CHECK(han_is_syllable("zhuang", 6));
	CHECK(han_is_syllable("a", 1));
	CHECK(!han_is_syllable("zhua ng", 7));
	CHECK(!han_is_syllable("", 0));
	CHECK_TEXT(han_sound(0x515A), "dang");
	CHECK_TEXT(han_sound('x'), "");
}

static const char *
convert(enum han_form form, const char *text)
{
	buf_reset(&out);
	return (han_convert(form, text, strlen(text), &out, NULL) == ERR_OK ?
	    buf_string(&out) : NULL);
}

TEST(words_decide_between_forms)
{
	CHECK_TEXT(convert(HAN_TRADITIONAL, "头发和发展"), "頭髮和發展");
	CHECK_TEXT(convert(HAN_SIMPLIFIED, "頭髮和發展，乾燥"),
	    "头发和发展，干燥");
	CHECK_TEXT(convert(HAN_SIMPLIFIED, ""), "");
}

TEST(what_is_no_text_is_not_converted)
{
	CHECK(convert(HAN_SIMPLIFIED, "黨\xe7/") == NULL);
}

TEST(nul_in_a_text_is_kept)
{
	struct fault f = { .err = ERR_OK };

	buf_reset(&out);
	CHECK_INT(han_convert(HAN_SIMPLIFIED, "黨\0黨", 7, &out, &f), ERR_OK);
	CHECK_INT(out.length, 7);
	CHECK_INT(memcmp(out.data, "党\0党", 7), 0);
}
