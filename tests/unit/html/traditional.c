#include "html/traditional.h"
#include "../unit.h"

#include <string.h>

static struct buf out;

static const char *
hant(const char *html)
{
	static const char *const keep[] = { "/media/", "/desk", NULL };
	struct fault f;

	buf_reset(&out);
	return (html_traditional(html, strlen(html), "/zh-hant", keep, &out,
	    &f) == ERR_OK ? buf_string(&out) : "fault");
}

TEST(texts_and_the_attributes_that_are_read_are_converted)
{
	CHECK_TEXT(hant("<p>头发，发展</p>"), "<p>頭髮，發展</p>");
	CHECK_TEXT(hant("<img src=\"/media/发.png\" alt='头发'>"),
	    "<img src=\"/media/发.png\" alt='頭髮'>");
	CHECK_TEXT(hant("<meta name=\"d\" content=\"国家\"><title>国</title>"),
	    "<meta name=\"d\" content=\"國家\"><title>國</title>");
	CHECK_TEXT(hant("<meta content=\"http://国.cn/\">"),
	    "<meta content=\"http://国.cn/\">");
}

TEST(code_values_and_what_says_so_stay)
{
	static const char *const same[] = { "<pre>国<b>国</b></pre>",
	    "<script>\"国</p>\"</script>", "<textarea>国<p>国</textarea>",
	    "<input value=\"国\">", "<option>国</option>",
	    "<code>国<code>国</code>国</code>",
	    "<span translate=\"no\">国<span>国</span>国</span>",
	    "<a lang=\"zh-Hans\" href=\"#\">国</a>", "<!-- 国 -->",
	    "<!DOCTYPE html>" };
	char text[200];
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		CHECK_TEXT(hant(same[i]), same[i]);
		snprintf(text, sizeof(text), "%s<p>国", same[i]);
		CHECK(strstr(hant(text), "<p>國") != NULL);
	}
	CHECK_TEXT(hant("<option value=\"国\">国</option>"),
	    "<option value=\"国\">國</option>");
}

TEST(links_to_pages_stay_in_the_view)
{
	CHECK_TEXT(hant("<a href=\"/news/\">n</a>"),
	    "<a href=\"/zh-hant/news/\">n</a>");
	CHECK_TEXT(hant("<FORM action=\"/search\"><button formaction=\"/a\">"),
	    "<FORM action=\"/zh-hant/search\">"
	    "<button formaction=\"/zh-hant/a\">");
	CHECK_TEXT(hant("<a href=\"/media/1/a.pdf\"><a href=\"//x.cn/\">"
	    "<a href=\"#x\"><a href=\"x\"><a href=\"/desk\"><a href=\"/desk?a\">"
	    "<link href=\"/a\"><a href=\"/a\" hreflang=\"zh-Hans\">"),
	    "<a href=\"/media/1/a.pdf\"><a href=\"//x.cn/\">"
	    "<a href=\"#x\"><a href=\"x\"><a href=\"/desk\"><a href=\"/desk?a\">"
	    "<link href=\"/a\"><a href=\"/a\" hreflang=\"zh-Hans\">");
	CHECK_TEXT(hant("<a href=\"/desks/\">"), "<a href=\"/zh-hant/desks/\">");
	CHECK_TEXT(hant("<html lang=\"zh-CN\">"), "<html lang=\"zh-Hant\">");
	CHECK_TEXT(hant("<html lang=\"en\">"), "<html lang=\"en\">");
}

TEST(what_is_no_page_does_no_harm)
{
	CHECK_TEXT(hant(""), "");
	CHECK_TEXT(hant("<"), "<");
	CHECK_TEXT(hant("</"), "</");
	CHECK_TEXT(hant("<a href=\"国"), "<a href=\"国");
	CHECK_TEXT(hant("<pre>国"), "<pre>国");
	CHECK_TEXT(hant("<!-- 国"), "<!-- 国");
	CHECK_TEXT(hant("<a = \"国\" alt=\"国\">国"), "<a = \"国\" alt=\"國\">國");
}
