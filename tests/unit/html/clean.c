#include "html/clean.h"
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

static struct buf out, twice;
static struct fault fault;
static struct html_rules rules;

static enum err
clean_bytes(const char *in, size_t length)
{
	memset(&fault, 0, sizeof(fault));
	buf_reset(&out);
	return (html_clean(in, length, &rules, &out, NULL, &fault));
}

/* The clean form; a text that names the fault where cleaning twice differs. */
static const char *
clean(const char *in)
{
	if (clean_bytes(in, strlen(in)) != ERR_OK)
		return (fault.name);
	buf_reset(&twice);
	html_clean(buf_string(&out), out.length, &rules, &twice, NULL, NULL);
	return (strcmp(buf_string(&out), buf_string(&twice)) == 0 ?
	    buf_string(&out) : "(twice is not once)");
}

TEST(what_is_clean_stays_as_it_is)
{
	static const char *const all[] = {
		"<h2>关于开展<b>调研</b>的通知</h2>\n<p class=\"ta-center\">各部门：</p>",
		"<ul>\n<li>一</li>\n<li>二<ol start=\"3\"><li>三</li></ol>"
		"</li></ul>",
		"<table><caption>表</caption><colgroup><col span=\"2\">"
		"</colgroup><thead><tr><th scope=\"col\">甲</th></tr></thead><tbody><tr>"
		"<td colspan=\"2\"><p>乙</p></td></tr></tbody></table>",
		"<figure><img src=\"/media/ab/1.png\" alt=\"门\"><figcaption>门"
		"</figcaption></figure>",
		"<p><ruby>赤<rp>(</rp><rt>chì</rt><rp>)</rp></ruby></p>",
		"<details open=\"\"><summary>问</summary><p>答</p></details>",
		"<p><video src=\"/v.mp4\" controls=\"\"><track src=\"/v.vtt\" "
		"kind=\"captions\"></video></p>",
		"<dl><dt>a</dt><dd>b</dd></dl><hr><pre>a\n b</pre>",
		"<p>x<sup>2</sup> &lt; y &amp;amp; \"z\"&nbsp;</p>", "text", "",
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CHECK_TEXT(clean(all[i]), all[i]);
}

TEST(what_runs_or_draws_goes_with_its_content)
{
	CHECK_TEXT(clean("a<script>alert(1)</script>b"), "ab");
	CHECK_TEXT(clean("a<style>p{}</style><template><p>x</p></template>b"),
	    "ab");
	CHECK_TEXT(clean("a<svg><g onload=x>t</g></svg>b<math><mi>x</math>"),
	    "ab");
	CHECK_TEXT(clean("a<iframe src=/x>y</iframe><title>z</title>b"), "ab");
	CHECK_TEXT(clean("a<!-- x --><!--[if mso]>y<![endif]-->b"), "ab");
	CHECK_TEXT(clean("a<![if !vml]>b<![endif]>c"), "abc");
}

TEST(tags_that_are_not_known_go_and_their_text_stays)
{
	CHECK_TEXT(clean("<wiggly>a <b>b</b></wiggly><o:p>c</o:p>"),
	    "a <b>b</b>c");
	CHECK_TEXT(clean("<form><button onclick=x>提交</button></form>"), "提交");
}

TEST(attributes_that_are_not_listed_go)
{
	CHECK_TEXT(clean("<p onclick=alert(1) data-x=1 style='x:expression(1)'"
	    " class='MsoNormal ta-right js-x'>a</p>"),
	    "<p class=\"ta-right\">a</p>");
	CHECK_TEXT(clean("<img src=/a.png srcset=/b onerror=x width=20px "
	    "height=0 alt='\"<'>"),
	    "<img src=\"/a.png\" alt=\"&quot;&lt;\" width=\"20\">");
}

TEST(addresses_are_read_as_browsers_read_them)
{
	CHECK_TEXT(clean("<a href='javascript:alert(1)'>x</a>"), "<a>x</a>");
	CHECK_TEXT(clean("<a href=' \x01Java\tscript&#58;x'>x</a>"),
	    "<a>x</a>");
	CHECK_TEXT(clean("<a href='vbscript:x'>x</a><a href='data:text/html,x'>"
	    "y</a><a href='file:///c:/x'>z</a>"), "<a>x</a><a>y</a><a>z</a>");
	CHECK_TEXT(clean("<a href='%6aavascript:x'>x</a><a href='a/b:c'>y</a>"),
	    "<a>x</a><a href=\"a/b:c\">y</a>");
	CHECK_TEXT(clean("<a href='http:evil.example'>x</a>"), "<a>x</a>");
	CHECK_TEXT(clean("<a href='/a b\"c'>x</a>"),
	    "<a href=\"/a%20b%22c\">x</a>");
	CHECK_TEXT(clean("<a href='mailto:a@b.cn'>x</a><a href='TEL:12'>y</a>"),
	    "<a href=\"mailto:a@b.cn\">x</a><a href=\"tel:12\">y</a>");
	CHECK_TEXT(clean("<img src='mailto:x'>a<img src='data:image/png,x'>b"
	    "<img src='file:///c:/1.png'>c"), "abc");
}

TEST(links_to_other_hosts_are_marked_as_such)
{
	static const char *const hosts[] = { "www.jc.example", NULL };

	CHECK_TEXT(clean("<a href='HTTPS://a.cn\\b'>x</a>"),
	    "<a href=\"https://a.cn/b\" rel=\"noopener noreferrer\">x</a>");
	CHECK_TEXT(clean("<a href='/\\a.cn'>x</a>"),
	    "<a href=\"//a.cn\" rel=\"noopener noreferrer\">x</a>");
	rules.hosts = hosts;
	CHECK_TEXT(clean("<a rel=opener href='https://WWW.jc.example/b'>x</a>"),
	    "<a href=\"https://WWW.jc.example/b\">x</a>");
	CHECK_TEXT(clean("<a href='https://www.jc.example@a.cn/'>x</a>"),
	    "<a href=\"https://www.jc.example@a.cn/\" "
	    "rel=\"noopener noreferrer\">x</a>");
	rules.hosts = NULL;
}

TEST(foreign_pictures_become_links_where_the_rules_say_so)
{
	const char *in = "<p><img src='https://a.cn/1.png' alt='图'>"
	    "<img src='/2.png'></p>";

	CHECK_TEXT(clean(in), "<p><img src=\"https://a.cn/1.png\" alt=\"图\">"
	    "<img src=\"/2.png\"></p>");
	rules.local_media_only = true;
	CHECK_TEXT(clean(in), "<p><img src=\"/2.png\"></p>");
	rules.link_foreign_media = true;
	CHECK_TEXT(clean(in), "<p><a href=\"https://a.cn/1.png\" "
	    "rel=\"noopener noreferrer\">图</a><img src=\"/2.png\"></p>");
	memset(&rules, 0, sizeof(rules));
}

TEST(styles_become_classes_and_elements)
{
	CHECK_TEXT(clean("<p style='text-align:center;text-indent:2em'>a</p>"
	    "<p align=right>b</p><center>c</center>"),
	    "<p class=\"ta-center\">a</p><p class=\"ta-right\">b</p>"
	    "<div class=\"ta-center\">c</div>");
	CHECK_TEXT(clean("<span style='color:#C8102E'>a</span>"
	    "<font color=blue>b</font><span style='color: rgb(0, 0, 0)'>c"
	    "</span>"), "<span class=\"tc-red\">a</span>"
	    "<span class=\"tc-blue\">b</span><span>c</span>");
	CHECK_TEXT(clean("<span lang=EN-US style='font-weight:bold'>a</span>"
	    "<b style='font-weight:normal'>b</b>"), "<strong>a</strong>b");
	CHECK_TEXT(clean("<p class='ta-left' style='text-align:right'>a</p>"),
	    "<p class=\"ta-left\">a</p>");
}

TEST(ids_have_a_prefix_and_links_to_them_follow)
{
	CHECK_TEXT(clean("<a href=#x>a</a><h3 id=x>b</h3><a href=#y>c</a>"),
	    "<a href=\"#s-x\">a</a><h3 id=\"s-x\">b</h3><a href=\"#y\">c</a>");
	CHECK_TEXT(clean("<img name=getElementById><p id='a b'>x</p>"),
	    "<img><p>x</p>");
}

TEST(blocks_never_stand_in_paragraphs_or_inline_elements)
{
	CHECK_TEXT(clean("<p>a<table><tr><td>b</table>c"),
	    "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>c");
	CHECK_TEXT(clean("<b>a<div>b</div>c</b>"),
	    "<b>a</b><div><b>b</b></div><b>c</b>");
	CHECK_TEXT(clean("<a href=/x><h3>a</h3><p>b</p></a>"),
	    "<h3><a href=\"/x\">a</a></h3><p><a href=\"/x\">b</a></p>");
	CHECK_TEXT(clean("<a href=/x>a<i><a href=/y>b</a></i></a>"),
	    "<a href=\"/x\">a<i>b</i></a>");
}

TEST(what_a_row_or_item_lacks_is_added)
{
	CHECK_TEXT(clean("<td>a</td><td>b</td>c"), "<table><tbody><tr>"
	    "<td>a</td><td>b</td></tr></tbody></table>c");
	CHECK_TEXT(clean("<table>a<tr>b</table>"), "<table><tbody><tr><td>a"
	    "</td></tr><tr><td>b</td></tr></tbody></table>");
	CHECK_TEXT(clean("<li>a<li>b</li><dd>c"),
	    "<ul><li>a</li><li>b</li></ul><dl><dd>c</dd></dl>");
}

TEST(names_and_quotes_that_parsers_read_differently_do_no_harm)
{
	CHECK_TEXT(clean("<math><mtext><table><mglyph><style><!--</style>"
	    "<img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">"), "");
	CHECK_TEXT(clean("<noscript><p title=\"</noscript><img src=x "
	    "onerror=alert(1)>\">"), "");
	CHECK_TEXT(clean("<p title='&lt;/p>&lt;script>'>a"), "<p>a</p>");
	CHECK_TEXT(clean("<pre>\n\n a</pre>"), "<pre>\n\n a</pre>");
	CHECK_TEXT(clean("<textarea><b>x</textarea>"), "<b>x</b>");
}

TEST(broken_bytes_become_a_sign_and_controls_go)
{
	clean_bytes("a\xFF\xE6\xB1z\0b\x07\r\nc", 12);
	CHECK_TEXT(buf_string(&out),
	    "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDzb\nc");
	CHECK_TEXT(clean("<p>a<b>b<a href=\"x"),
	    "<p>a<b>b<a href=\"x\"></a></b></p>");
}

static const char *
repeat(const char *once, size_t bytes)
{
	static struct buf text;

	buf_reset(&text);
	while (text.length < bytes)
		buf_text(&text, once);
	return (buf_string(&text));
}

TEST(size_has_a_limit)
{
	const char *text = repeat("x", HTML_INPUT_MAX + 1);

	CHECK_INT(clean_bytes(text, HTML_INPUT_MAX), ERR_OK);
	CHECK_INT(clean_bytes(text, HTML_INPUT_MAX + 1), ERR_TOO_LARGE);
	CHECK_TEXT(fault.name, "html.size");
	CHECK_INT(out.length, 0);
	/* What would grow beyond it on the way out. */
	CHECK_INT(clean_bytes(repeat("&", HTML_INPUT_MAX), HTML_INPUT_MAX),
	    ERR_TOO_LARGE);
}

TEST(what_needs_an_entity_gets_it_wherever_it_stands)
{
	char in[64], want[64];
	int at;

	for (at = 0; at < 20; at++) {
		snprintf(in, sizeof(in), "<p>%.*s>%.*s</p>", at,
		    "aaaaaaaaaaaaaaaaaaaa", 20 - at, "bbbbbbbbbbbbbbbbbbbb");
		snprintf(want, sizeof(want), "<p>%.*s&gt;%.*s</p>", at,
		    "aaaaaaaaaaaaaaaaaaaa", 20 - at, "bbbbbbbbbbbbbbbbbbbb");
		CHECK_TEXT(clean(in), want);
	}
}

TEST(depth_has_a_limit)
{
	CHECK_INT(clean_bytes(repeat("<b>", HTML_INPUT_MAX), HTML_INPUT_MAX),
	    ERR_INPUT);
	CHECK_TEXT(fault.name, "html.depth");
	CHECK_INT(clean_bytes(repeat("<div>", 5 * 190), 5 * 190), ERR_OK);
	CHECK_INT(out.length, 11 * 190);
	CHECK_INT(clean_bytes(repeat("<div>", 5 * 250), 5 * 250), ERR_OK);
	CHECK_INT(out.length, 11 * 200);
}

TEST(a_tag_with_endless_attributes_is_refused)
{
	struct buf in;
	int i;

	buf_init(&in);
	buf_text(&in, "</i><a ");
	for (i = 0; i < 200000; i++)
		buf_printf(&in, "a%d ", i);
	CHECK_INT(clean_bytes(in.data, in.length), ERR_INPUT);
	CHECK_TEXT(fault.name, "html.tag");
	buf_cleanup(&in);
	CHECK_INT(clean_bytes(repeat("<span title='a b'>x</span>", 900000),
	    900000), ERR_OK);
	CHECK_INT(clean_bytes(repeat("<!-- a b c 'd' -->", 900000), 900000),
	    ERR_OK);
}

TEST(the_report_says_what_went)
{
	struct arena *a = arena_alloc();
	struct html_report report;
	const char *in = "<p onclick=x>a<script>b</script><blink>c</blink>"
	    "<a href='javascript:d'>e</a></p>";
	struct buf text;

	buf_init(&text);
	buf_reset(&out);
	html_report_init(&report, a);
	CHECK_INT(html_clean(in, strlen(in), NULL, &out, &report, NULL),
	    ERR_OK);
	json_write(&text, report.drops);
	CHECK_TEXT(buf_string(&text),
	    "[{\"kind\":\"attribute\",\"element\":\"p\","
	    "\"attribute\":\"onclick\",\"value\":\"x\"},{\"kind\":\"element\",\"element\":\"script\"},"
	    "{\"kind\":\"tag\",\"element\":\"blink\"},"
	    "{\"kind\":\"url\",\"element\":\"a\",\"attribute\":\"href\","
	    "\"value\":\"javascript:d\"}]");
	CHECK_INT(report.total, 4);
	html_report_init(&report, a);
	buf_reset(&text);
	in = "<p class='ta-left x' style='float:left' lang=en>a<!-- b --></p>";
	html_clean(in, strlen(in), NULL, &out, &report, NULL);
	json_write(&text, report.drops);
	CHECK_TEXT(buf_string(&text),
	    "[{\"kind\":\"class\",\"element\":\"p\","
	    "\"attribute\":\"class\",\"value\":\"x\"},"
	    "{\"kind\":\"attribute\",\"element\":\"p\","
	    "\"attribute\":\"style\",\"value\":\"float:left\"},"
	    "{\"kind\":\"attribute\",\"element\":\"p\","
	    "\"attribute\":\"lang\",\"value\":\"en\"},"
	    "{\"kind\":\"comment\",\"element\":\"\","
	    "\"value\":\" b \"}]");
	html_report_init(&report, a);
	in = repeat("<x>", 3 * 250);
	html_clean(in, strlen(in), NULL, &out, &report, NULL);
	CHECK_INT(report.total, 250);
	CHECK_INT(report.drops->length, HTML_REPORT_MAX);
	buf_cleanup(&text);
	arena_free(a);
}
