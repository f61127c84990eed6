/* Exports of WordPress as items. */
#include "html/import.h"
#include "../unit.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss xmlns:wp=\"w\" " \
	"xmlns:content=\"c\" xmlns:excerpt=\"e\" xmlns:dc=\"d\"><channel>" \
	"<wp:wxr_version>1.2</wp:wxr_version>" \
	"<wp:base_site_url>http://old.example</wp:base_site_url>"
#define FOOT "</channel></rss>"
#define POST(id, more) "<item><title>T" id "</title><wp:post_id>" id \
	"</wp:post_id><wp:post_type>post</wp:post_type>" more "</item>"
#define BODY(text) "<content:encoded><![CDATA[" text "]]></content:encoded>"

static struct arena *arena;
static struct json *items, *left;

static enum err
keep(void *arg, struct arena *a, struct json *item)
{
	(void)arg, (void)a;
	json_add(items, json_copy(arena, item));
	return (ERR_OK);
}

static enum err
read_export(const char *text, struct fault *f)
{
	FILE *file = fmemopen((char *)text, strlen(text), "r");
	enum err e;

	arena_free(arena);
	arena = arena_alloc();
	items = json_array(arena);
	memset(f, 0, sizeof(*f));
	e = import_wxr(file, arena, keep, NULL, &left, f);
	fclose(file);
	return (e);
}

static const char *
first(const char *name)
{
	return (json_get_text(items->first, name, NULL));
}

TEST(a_post_is_an_item_with_author_date_tags_and_old_address)
{
	struct fault f;

	CHECK_INT(read_export(HEAD "<wp:author><wp:author_login>li"
	    "</wp:author_login><wp:author_display_name>李四"
	    "</wp:author_display_name></wp:author>" POST("5",
	    "<link>http://old.example/a/</link><dc:creator>li</dc:creator>"
	    "<wp:post_date>2020-01-02 03:04:05</wp:post_date>"
	    "<category domain=\"post_tag\">工会</category>"
	    "<category domain=\"post_format\">aside</category>"
	    "<excerpt:encoded>&lt;b&gt;摘&lt;/b&gt;要</excerpt:encoded>"
	    BODY("一\n二\n\n三")) FOOT, &f), ERR_OK);
	CHECK_INT(items->length, 1);
	CHECK_TEXT(first("title"), "T5");
	CHECK_TEXT(first("author"), "李四");
	CHECK_TEXT(first("date"), "2020-01-02");
	CHECK_TEXT(first("link"), "http://old.example/a/");
	CHECK_TEXT(first("summary"), "摘要");
	CHECK_INT(json_get(items->first, "tags")->length, 1);
	CHECK_TEXT(first("body"), "<p>一<br>\n二</p>\n<p>三</p>\n");
}

TEST(a_broken_export_gives_no_item_at_all)
{
	struct fault f;

	CHECK_INT(read_export(HEAD POST("1", "") "<item><title>x", &f),
	    ERR_INPUT);
	CHECK_TEXT(f.name, "import.wxr");
	CHECK_INT(items->length, 0);
	CHECK_INT(read_export(HEAD POST("1", "") "<b></channel></rss>", &f),
	    ERR_INPUT);
	CHECK_INT(items->length, 0);
	CHECK_INT(read_export("", &f), ERR_INPUT);
	CHECK_INT(read_export("<feed/>", &f), ERR_INPUT);
	CHECK_TEXT(f.name, "import.no_wxr");
	CHECK_INT(read_export("<rss><channel/></rss>", &f), ERR_INPUT);
	CHECK_TEXT(f.name, "import.no_wxr");
	CHECK_INT(read_export("<rss><channel><wxr_version>abc</wxr_version>"
	    "</channel></rss>", &f), ERR_INPUT);
	CHECK_TEXT(f.name, "import.version");
}

TEST(entities_and_great_depth_are_refused)
{
	struct fault f;
	struct buf b = { 0 };
	int i;

	CHECK_INT(read_export("<!DOCTYPE rss [<!ENTITY a \"b\">]>" HEAD FOOT,
	    &f), ERR_INPUT);
	CHECK_TEXT(f.name, "import.wxr");
	buf_text(&b, "<rss>");
	for (i = 0; i < 100; i++)
		buf_text(&b, "<a>");
	CHECK_INT(read_export(buf_string(&b), &f), ERR_INPUT);
	buf_cleanup(&b);
}

TEST(sections_that_hold_their_own_end_and_control_characters_are_read)
{
	struct fault f;

	CHECK_INT(read_export(HEAD POST("1", BODY("a ]]> b <![CDATA[ c\x0b"
	    "]]")) FOOT, &f), ERR_OK);
	CHECK_TEXT(first("body"), "<p>a ]]> b <![CDATA[ c]]</p>\n");
	CHECK_INT(read_export(HEAD POST("1", "<content:encoded>"
	    "<![CDATA[a]]]]><![CDATA[>b]]></content:encoded>") FOOT, &f),
	    ERR_OK);
	CHECK_TEXT(first("body"), "<p>a]]>b</p>\n");
}

TEST(files_of_the_export_come_with_their_posts)
{
	struct fault f;

#define FILE_OF(id, post, url) "<item><title>F" id "</title><wp:post_id>" id \
	"</wp:post_id><wp:post_parent>" post "</wp:post_parent>" \
	"<wp:post_type>attachment</wp:post_type><wp:attachment_url>" url \
	"</wp:attachment_url></item>"
	CHECK_INT(read_export(HEAD POST("5", "<wp:postmeta><wp:meta_key>"
	    "_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value>"
	    "</wp:postmeta>" BODY("[gallery ids=\"7\"][caption]<img "
	    "src=\"x.jpg\"> 说明[/caption][contact-form-7 id=\"1\"]"))
	    FILE_OF("7", "5", "http://old.example/a.jpg")
	    FILE_OF("8", "5", "http://old.example/b.pdf")
	    FILE_OF("9", "6", "http://old.example/c.pdf") FOOT, &f), ERR_OK);
	CHECK_INT(items->length, 1);
	CHECK_TEXT(first("cover"), "http://old.example/a.jpg");
	CHECK_INT(json_get(items->first, "attachments")->length, 1);
	CHECK_TEXT(json_get_text(json_get(items->first, "attachments")->first,
	    "url", ""), "http://old.example/b.pdf");
	CHECK(strstr(first("body"), "<img src=\"http://old.example/a.jpg\"") !=
	    NULL);
	CHECK(strstr(first("body"), "<figcaption> 说明</figcaption>") != NULL);
	CHECK_INT(json_get(items->first, "notes")->length, 1);
	CHECK_INT(json_get_int(left, "attachment", 0), 3);
}

TEST(what_was_thrown_away_is_left_out_and_what_was_private_is_told)
{
	struct fault f;

	CHECK_INT(read_export(HEAD POST("1", "<wp:status>trash</wp:status>")
	    POST("2", "<wp:status>private</wp:status>") FOOT, &f), ERR_OK);
	CHECK_INT(items->length, 1);
	CHECK_TEXT(first("title"), "T2");
	CHECK_INT(json_get(items->first, "notes")->length, 1);
	CHECK_INT(json_get_int(left, "trash", 0), 1);
}

TEST(blocks_stand_outside_of_paragraphs)
{
	struct fault f;

	CHECK_INT(read_export(HEAD POST("1", BODY("a\n<ul>\n<li>b</li>\n\n"
	    "<li>c</li></ul>\nd<!--more-->")) FOOT, &f), ERR_OK);
	CHECK_TEXT(first("body"), "<p>a</p>\n<ul>\n<li>b</li>\n\n<li>c</li>"
	    "</ul>\n<p>d</p>\n");
	CHECK_INT(read_export(HEAD POST("1", BODY("<!-- wp:paragraph -->\n"
	    "<p>a</p>\n<!-- /wp:paragraph -->")) FOOT, &f), ERR_OK);
	CHECK_TEXT(first("body"), "\n<p>a</p>\n");
	arena_free(arena);
	arena = NULL;
}
