#include "house.h"

#include "cms/setting.h"

static struct house h;
#define w (h.w)

static enum err
setting_put(const char *name, const char *text)
{
	struct json *v = NULL;

	if (json_parse(w.arena, text, strlen(text), &v, &w.fault) != ERR_OK)
		return (ERR_INTERNAL);
	return (setting_write(w.site, name, v, &w.fault));
}

TEST(a_home_of_blocks_is_kept_as_it_is_written)
{
	struct json *v;

	CHECK(house_open(&h));
	CHECK_OK(setting_put("home", "[{\"block\":\"list\","
	    "\"column\":\"news\",\"limit\":5}]"));
	CHECK_OK(setting_read(w.site, w.arena, "home", &v, &w.fault));
	CHECK_INT(v->length, 1);
	CHECK_TEXT(json_get_text(v->first, "column", ""), "news");
	CHECK_INT(json_get_int(v->first, "limit", 0), 5);
	CHECK_OK(setting_put("home", "null"));
	CHECK_OK(setting_read(w.site, w.arena, "home", &v, &w.fault));
	CHECK_INT(v->length, 0);
	house_close(&h);
}

TEST(rows_with_strange_members_or_values_are_refused)
{
	CHECK(house_open(&h));
	CHECK_ERR(setting_put("links", "\"x\""), ERR_INPUT, "input.type");
	CHECK_ERR(setting_put("links", "[\"x\"]"), ERR_INPUT, "input.type");
	CHECK_ERR(setting_put("links", "[{\"href\":\"/\"}]"), ERR_INPUT,
	    "input.choice");
	CHECK_ERR(setting_put("links", "[{\"url\":{}}]"), ERR_INPUT,
	    "input.type");
	CHECK_TEXT(w.fault.field, "links");
	house_close(&h);
}

TEST(rows_are_whole_and_a_limit_is_a_small_number)
{
	CHECK(house_open(&h));
	CHECK_ERR(setting_put("home", "[{\"block\":\"list\"}]"), ERR_INPUT,
	    "setting.row");
	CHECK_ERR(setting_put("links", "[{\"title\":\"a\",\"url\":\"\"}]"),
	    ERR_INPUT, "setting.row");
	CHECK_ERR(setting_put("links", "[{\"title\":\"a\",\"url\":\"/\"},"
	    "{\"title\":\"b\"}]"), ERR_INPUT, "setting.row");
	CHECK_TEXT(w.fault.detail, "2");
	CHECK_ERR(setting_put("links", "[{\"title\":1,\"url\":\"/\"}]"),
	    ERR_INPUT, "input.type");
	CHECK_ERR(setting_put("home", "[{\"block\":\"list\","
	    "\"column\":\"news\",\"limit\":\"5\"}]"), ERR_INPUT,
	    "input.range");
	CHECK_ERR(setting_put("home", "[{\"block\":\"list\","
	    "\"column\":\"news\",\"limit\":51}]"), ERR_INPUT, "input.range");
	CHECK_OK(setting_put("home", "[{\"block\":\"list\","
	    "\"column\":\"news\",\"limit\":50}]"));
	house_close(&h);
}

TEST(a_list_of_forty_rows_is_taken_and_one_more_is_not)
{
	struct buf text = { 0 };
	size_t i;

	CHECK(house_open(&h));
	for (i = 0; i < 40; i++)
		buf_printf(&text, "%s{\"title\":\"%zu\",\"url\":\"/\"}",
		    i == 0 ? "[" : ",", i);
	buf_text(&text, "]");
	CHECK_OK(setting_put("links", buf_string(&text)));
	text.length--;
	buf_text(&text, ",{\"title\":\"40\",\"url\":\"/\"}]");
	CHECK_ERR(setting_put("links", buf_string(&text)), ERR_INPUT,
	    "input.many");
	buf_cleanup(&text);
	house_close(&h);
}

TEST(links_addresses_of_mail_and_titles_are_what_they_are_called)
{
	CHECK(house_open(&h));
	CHECK_OK(setting_put("notice_link", "\"https://example.cn/a\""));
	CHECK_OK(setting_put("notice_link", "\"/news/\""));
	CHECK_OK(setting_put("notice_link", "\"\""));
	CHECK_ERR(setting_put("notice_link", "\"javascript:alert(1)\""),
	    ERR_INPUT, "input.link");
	CHECK_ERR(setting_put("notice_link", "\"//example.cn/\""), ERR_INPUT,
	    "input.link");
	CHECK_ERR(setting_put("links",
	    "[{\"title\":\"a\",\"url\":\"data:text/html,x\"}]"), ERR_INPUT,
	    "input.link");
	CHECK_OK(setting_put("mail", "\"bangongshi@example.cn\""));
	CHECK_OK(setting_put("mail", "\"\""));
	CHECK_ERR(setting_put("mail", "\"not mail\""), ERR_INPUT,
	    "setting.mail");
	CHECK_ERR(setting_put("mail", "\"a@b@c\""), ERR_INPUT,
	    "setting.mail");
	CHECK_ERR(setting_put("title", "\"\""), ERR_INPUT, "input.missing");
	CHECK_ERR(setting_put("title", "\" \xe3\x80\x80\""), ERR_INPUT,
	    "input.missing");
	house_close(&h);
}
