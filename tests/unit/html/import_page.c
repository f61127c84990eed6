/* Pages of old sites as items, and addresses in bodies. */
#include "html/import.h"
#include "../unit.h"

static struct arena *arena;
static struct json *item;

static enum err
page(const char *text, size_t n)
{
	struct fault f = { 0 };

	arena_free(arena);
	arena = arena_alloc();
	return (import_page(text, n, arena, &item, &f));
}

#define PAGE(text) page(text, sizeof(text) - 1)
#define FIELD(name) json_get_text(item, name, NULL)

TEST(meta_elements_of_portals_say_title_date_and_source)
{
	CHECK_INT(PAGE("<head><title>通知_某局</title>"
	    "<meta name=SiteName content=某局>"
	    "<meta name=PubDate content='2024-05-01 09:30'>"
	    "<meta name=ContentSource content='办公室 '>"
	    "<meta name=Keywords content='工会'>"
	    "<meta name=Description content='摘要'></head>"
	    "<body><p>正文</p>"), ERR_OK);
	CHECK_TEXT(FIELD("title"), "通知");
	CHECK_TEXT(FIELD("date"), "2024-05-01");
	CHECK_TEXT(FIELD("source"), "办公室");
	CHECK_TEXT(FIELD("keywords"), "工会");
	CHECK_TEXT(FIELD("summary"), "摘要");
	CHECK(strstr(FIELD("body"), "正文") != NULL);
}

TEST(the_text_is_the_container_without_what_stands_around)
{
	CHECK_INT(PAGE("<title>x</title><nav>首页</nav><h1>题</h1>"
	    "<div class='box TRS_Editor'><p>正文</p><form>搜索</form></div>"
	    "<footer>版权</footer>"), ERR_OK);
	CHECK_TEXT(FIELD("title"), "题");
	CHECK(strstr(FIELD("body"), "正文") != NULL);
	CHECK(strstr(FIELD("body"), "首页") == NULL);
	CHECK(strstr(FIELD("body"), "搜索") == NULL);
	CHECK(strstr(FIELD("body"), "版权") == NULL);
	CHECK_INT(PAGE("<nav>首页</nav><p>正文</p><footer>版权</footer>"),
	    ERR_OK);
	CHECK(strstr(FIELD("body"), "首页") == NULL);
	CHECK(strstr(FIELD("body"), "正文") != NULL);
}

TEST(the_longest_article_counts_and_its_heading_leaves_the_text)
{
	CHECK_INT(PAGE("<article><h1>短</h1>a</article>"
	    "<article><h1>长的</h1><p>更多的文字</p></article>"), ERR_OK);
	CHECK_TEXT(FIELD("title"), "长的");
	CHECK(strstr(FIELD("body"), "更多的文字") != NULL);
	CHECK(strstr(FIELD("body"), "长的") == NULL);
	CHECK(strstr(FIELD("body"), "短") == NULL);
}

TEST(the_charset_that_the_page_names_is_read)
{
	/* 公告, in GB 2312 and in Big5 */
	CHECK_INT(PAGE("<meta http-equiv=Content-Type "
	    "content='text/html; charset=gb2312'>"
	    "<title>\xB9\xAB\xB8\xE6</title>"), ERR_OK);
	CHECK_TEXT(FIELD("title"), "公告");
	CHECK_INT(PAGE("<meta charset=big5>"
	    "<title>\xA4\xBD\xA7\x69</title>"), ERR_OK);
	CHECK_TEXT(FIELD("title"), "公告");
}

TEST(a_page_that_says_nothing_has_no_title)
{
	CHECK_INT(PAGE(""), ERR_OK);
	CHECK_TEXT(FIELD("title"), NULL);
	CHECK_INT(PAGE("\0<p>a\0b"), ERR_OK);
	CHECK(strstr(FIELD("body"), "<p>ab") != NULL);
}

TEST(what_is_no_text_is_refused)
{
	char bytes[256];
	int i;

	for (i = 0; i < 256; i++)
		bytes[i] = (char)i;
	CHECK_INT(page(bytes, sizeof(bytes)), ERR_TYPE);
}

TEST(a_page_that_is_too_deep_is_refused)
{
	struct buf b = { 0 };
	int i;

	for (i = 0; i < 1000; i++)
		buf_text(&b, "<div>");
	CHECK_INT(page(b.data, b.length), ERR_INPUT);
	buf_cleanup(&b);
}

static const char *
change(void *arg, enum import_place place, const char *url)
{
	(void)arg;
	if (strcmp(url, "gone") == 0)
		return ("");
	return (place == IMPORT_PICTURE ? "/media/1" :
	    strcmp(url, "a&b") == 0 ? "/c" : NULL);
}

TEST(addresses_are_changed_left_or_taken_away)
{
	static const char BODY[] = "<p>1<img data-src='x' alt='t'>"
	    "<a href='a&amp;b'>2</a><a href='stay'>3</a>"
	    "<a href='gone'>4</a><img src='gone'>5</p>";
	struct buf out = { 0 };
	struct fault f = { 0 };

	CHECK_INT(import_addresses(BODY, strlen(BODY), change, NULL, &out, &f),
	    ERR_OK);
	CHECK_TEXT(buf_string(&out), "<p>1<img data-src=\"x\" alt=\"t\" "
	    "src=\"/media/1\"><a href=\"/c\">2</a><a href=\"stay\">3</a>"
	    "<a>4</a>5</p>");
	buf_cleanup(&out);
	arena_free(arena);
	arena = NULL;
}

TEST(dates_are_read_in_the_forms_that_people_write)
{
	char day[IMPORT_DATE_SIZE];

	CHECK(import_date("2024-5-1 09:30", day));
	CHECK_TEXT(day, "2024-05-01");
	CHECK(import_date("发布于2024年12月31日", day));
	CHECK_TEXT(day, "2024-12-31");
	CHECK(import_date("20240229", day));
	CHECK_TEXT(day, "2024-02-29");
	CHECK(!import_date("20230229", day));
	CHECK(!import_date("24-5-1", day));
	CHECK(!import_date("", day));
	CHECK(!import_date("2024", day));
}
