#include "html/text.h"
#include "../unit.h"

#include <string.h>

static struct buf out;

static const char *
text(const char *clean)
{
	buf_reset(&out);
	html_text(clean, strlen(clean), &out);
	return (buf_string(&out));
}

static const char *
summary(const char *clean, size_t max)
{
	buf_reset(&out);
	html_summary(clean, strlen(clean), max, &out);
	return (buf_string(&out));
}

TEST(each_block_is_a_line)
{
	CHECK_TEXT(text("<h2>标题</h2>\n<p>一 <b>二</b>\n三</p><ul><li>甲</li>"
	    "<li>乙</li></ul>"), "标题\n一 二 三\n甲\n乙");
	CHECK_TEXT(text("<p>a<br>b<br><br>c</p>"), "a\nb\n\nc");
	CHECK_TEXT(text(""), "");
	CHECK_TEXT(text("<p></p>\n<p> </p>"), "");
}

TEST(cells_are_separated_by_tabs)
{
	CHECK_TEXT(text("<table><thead><tr><th>项目</th><th>金额</th></tr></thead>"
	    "<tbody><tr><td><p>水费</p></td><td>12</td></tr></tbody></table>"),
	    "项目\t金额\n水费\n12");
}

TEST(entities_become_characters)
{
	CHECK_TEXT(text("<p>&lt;a&gt; &amp;amp; \"x\"&nbsp;y</p>"),
	    "<a> &amp; \"x\"\xC2\xA0y");
}

TEST(blanks_in_pre_are_kept)
{
	CHECK_TEXT(text("<pre>a  b\n c</pre><p>d  e</p>"), "a  b\n c\nd e");
}

TEST(alt_texts_stand_in_for_pictures_when_asked)
{
	const char *clean = "<p>图<img src=\"/a.png\" alt=\"正门 &amp; 广场\">。</p>";

	CHECK_TEXT(text(clean), "图。");
	buf_reset(&out);
	html_text_alt(clean, strlen(clean), &out);
	CHECK_TEXT(buf_string(&out), "图正门 & 广场。");
}

TEST(a_summary_counts_characters_and_cuts_no_word)
{
	CHECK_TEXT(summary("<p>江城市总工会</p><p>通知</p>", 9),
	    "江城市总工会 通知");
	CHECK_TEXT(summary("<p>江城市总工会通知</p>", 5), "江城市总…");
	CHECK_TEXT(summary("<p>see https now</p>", 7), "see…");
	CHECK_TEXT(summary("<p>一二三</p>", 0), "");
	CHECK_TEXT(summary("<p>一二三</p>", 1), "…");
}

static void
note(enum html_link kind, const char *url, const char *alt, void *arg)
{
	buf_printf(arg, "%d %s [%s]\n", (int)kind, url, alt);
}

TEST(links_pictures_and_media_are_found)
{
	const char *clean = "<p><a href=\"/x?a=1&amp;b=2\" title=\"href\">x</a>"
	    "<img src=\"/media/ab/1.png\" alt=\"门\"><video poster=\"/p.jpg\">"
	    "<source src=\"/v.mp4\"></video></p>"
	    "<blockquote cite=\"https://a.cn/\">q</blockquote>"
	    "<a id=\"s-1\"></a>";

	buf_reset(&out);
	html_links(clean, strlen(clean), note, &out);
	CHECK_TEXT(buf_string(&out), "0 /x?a=1&b=2 []\n1 /media/ab/1.png [门]\n"
	    "1 /p.jpg []\n2 /v.mp4 []\n0 https://a.cn/ []\n");
}

TEST(input_that_is_not_clean_does_no_harm)
{
	CHECK_TEXT(text("<"), "");
	CHECK_TEXT(text("a<p"), "a");
	CHECK_TEXT(text("a<img alt=\""), "a");
	CHECK_TEXT(text("&"), "&");
	CHECK_TEXT(text("&amp"), "&amp");
}
