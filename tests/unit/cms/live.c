/* What visitors get: lists by column, counts, neighbours, the menu, and the
 * public acts. */
#include "cms/live.h"
#include "cms/workflow.h"
#include "world.h"

static struct world w;
static struct person author, keeper, first, second, third;

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	first = person(&w, 21, "初", ROLE_REVIEWER, 1);
	second = person(&w, 22, "复", ROLE_REVIEWER, 2);
	third = person(&w, 23, "终", ROLE_REVIEWER, 3);
	ready(&author);
	ready(&keeper);
	ready(&first);
	ready(&second);
	ready(&third);
	return (true);
}

/* Publishes a text in the column; returns its id, 0 for a failure. */
static int64_t
publish(const char *column, const char *title, int64_t at)
{
	const struct person *people[] = { &first, &second, &third };
	const char *hash;
	int64_t id;

	time_set_for_test(at);
	if (ACT(&w, &author, "entry.create", "{'column':'%s','title':'%s',"
	    "'source':'本刊','tags':['一','二']}", column, title) != ERR_OK)
		return (0);
	id = out_int(&w, "id");
	hash = out_text(&w, "hash");
	if (ACT(&w, &author, "entry.submit", "{'id':%lld,"
	    "'secrecy_checked':true}", (long long)id) != ERR_OK)
		return (0);
	for (size_t i = 0; i < 3; i++)
		if (ACT(&w, people[i], "entry.approve",
		    "{'id':%lld,'hash':'%s'}", (long long)id, hash) != ERR_OK)
			return (0);
	time_set_for_test(-1);
	return (id);
}

static const char *
title_at(const struct json *list, int n)
{
	json_each(e, list)
		if (n-- == 0)
			return (json_get_text(e, "title", ""));
	return (NULL);
}

TEST(lists_are_newest_first_by_column_and_below)
{
	struct json *list;

	CHECK(setup());
	CHECK(publish("news", "甲", 1000) != 0);
	CHECK(publish("news/notice", "乙", 2000) != 0);
	CHECK(publish("party", "丙", 3000) != 0);
	CHECK(publish("news", "丁", 4000) != 0);
	CHECK_OK(live_latest(w.site, w.arena, &(struct live_query){
	    .limit = 3 }, &list, &w.fault));
	CHECK_INT(list->length, 3);
	CHECK_TEXT(title_at(list, 0), "丁");
	CHECK_TEXT(title_at(list, 2), "乙");
	CHECK_OK(live_latest(w.site, w.arena, &(struct live_query){
	    .column = "news" }, &list, &w.fault));
	CHECK_INT(list->length, 2);
	CHECK_OK(live_latest(w.site, w.arena, &(struct live_query){
	    .column = "news", .children = true, .offset = 1 }, &list,
	    &w.fault));
	CHECK_INT(list->length, 2);
	CHECK_TEXT(title_at(list, 0), "乙");
	CHECK_OK(live_latest(w.site, w.arena, &(struct live_query){
	    .column = "news", .children = true, .before_at = 2000,
	    .before_id = 2 }, &list, &w.fault));
	CHECK_INT(list->length, 1);
	CHECK_TEXT(title_at(list, 0), "甲");
	CHECK_TEXT(json_get_text(list->first, "source", NULL), "本刊");
	CHECK_INT(json_get(list->first, "tags")->length, 2);
	CHECK_OK(live_latest(w.site, w.arena, &(struct live_query){
	    .with_cover = true }, &list, &w.fault));
	CHECK_INT(list->length, 0);
	world_close(&w);
}

TEST(counts_agree_with_lists)
{
	int64_t n;

	CHECK(setup());
	CHECK(publish("news", "甲", 1000) != 0);
	CHECK(publish("news/notice", "乙", 2000) != 0);
	CHECK_OK(live_count(w.site, &(struct live_query){ .limit = 0 }, &n,
	    &w.fault));
	CHECK_INT(n, 2);
	CHECK_OK(live_count(w.site, &(struct live_query){ .column = "news" },
	    &n, &w.fault));
	CHECK_INT(n, 1);
	CHECK_OK(live_count(w.site, &(struct live_query){ .column = "news",
	    .children = true, .type = "article" }, &n, &w.fault));
	CHECK_INT(n, 2);
	world_close(&w);
}

TEST(an_entry_knows_its_neighbours_in_the_column)
{
	struct json *previous, *next;
	int64_t id;

	CHECK(setup());
	CHECK(publish("news", "甲", 1000) != 0);
	CHECK(publish("party", "别处", 1500) != 0);
	CHECK((id = publish("news", "乙", 2000)) != 0);
	CHECK(publish("news", "丙", 3000) != 0);
	CHECK_OK(live_neighbours(w.site, w.arena, id, &previous, &next,
	    &w.fault));
	CHECK_TEXT(json_get_text(previous, "title", NULL), "甲");
	CHECK_TEXT(json_get_text(next, "title", NULL), "丙");
	CHECK_OK(live_neighbours(w.site, w.arena, 1, &previous, &next,
	    &w.fault));
	CHECK(previous == NULL);
	world_close(&w);
}

TEST(columns_come_as_a_tree_with_addresses)
{
	struct json *v;

	CHECK(setup());
	CHECK_OK(live_menu(w.site, w.arena, &v, &w.fault));
	CHECK_INT(v->length, 2);
	CHECK_TEXT(title_at(v, 0), "新闻");
	CHECK_INT(json_get(v->first, "children")->length, 1);
	CHECK_OK(live_column(w.site, w.arena, "news/notice", &v, &w.fault));
	CHECK_TEXT(json_get_text(v, "url", NULL), "/news/notice/");
	CHECK_TEXT(json_get_text(v, "parent", NULL), "news");
	CHECK_ERR(live_column(w.site, w.arena, "news/", &v, &w.fault),
	    ERR_NOT_FOUND, "column.unknown");
	CHECK_OK(live_breadcrumb(w.site, w.arena, "news/notice", &v,
	    &w.fault));
	CHECK_INT(v->length, 2);
	CHECK_TEXT(json_get_text(v->first, "url", NULL), "/news/");
	world_close(&w);
}

TEST(visitors_list_page_by_page_and_see_no_draft)
{
	const char *cursor;
	int64_t draft;

	CHECK(setup());
	CHECK(publish("news", "甲", 1000) != 0);
	CHECK(publish("news", "乙", 1000) != 0);
	CHECK(publish("news/notice", "丙", 1000) != 0);
	CHECK_OK(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'草稿'}"));
	draft = out_int(&w, "id");
	CHECK_OK(ACT(&w, NULL, "live.list", "{'column':'news','limit':2}"));
	CHECK_INT(json_get(w.out, "entries")->length, 2);
	cursor = json_get_text(w.out, "next", "");
	CHECK_OK(ACT(&w, NULL, "live.list",
	    "{'column':'news','limit':2,'cursor':'%s'}", cursor));
	CHECK_INT(json_get(w.out, "entries")->length, 1);
	CHECK_TEXT(title_at(json_get(w.out, "entries"), 0), "甲");
	CHECK_ERR(ACT(&w, NULL, "live.read", "{'id':%lld}",
	    (long long)draft), ERR_NOT_FOUND, "live.unknown");
	CHECK_ERR(ACT(&w, NULL, "live.list", "{'column':'x'}"),
	    ERR_NOT_FOUND, "column.unknown");
	CHECK_ERR(ACT(&w, NULL, "live.list", "{'cursor':'1'}"), ERR_INPUT,
	    "input.cursor");
	world_close(&w);
}

TEST(a_reader_connection_reads_the_same)
{
	struct cms *reader;
	struct site *site;
	struct json *v;
	uint64_t before;

	CHECK(setup());
	before = site_generation(w.site);
	CHECK(publish("news", "甲", 1000) != 0);
	CHECK(site_generation(w.site) > before);
	CHECK_OK(cms_open(&reader, world_root(), cms_sites(w.cms), DB_READ,
	    &w.fault));
	CHECK_OK(cms_site(reader, "jiang", &site, &w.fault));
	CHECK_OK(live_entry(site, w.arena, 1, &v, &w.fault));
	CHECK_TEXT(json_get_text(v, "title", NULL), "甲");
	cms_close(reader);
	world_close(&w);
}
