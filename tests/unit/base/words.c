/* Word lists: what is found, where, and what isn't. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/words.h"
#include "../unit.h"

static struct words_data *data;

static const struct words_data *
tables(void)
{
	if (data == NULL)
		(void)words_data_alloc(&data, "core/data/words", NULL);
	return (data);
}

static void
hit_write(const struct words_hit *hit, void *arg)
{
	struct buf *b = arg;

	buf_printf(b, "%s%s %s %zu+%zu", b->length > 0 ? ", " : "",
	    hit->rule->kind >= WORDS_ID_CARD ?
	    words_kind_name(hit->rule->kind) : hit->rule->text,
	    words_severity_name(hit->severity), hit->start,
	    hit->end - hit->start);
}

/* The hits of a list (rules separated by "|"; "~" before a context, "/" before
 * a pattern) in a text; borrowed until the next call. */
static const char *
hits_with(unsigned fold, const char *list, const char *text)
{
	static struct buf out;
	struct words *w;
	char copy[512], *rest = copy, *one;
	size_t i;

	buf_reset(&out);
	snprintf(copy, sizeof(copy), "%s", list);
	words_alloc(&w, tables());
	while ((one = strsep(&rest, "|")) != NULL && *one != '\0') {
		struct words_rule r = { *one == '~' ? WORDS_CONTEXT :
		    *one == '/' ? WORDS_PATTERN : WORDS_LITERAL, WORDS_BLOCK,
		    fold, *one == '~' || *one == '/' ? one + 1 : one, 0 };

		(void)words_add(w, &r, NULL);
	}
	for (i = WORDS_ID_CARD; list[0] == '\0' && i < WORDS_KINDS; i++)
		(void)words_add(w, &(struct words_rule){ (enum words_kind)i,
		    WORDS_BLOCK, fold, "", 0 }, NULL);
	words_compile(w);
	words_find(w, text, strlen(text), hit_write, &out);
	words_free(w);
	return (buf_string(&out));
}

static const char *
hits(const char *list, const char *text)
{
	return (hits_with(WORDS_FOLD_ALL, list, text));
}

TEST(a_literal_is_found_where_it_stands)
{
	CHECK_TEXT(hits("虚假中奖", "收到虚假中奖短信"), "虚假中奖 block 6+12");
	CHECK_TEXT(hits("虚假中奖", "收到中奖虚假短信"), "");
	CHECK_TEXT(hits("虚假中奖", ""), "");
}

TEST(the_longest_literal_counts)
{
	CHECK_TEXT(hits("中奖|中奖通知", "中奖通知书"), "中奖通知 block 0+12");
	CHECK_TEXT(hits("甲乙丙|乙丙", "甲乙丙丁"), "甲乙丙 block 0+9");
	CHECK_TEXT(hits("甲乙丙|丙丁", "甲乙丙丁"),
	    "甲乙丙 block 0+9, 丙丁 block 6+6");
}

TEST(forms_of_characters_are_folded_each_by_its_setting)
{
	CHECK_TEXT(hits("虚假中奖", "虛假中獎"), "虚假中奖 block 0+12");
	CHECK_TEXT(hits_with(WORDS_CASE, "虚假中奖", "虛假中獎"), "");
	CHECK_TEXT(hits("lottery", "ＬＯＴＴＥＲＹ"), "lottery block 0+21");
	CHECK_TEXT(hits_with(WORDS_CASE, "lottery", "ＬＯＴＴＥＲＹ"), "");
	CHECK_TEXT(hits_with(WORDS_CASE, "lottery", "LOTTERY"),
	    "lottery block 0+7");
	CHECK_TEXT(hits_with(WORDS_WIDTH, "lottery", "LOTTERY"), "");
	CHECK_TEXT(hits("lottery", "lоttеry"), "lottery block 0+9");
	CHECK_TEXT(hits("lottery", "l0773ry"), "lottery warn 0+7");
	CHECK_TEXT(hits("lottery", "looooottteeryyy!"), "lottery block 0+15");
	CHECK_TEXT(hits("lottery", "lotery"), "");
}

TEST(what_stands_between_characters_is_passed_over)
{
	CHECK_TEXT(hits("虚假中奖", "虚*假*中*奖"), "虚假中奖 block 0+15");
	CHECK_TEXT(hits("虚假中奖", "虚\u200b假\u200d中奖"),
	    "虚假中奖 block 0+18");
	CHECK_TEXT(hits("虚假中奖", "虚 假 中 奖"), "虚假中奖 block 0+15");
	CHECK_TEXT(hits_with(WORDS_CASE, "虚假中奖", "虚*假*中*奖"), "");
	CHECK_TEXT(hits("虚假中奖", "虚<b>假</b>中&#22870;"),
	    "虚假中奖 block 0+24");
	CHECK_TEXT(hits("虚假中奖", "虚<i style=\"display:none\">人</i>假中奖"),
	    "虚假中奖 block 0+43");
}

TEST(ordinary_prose_is_no_hit)
{
	CHECK_TEXT(hits("网络中奖", "规范网络，中奖要核实"), "");
	CHECK_TEXT(hits("强卖", "能力很强，卖场"), "");
	CHECK_TEXT(hits("as", "This has a class"), "");
	CHECK_TEXT(hits("as", "as it is"), "as block 0+2");
	CHECK_TEXT(hits("lott*", "lottery"), "lott* block 0+4");
}

TEST(a_word_that_is_spelled_out_is_the_word)
{
	CHECK_TEXT(hits("绝密", "绝　密"), "绝密 block 0+9");
	CHECK_TEXT(hits("绝密", "标为绝　密。"), "绝密 block 6+9");
	CHECK_TEXT(hits("绝密", "绝\u00a0\u3000密"), "绝密 block 0+11");
	CHECK_TEXT(hits("绝密", "<p>绝&emsp;密</p>"), "绝密 block 3+12");
	CHECK_TEXT(hits("假中奖", "假　中　奖"), "假中奖 block 0+15");
	CHECK_TEXT(hits("假中奖", "是 假 中 奖 了"), "假中奖 block 4+11");
	CHECK_TEXT(hits("假中奖", "假，中，奖"), "假中奖 block 0+15");
}

TEST(words_that_only_meet_are_looked_at_by_people)
{
	/* Only some of the gaps. */
	CHECK_TEXT(hits("虚假中奖", "虚假 中奖"), "虚假中奖 warn 0+13");
	CHECK_TEXT(hits("假中奖", "假，中奖"), "");
	/* The end of one sentence and the beginning of another. */
	CHECK_TEXT(hits("绝密", "绝，密"), "绝密 warn 0+9");
	/* Part of a longer word that is spelled out. */
	CHECK_TEXT(hits("国人", "全 国 人 大"), "国人 warn 4+7");
	CHECK_TEXT(hits("绝密", "关　于　绝　密"), "绝密 warn 12+9");
}

TEST(parts_of_other_words_only_warn)
{
	CHECK_TEXT(hits("口交", "路口交通"), "口交 warn 3+6");
	CHECK_TEXT(hits_with(WORDS_FOLD_ALL & ~WORDS_PARTS, "口交",
	    "路口交通"), "口交 block 3+6");
}

TEST(a_context_takes_its_hits_away)
{
	CHECK_TEXT(hits("成人|~成人教育", "成人教育，成人"), "成人 block 15+6");
}

TEST(looser_readings_warn)
{
	CHECK_TEXT(hits("虚假中奖", "奖中假虚"), "虚假中奖 warn 0+12");
	CHECK_TEXT(hits("虚假中奖", "xujiazhongjiang"), "虚假中奖 warn 0+15");
	CHECK_TEXT(hits("虚假中奖", "虚jia中jiǎng"), "虚假中奖 warn 0+15");
	CHECK_TEXT(hits("虚假中奖", "虚a假a中a奖"), "虚假中奖 warn 0+15");
	CHECK_TEXT(hits("虚假中奖", "须jia中奖"), "");
}

TEST(digits_and_letters_that_look_alike_are_one)
{
	CHECK_TEXT(hits("badword123", "a badword123."), "badword123 block 2+10");
	CHECK_TEXT(hits("badword123", "a badw0rd123."), "badword123 warn 2+10");
	CHECK_TEXT(hits("badword123", "BADWORDl23"), "badword123 warn 0+10");
	CHECK_TEXT(hits("加微信88123456", "请加微信88l23456。"),
	    "加微信88123456 warn 3+17");
	CHECK_TEXT(hits("博彩100", "博彩1OO元"), "博彩100 warn 0+9");
	CHECK_TEXT(hits("book100|hello100", "bookl00，helllo1oo"),
	    "book100 warn 0+7, hello100 warn 10+9");
	/* A word is no number, and part of another is none. */
	CHECK_TEXT(hits("100", "loo"), "");
	CHECK_TEXT(hits("100", "a 1oox"), "");
	CHECK_TEXT(hits("badword123", "badword1234, xbadw0rd123"), "");
	CHECK_TEXT(hits_with(WORDS_FOLD_ALL & ~(unsigned)WORDS_LOOKALIKE,
	    "博彩100", "博彩1OO"), "");
}

TEST(letters_stand_for_digits_of_numbers)
{
	CHECK_TEXT(hits("", "电话l38OO138OOO转"), "mobile block 6+11");
	CHECK_TEXT(hits("", "11O1O519491231OO2X"), "id-card block 0+18");
	CHECK_TEXT(hits("", "soil 13800138000 or"), "mobile block 5+11");
	CHECK_TEXT(hits("", "oil 13800138000"), "mobile block 4+11");
	CHECK_TEXT(hits("", "lollollollool"), "");
	CHECK_TEXT(hits("", "编号ol3800138000"), "");
}

TEST(patterns_are_bounded_and_point_into_the_original)
{
	CHECK_TEXT(hits("/绝密.{0,2}启用前", "《絕密★启用前》"),
	    "绝密.{0,2}启用前 block 3+18");
	CHECK_TEXT(hits("/(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaac"), "");
}

TEST(literals_with_symbols_at_their_ends_are_taken_as_they_stand)
{
	CHECK_TEXT(hits("C++", "learn c and c++"), "\\QC++\\E block 12+3");
}

TEST(personal_data_is_told_by_form_and_checksum)
{
	CHECK_TEXT(hits("", "证件号：11010519491231002X。"),
	    "id-card block 12+18");
	CHECK_TEXT(hits("", "证件号：110105194912310021"), "");
	CHECK_TEXT(hits("", "电话138 0013 8000转"), "mobile block 6+13");
	CHECK_TEXT(hits("", "一三八零零一三八零零零"), "mobile block 0+33");
	CHECK_TEXT(hits("", "编号A13800138000"), "");
	CHECK_TEXT(hits("", "卡号6222-0212-3456-7894"), "bank-card block 6+19");
	CHECK_TEXT(hits("", "卡号6222021234567895"), "");
	CHECK_TEXT(hits("", "来信wang.li@example.cn，"), "email block 6+18");
	CHECK_TEXT(hits("", "热线010-65550000"), "telephone block 6+12");
}

TEST(a_whole_number_is_valid_or_not)
{
	CHECK(words_valid(WORDS_ID_CARD, "11010519491231002X", 18));
	CHECK(!words_valid(WORDS_ID_CARD, "11010519490231002X", 18));
	CHECK(!words_valid(WORDS_ID_CARD, "", 0));
	CHECK(words_valid(WORDS_MOBILE, "+8613800138000", 14));
	CHECK(!words_valid(WORDS_MOBILE, "+86-13800138000", 15));
	CHECK(words_valid(WORDS_EMAIL, "a@b.cn", 6));
	CHECK(!words_valid(WORDS_EMAIL, "a@b", 3));
}

TEST(a_pattern_is_folded_as_the_text_is)
{
	CHECK_TEXT(hits("/軟體[乙-件]", "軟體乙，软体件"), "軟體[乙-件] block 0+9, "
	    "軟體[乙-件] block 12+9");
	CHECK_TEXT(hits("/（密）", "（密），密"), "（密） block 0+9");
}

TEST(a_pattern_that_no_text_has_is_refused)
{
	static const char *const never[] = { "a^", "$a", "^$", "\\b", "(?!)",
		"(?=密)", "密\\A", "\\z密", "[密件]+^", "\\d{2}^x", "(*FAIL)a" };
	static const char *const fine[] = { "^a", "a$", "a?^b", "a|b^", "(a^)?b",
		"(?m)a\n^b", "a\\b", "[^^]a", "a$\n", "\\x{5bc6}", "\\p{Han}+",
		"[[:alpha:]$]a", "a{0,2}^b", "(?:a|b)c", "\\^a", "a\\$b" };
	struct words_rule r = { WORDS_PATTERN, WORDS_BLOCK, WORDS_FOLD_ALL,
	    NULL, 0 };
	struct fault f = { 0 };
	struct words *w;
	size_t i;

	words_alloc(&w, tables());
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		r.text = never[i];
		CHECK_INT(words_add(w, &r, &f), ERR_INPUT);
		CHECK_TEXT(f.name, "words.never");
	}
	for (i = 0; i < sizeof(fine) / sizeof(fine[0]); i++) {
		r.text = fine[i];
		CHECK_TEXT(words_add(w, &r, &f) == ERR_OK ? "" : f.detail,
		    "");
	}
	words_free(w);
}

TEST(a_text_of_many_blocks_is_read_without_gaps)
{
	struct buf text = { 0 };
	struct buf out = { 0 };
	struct words *w;
	int i;

	for (i = 0; i < 5000; i++)
		buf_text(&text, i % 100 == 99 ? "虚假中奖" : "平常的话");
	words_alloc(&w, tables());
	CHECK(words_add(w, &(struct words_rule){ WORDS_LITERAL, WORDS_WARN,
	    WORDS_FOLD_ALL, "虚假中奖", 0 }, NULL) == ERR_OK);
	words_compile(w);
	CHECK_INT(words_find(w, text.data, text.length, hit_write, &out), 50);
	words_free(w);
	buf_cleanup(&text);
	buf_cleanup(&out);
}

TEST(rules_that_mean_nothing_are_refused)
{
	struct words *w;
	struct fault f = { 0 };

	words_alloc(&w, tables());
	CHECK_INT(words_add(w, &(struct words_rule){ WORDS_LITERAL, WORDS_WARN,
	    WORDS_FOLD_ALL, "", 0 }, &f), ERR_INPUT);
	CHECK_TEXT(f.name, "words.empty");
	CHECK_INT(words_add(w, &(struct words_rule){ WORDS_PATTERN, WORDS_WARN,
	    WORDS_FOLD_ALL, "(", 0 }, &f), ERR_INPUT);
	CHECK_TEXT(f.name, "pattern.bad");
	words_free(w);
	words_data_free(data);
	data = NULL;
}
