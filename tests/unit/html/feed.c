#include "html/feed.h"
#include "../unit.h"

static struct arena *arena;
static struct fault fault;
static const struct json *feed, *item;

/* What is written of the feed or of its first item; "" if nothing. */
static const char *
of_feed(const char *name)
{
	return (json_get_text(feed, name, ""));
}

static const char *
of_item(const char *name)
{
	return (json_get_text(item, name, ""));
}

static enum err
read_bytes(const char *text, size_t length, const char *url, const char *type)
{
	struct feed_source from = { .url = url, .type = type };
	struct json *out = NULL;
	enum err err;

	if (arena == NULL)
		arena = arena_alloc();
	feed = item = NULL;
	memset(&fault, 0, sizeof(fault));
	err = feed_parse(arena, text, length, &from, &out, &fault);
	if (err == ERR_OK) {
		feed = json_get(out, "feed");
		item = json_get(out, "items")->first;
	}
	return (err);
}

static void
read_text(const char *text)
{
	read_bytes(text, strlen(text), NULL, NULL);
}

/* Fields of one item of RSS 2.0. */
static void
read_item(const char *fields)
{
	read_text(arena_printf(arena != NULL ? arena : (arena = arena_alloc()),
	    "<rss version=\"2.0\" "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	    "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
	    "<channel><item>%s</item></channel></rss>", fields));
}

TEST(rss_gives_all_fields)
{
	read_text("<?xml version='1.0'?><rss version='2.0' "
	    "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
	    "<channel><title>动态</title><link>http://a.cn/</link>"
	    "<description>新闻</description><language>zh-cn</language><item>"
	    "<guid isPermaLink='false'>7</guid><title>一 &amp;amp; 二</title>"
	    "<link>http://a.cn/7</link><author>b@a.cn (王)</author>"
	    "<pubDate>Thu, 01 Jan 2004 19:48:21 +0800</pubDate>"
	    "<description>摘要</description><category>工会</category>"
	    "<content:encoded><![CDATA[<p>正文</p>]]></content:encoded>"
	    "<enclosure url='http://a.cn/7.mp3' type='audio/mpeg' length='9'/>"
	    "</item></channel></rss>");
	CHECK_TEXT(of_feed("title"), "动态");
	CHECK_TEXT(of_feed("link"), "http://a.cn/");
	CHECK_TEXT(of_feed("subtitle"), "新闻");
	CHECK_TEXT(of_feed("language"), "zh-cn");
	CHECK_TEXT(of_item("id"), "7");
	CHECK_TEXT(of_item("title_text"), "一 & 二");
	CHECK_TEXT(of_item("link"), "http://a.cn/7");
	CHECK_TEXT(of_item("author"), "b@a.cn (王)");
	CHECK_TEXT(of_item("published"), "2004-01-01T11:48:21Z");
	CHECK_TEXT(of_item("updated"), "2004-01-01T11:48:21Z");
	CHECK_TEXT(of_item("summary"), "摘要");
	CHECK_TEXT(of_item("content"), "<p>正文</p>");
	CHECK_TEXT(json_get(item, "categories")->first->text, "工会");
	CHECK_TEXT(json_get_text(json_get(item, "authors")->first, "name", ""),
	    "王");
	CHECK_TEXT(json_get_text(json_get(item, "authors")->first, "email",
	    ""), "b@a.cn");
	CHECK_TEXT(json_get_text(json_get(item, "enclosures")->first, "href",
	    ""), "http://a.cn/7.mp3");
}

TEST(atom_gives_all_fields)
{
	read_text("<feed xmlns='http://www.w3.org/2005/Atom' "
	    "xml:base='http://a.cn/x/'><id>urn:f</id><title>t</title>"
	    "<link href='.'/><link rel='hub' href='http://h.cn/'/>"
	    "<updated>2026-04-28T09:30:00+08:00</updated><entry>"
	    "<id>urn:e</id><title type='html'>&lt;b>粗&lt;/b></title>"
	    "<link href='1.html'/><link rel='enclosure' href='1.mp4' "
	    "type='video/mp4'/><author><name>李</name></author>"
	    "<published>2026-04-01</published>"
	    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
	    "<a href='2.html'>二</a></div></content>"
	    "<category term='工会'/></entry></feed>");
	CHECK_TEXT(of_feed("link"), "http://a.cn/x/");
	CHECK_TEXT(of_feed("hub"), "http://h.cn/");
	CHECK_TEXT(of_feed("updated"), "2026-04-28T01:30:00Z");
	CHECK_TEXT(of_item("title"), "<b>粗</b>");
	CHECK_TEXT(of_item("title_text"), "粗");
	CHECK_TEXT(of_item("link"), "http://a.cn/x/1.html");
	CHECK_TEXT(of_item("author"), "李");
	CHECK_TEXT(of_item("content"),
	    "<a href=\"http://a.cn/x/2.html\">二</a>");
	CHECK_TEXT(of_item("summary"), of_item("content"));
	CHECK_TEXT(json_get_text(json_get(item, "enclosures")->first, "href",
	    ""), "http://a.cn/x/1.mp4");
}

TEST(json_feed_gives_all_fields)
{
	read_text("{\"version\":\"https://jsonfeed.org/version/1.1\","
	    "\"title\":\"t\",\"items\":[{\"id\":12,\"url\":\"http://a.cn/1\","
	    "\"title\":\"<一>\",\"content_text\":\"a < b\","
	    "\"date_published\":\"2026-04-28T09:30:00+08:00\","
	    "\"authors\":[{\"name\":\"李\"}],\"tags\":[\"工会\"],"
	    "\"attachments\":[{\"url\":\"http://a.cn/1.mp3\","
	    "\"mime_type\":\"audio/mpeg\",\"size_in_bytes\":9}]}]}");
	CHECK_TEXT(of_feed("title"), "t");
	CHECK_TEXT(of_item("id"), "12");
	CHECK_TEXT(of_item("title_text"), "<一>");
	CHECK_TEXT(of_item("content"), "a < b");
	CHECK_TEXT(of_item("content_type"), "text");
	CHECK_TEXT(of_item("published"), "2026-04-28T01:30:00Z");
	CHECK_TEXT(of_item("author"), "李");
	CHECK_TEXT(json_get_text(json_get(item, "enclosures")->first, "length",
	    ""), "9");
}

TEST(rdf_and_cdf_are_feeds_too)
{
	read_text("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-"
	    "syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>c"
	    "</title></channel><item rdf:about='http://a.cn/1'><title>t"
	    "</title></item></rdf:RDF>");
	CHECK_TEXT(of_feed("title"), "c");
	CHECK_TEXT(of_item("id"), "http://a.cn/1");
	read_text("<CHANNEL HREF='http://a.cn/'><ITEM HREF='/1'>"
	    "<TITLE>t</TITLE></ITEM></CHANNEL>");
	CHECK_TEXT(of_feed("link"), "http://a.cn/");
	CHECK_TEXT(of_item("title"), "t");
}

TEST(encodings_are_found_out)
{
	static const char gb[] = "<?xml version='1.0' encoding='gb2312'?>"
	    "<rss><channel><title>\xB9\xA4\xBB\xE1</title></channel></rss>";
	static const char bare[] = "<rss><channel><title>\xB9\xA4\xBB\xE1"
	    "</title></channel></rss>";
	static const char latin[] = "<rss><channel><title>Espa\xF1" "a \x93x\x94"
	    "</title></channel></rss>";
	static const char lie[] = "<?xml version='1.0' encoding='iso-8859-1'?>"
	    "<rss><channel><title>工会</title></channel></rss>";
	static const char wide[] = "\0<\0r\0s\0s\0>\0<\0c\0h\0a\0n\0n\0e\0l\0>"
	    "\0<\0t\0i\0t\0l\0e\0>\x5D\xE5\0<\0/\0t\0i\0t\0l\0e\0>";

	read_bytes(gb, sizeof(gb) - 1, NULL, NULL);
	CHECK_TEXT(of_feed("title"), "工会");
	read_bytes(bare, sizeof(bare) - 1, NULL, NULL);
	CHECK_TEXT(of_feed("title"), "工会");
	read_bytes(latin, sizeof(latin) - 1, NULL, NULL);
	CHECK_TEXT(of_feed("title"), "España “x”");
	read_bytes(lie, sizeof(lie) - 1, NULL, NULL);
	CHECK_TEXT(of_feed("title"), "工会");
	read_bytes(wide, sizeof(wide) - 1, NULL, NULL);
	CHECK_TEXT(of_feed("title"), "工");
	read_bytes(bare, sizeof(bare) - 1, NULL, "text/xml; charset=\"GBK\"");
	CHECK_TEXT(of_feed("title"), "工会");
}

TEST(broken_feeds_are_read)
{
	read_text("Warning: mysql <b>x</b> in /x.php\n<?xml version='1.0'?>"
	    "<rss><channel><title>A & B&nbsp;&hellip; &what; 3 < 4</title>"
	    "<item><title>x<br>y</title><link>http://a.cn/?a=1&b=2</link>"
	    "</item><item><title>z</channel>");
	CHECK_TEXT(of_feed("title"), "A & B\xC2\xA0… &what; 3 < 4");
	CHECK_TEXT(of_item("title_text"), "x y");
	CHECK_TEXT(of_item("link"), "http://a.cn/?a=1&b=2");
	CHECK(item->next != NULL);
	CHECK_TEXT(json_get_text(item->next, "title", ""), "z");
	read_item("<title>a<b>b</p></title><dc:creator>王</dc:creator>");
	CHECK_TEXT(of_item("author"), "王");
	read_text("<rss><channel><item><wp:x>1</wp:x><dc:creator>q"
	    "</dc:creator></item></channel></rss>");
	CHECK_TEXT(of_item("author"), "q");
}

TEST(entities_of_the_document_are_texts_and_no_files)
{
	read_text("<!DOCTYPE rss [<!ENTITY a \"工会\"><!ENTITY b SYSTEM "
	    "'file:///etc/passwd'><!ENTITY c \"&a;&a;\">]><rss><channel>"
	    "<title>&a;|&b;|&c;</title></channel></rss>");
	CHECK_TEXT(of_feed("title"), "工会|&b;|&a;&a;");
}

TEST(what_acts_is_taken_out)
{
	read_item("<link>javascript:alert(1)</link><description>a&lt;script>"
	    "x&lt;/script>&lt;p onclick='x' style='color: red; position: fixed'"
	    ">b&lt;/p>&lt;iframe src='x'>&lt;/iframe>&lt;a href='javascript:"
	    "x'>c&lt;/a>&lt;img src='1.png'></description>");
	CHECK_TEXT(of_item("link"), "");
	CHECK_TEXT(of_item("summary"), "a<p style=\"color: red;\">b</p>"
	    "<a href=\"\">c</a><img src=\"1.png\" />");
}

TEST(dates_of_all_kinds_are_read)
{
	static const char *const all[][2] = {
		{ "Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
		{ "Thu, 01 Jan 2004 19:48:21 EST", "2004-01-02T00:48:21Z" },
		{ "1 Jan 04 19:48 +0800", "2004-01-01T11:48:00Z" },
		{ "Thu, 1 January 2004 7:48:21 GMT+8", "2003-12-31T23:48:21Z" },
		{ "Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z" },
		{ "Jan 1, 2004 19:48", "2004-01-01T19:48:00Z" },
		{ "2004-01-01T19:48:21.123+08:00", "2004-01-01T11:48:21Z" },
		{ "2004-01-01 19:48:21", "2004-01-01T19:48:21Z" },
		{ "20040101T194821Z", "2004-01-01T19:48:21Z" },
		{ "2004-01", "2004-01-01T00:00:00Z" },
		{ "2004-032", "2004-02-01T00:00:00Z" },
		{ "2004", "2004-01-01T00:00:00Z" },
		{ "2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z" },
		{ "2004年5月28日 下午3:22", "2004-05-28T07:22:00Z" },
		{ "2004년 05월 28일 오후 11:22:33", "2004-05-28T14:22:33Z" },
		{ "31 Feb 2004 10:00", "" }, { "yesterday", "" }, { "", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		read_item(arena_printf(arena != NULL ? arena :
		    (arena = arena_alloc()), "<pubDate>%s</pubDate>",
		    all[i][0]));
		CHECK_TEXT(of_item("published"), all[i][1]);
	}
}

TEST(dates_as_chinese_programs_write_them_are_of_china)
{
	static const char *const all[][2] = {
		{ "2026/01/05 08:30:00", "2026-01-05T00:30:00Z" },
		{ "2026/1/5 8:30", "2026-01-05T00:30:00Z" },
		{ "2026.01.05", "2026-01-04T16:00:00Z" },
		{ "2026.1.5 08:30 +0000", "2026-01-05T08:30:00Z" },
		{ "2026年1月5日 08:30", "2026-01-05T00:30:00Z" },
		{ "2026年01月05日", "2026-01-04T16:00:00Z" },
		{ "２０２６年１月５日　０８：３０", "2026-01-05T00:30:00Z" },
		{ "2026年1月5日（星期一）8时30分", "2026-01-05T00:30:00Z" },
		{ "2026年1月5日 8点", "2026-01-05T00:00:00Z" },
		{ "2026年1月5日 08:30:00 GMT", "2026-01-05T08:30:00Z" },
		{ "北京时间2026年1月5日 8时30分20秒", "2026-01-05T00:30:20Z" },
		{ "星期一, 05 一月 2026 08:30:00 +0800",
		    "2026-01-05T00:30:00Z" },
		{ "星期一，05 十二月 2026 08:30:00", "2026-12-05T00:30:00Z" },
		{ "周一, 05 1月 2026 08:30:00 GMT", "2026-01-05T08:30:00Z" },
		{ "2026-01-05 下午 3:20", "2026-01-05T07:20:00Z" },
		{ "2026年1月5日 上午12:20", "2026-01-04T16:20:00Z" },
		{ "2026年1月5日 中午12:20", "2026-01-05T04:20:00Z" },
		{ "2026/1/5 下午12:20:00", "2026-01-05T04:20:00Z" },
		{ "2026年13月5日 08:30", "" }, { "2026/02/30", "" },
		{ "星期一", "" }, { "下午3:20", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		read_item(arena_printf(arena != NULL ? arena :
		    (arena = arena_alloc()), "<pubDate>%s</pubDate>",
		    all[i][0]));
		CHECK_TEXT(of_item("published"), all[i][1]);
	}
}

TEST(a_date_without_a_zone_is_of_the_readers_place)
{
	static const char *const all[][3] = {
		{ "2026-01-05 08:30:00", "2026-01-05T00:30:00Z",
		    "2026-01-05T08:30:00Z" },
		{ "2026-01-05", "2026-01-04T16:00:00Z",
		    "2026-01-05T00:00:00Z" },
		{ "20260105083000", "2026-01-05T00:30:00Z",
		    "2026-01-05T08:30:00Z" },
		{ "Mon, 05 Jan 26 08:30", "2026-01-05T00:30:00Z",
		    "2026-01-05T08:30:00Z" },
		{ "Mon Jan 05 08:30:00 CST 2026", "2026-01-05T00:30:00Z",
		    "2026-01-05T14:30:00Z" },
		{ "Mon, 05 Jan 2026 8:30 AM", "2026-01-05T00:30:00Z",
		    "2026-01-05T08:30:00Z" },
		{ "Mon, 05 Jan 2026 12:30 AM GMT", "2026-01-05T00:30:00Z",
		    "2026-01-05T00:30:00Z" },
		{ "Mon, 05 Jan 2026 08:30:00 SGT", "2026-01-05T00:30:00Z",
		    "2026-01-05T00:30:00Z" },
		{ "1767573000", "2026-01-05T00:30:00Z",
		    "2026-01-05T00:30:00Z" },
		{ "1767573000123", "2026-01-05T00:30:00Z",
		    "2026-01-05T00:30:00Z" },
	};
	struct feed_source from = { .zone = 0 };
	struct json *out;
	const char *text;
	size_t i, k;

	arena = arena != NULL ? arena : arena_alloc();
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (k = 1; k < 3; k++) {
			from.zone = k == 1 ? 8 * 3600 : 0;
			text = arena_printf(arena, "<rss><channel><item>"
			    "<pubDate>%s</pubDate></item></channel></rss>",
			    all[i][0]);
			CHECK_INT(feed_parse(arena, text, strlen(text), &from,
			    &out, NULL), ERR_OK);
			CHECK_TEXT(json_get_text(json_get(out, "items")->first,
			    "published", ""), all[i][k]);
		}
}

TEST(what_is_utf8_is_read_so_whatever_it_is_called)
{
	static const char *const names[] = { "gb2312", "GBK", "gb18030",
		"big5", "shift_jis", "iso-8859-5" };
	const char *text;
	size_t i;

	arena = arena != NULL ? arena : arena_alloc();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		text = arena_printf(arena, "<?xml version=\"1.0\" "
		    "encoding=\"%s\"?><rss><channel><item><title>职工书屋"
		    "</title></item></channel></rss>", names[i]);
		read_text(text);
		CHECK_TEXT(of_item("title"), "职工书屋");
		CHECK_INT(read_bytes(text, strlen(text), NULL, arena_printf(
		    arena, "text/xml; charset=%s", names[i])), ERR_OK);
		CHECK_TEXT(of_item("title"), "职工书屋");
	}
	/* Pairs of GBK that would also be characters of two bytes. */
	read_text("<?xml version='1.0' encoding='gbk'?><rss><channel><item>"
	    "<title>\xD6\xB0\xC8\xB1</title></item></channel></rss>");
	CHECK_TEXT(of_item("title"), "职缺");
}

TEST(an_item_without_a_title_tells_its_beginning)
{
	read_item("<description>&lt;p>职工书屋 &lt;b>开放&lt;/b>&lt;/p>&lt;p>"
	    "周一至周六上午八点半到下午五点开放，凭工会会员证借阅图书，"
	    "每次三册，三十天内归还，可以续借一次。&lt;/p></description>");
	CHECK_TEXT(of_item("beginning"), "职工书屋 开放 周一至周六上午八点半到"
	    "下午五点开放，凭工会会员证借阅图书，每次…");
	CHECK_TEXT(of_item("title"), "");
	read_item("<title> </title><description>a &lt; b"
	    "</description>");
	CHECK_TEXT(of_item("beginning"), "a < b");
	read_item("<title>书屋</title><description>开放</description>");
	CHECK_TEXT(of_item("beginning"), "");
	read_text("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":["
	    "{\"id\":\"1\",\"content_text\":\"a <b> & c\"}]}");
	CHECK_TEXT(of_item("beginning"), "a <b> & c");
}

TEST(a_guid_that_is_no_address_makes_no_link)
{
	static const char *const all[][2] = {
		{ "<guid>12345</guid>", "" },
		{ "<guid>urn:uuid:1225c695</guid>", "" },
		{ "<guid>/news/1.html</guid>", "" },
		{ "<guid isPermaLink='false'>http://a.cn/1</guid>", "" },
		{ "<guid>http://a.cn/1</guid>", "http://a.cn/1" },
	};
	const char *text;
	size_t i;

	arena = arena != NULL ? arena : arena_alloc();
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		text = arena_printf(arena, "<rss><channel><item>%s</item>"
		    "</channel></rss>", all[i][0]);
		CHECK_INT(read_bytes(text, strlen(text), "http://b.cn/feed",
		    NULL), ERR_OK);
		CHECK_TEXT(of_item("link"), all[i][1]);
	}
}

TEST(formulas_and_drawings_stay_without_what_acts)
{
	read_item("<description>&lt;svg viewbox=\"0 0 9 9\" onload=\"x()\"&gt;"
	    "&lt;script&gt;x()&lt;/script&gt;&lt;circle r=\"3\" fill=\"url(x)\"/&gt;"
	    "&lt;a xlink:href=\"javascript:x\"&gt;&lt;/a&gt;&lt;animate to=\"x\"/&gt;"
	    "&lt;/svg&gt;&lt;p&gt;b&lt;/p&gt;&lt;circle r=\"1\"/&gt;</description>");
	CHECK_TEXT(of_item("summary"), "<svg viewBox=\"0 0 9 9\" "
	    "xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"3\"></circle>"
	    "<a xlink:href=\"\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"></a>"
	    "</svg><p>b</p>");
	read_item("<description>&lt;math&gt;&lt;msup&gt;&lt;mi&gt;x&lt;/mi&gt;"
	    "&lt;mn&gt;2&lt;/mn&gt;&lt;/msup&gt;&lt;p&gt;b&lt;mi&gt;c</description>");
	CHECK_TEXT(of_item("summary"), "<math xmlns=\"http://www.w3.org/1998/"
	    "Math/MathML\"><msup><mi>x</mi><mn>2</mn></msup><p>bc");
}

TEST(a_summary_that_is_there_but_empty_stays_empty)
{
	read_item("<content:encoded>text</content:encoded>");
	CHECK_TEXT(of_item("summary"), "text");
	read_item("<content:encoded>text</content:encoded><description/>");
	CHECK_TEXT(of_item("summary"), "");
	CHECK_TEXT(of_item("content"), "text");
}

TEST(the_address_of_an_owner_is_not_told)
{
	read_text("<rss xmlns:itunes='http://www.itunes.com/dtds/"
	    "podcast-1.0.dtd'><channel><itunes:owner><itunes:name>M"
	    "</itunes:name><itunes:email>m@a.cn</itunes:email></itunes:owner>"
	    "</channel></rss>");
	CHECK_TEXT(of_feed("author"), "M");
	CHECK_TEXT(json_get_text(json_get(feed, "authors")->first, "email", ""),
	    "");
}

TEST(the_language_is_that_of_the_feed_else_of_the_header)
{
	static const char *const all[][3] = {
		{ "<rss><channel><language>zh</language></channel></rss>",
		    "en", "zh" },
		{ "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'/>",
		    "en", "de" },
		{ "<rss><channel/></rss>", "en", "en" },
		{ "<rss><channel/></rss>", "en, de", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct feed_source from = { .language = all[i][1] };
		struct json *out;

		CHECK_INT(feed_parse(arena, all[i][0], strlen(all[i][0]),
		    &from, &out, NULL), ERR_OK);
		CHECK_TEXT(json_get_text(json_get(out, "feed"), "language",
		    ""), all[i][2]);
	}
}

TEST(relative_links_are_made_whole)
{
	static const char *const all[][2] = {
		{ "x", "http://a.cn/b/x" }, { "/x", "http://a.cn/x" },
		{ "../x?y#z", "http://a.cn/x?y#z" }, { "//b.cn/", "http://b.cn/" },
		{ "?q", "http://a.cn/b/c?q" }, { "#f", "http://a.cn/b/c?d#f" },
		{ "../../../x", "http://a.cn/x" }, { "./", "http://a.cn/b/" },
		{ "https://c.cn/新", "https://c.cn/新" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *text = arena_printf(arena != NULL ? arena :
		    (arena = arena_alloc()),
		    "<rss><item><link>%s</link></item></rss>", all[i][0]);

		read_bytes(text, strlen(text), "http://a.cn/b/c?d", NULL);
		CHECK_TEXT(of_item("link"), all[i][1]);
	}
}

TEST(what_is_no_feed_is_refused)
{
	CHECK_INT(read_bytes("<html><p>x</p></html>", 21, NULL, NULL),
	    ERR_INPUT);
	CHECK_TEXT(fault.name, "feed.unknown");
	CHECK_INT(read_bytes("{\"a\":1}", 7, NULL, NULL), ERR_INPUT);
	CHECK_INT(read_bytes("", 0, NULL, NULL), ERR_INPUT);
}

TEST(no_more_items_than_the_limit)
{
	struct buf text = { 0 };
	struct feed_source from = { .zone = 0 };
	struct json *out;
	int i;

	buf_text(&text, "<rss><channel>");
	for (i = 0; i <= FEED_ITEMS_MAX; i++)
		buf_text(&text, "<item><title>x</title></item>");
	CHECK_INT(feed_parse(arena, buf_string(&text), text.length, &from,
	    &out, NULL), ERR_OK);
	CHECK_INT(json_get(out, "items")->length, FEED_ITEMS_MAX);
	CHECK(json_get_bool(out, "truncated", false));
	buf_cleanup(&text);
}
