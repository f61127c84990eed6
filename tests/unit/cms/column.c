/* Columns: paths, moves with all that is below, deletes of empty ones. */
#include "cms/column.h"
#include "world.h"

static struct world w;
static struct person author, keeper;

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	ready(&author);
	ready(&keeper);
	return (true);
}

TEST(paths_are_slugs_that_no_route_uses)
{
	CHECK(column_path_valid("news"));
	CHECK(column_path_valid("a/b/c/d/e/f"));
	CHECK(!column_path_valid("a/b/c/d/e/f/g"));
	CHECK(!column_path_valid(""));
	CHECK(!column_path_valid("/news"));
	CHECK(!column_path_valid("news/"));
	CHECK(!column_path_valid("News"));
	CHECK(!column_path_valid("新闻"));
	CHECK(!column_path_valid("-a"));
	CHECK(!column_path_valid(".."));
	CHECK(!column_path_valid("desk/x"));
	CHECK(!column_path_valid("api"));
	CHECK(column_path_valid("news/api"));
}

TEST(a_column_needs_a_parent_a_free_path_and_a_known_type)
{
	CHECK(setup());
	CHECK_ERR(ACT(&w, &keeper, "column.create",
	    "{'path':'a/b','title':'t'}"), ERR_INPUT, "column.no_parent");
	CHECK_ERR(ACT(&w, &keeper, "column.create",
	    "{'path':'news','title':'t'}"), ERR_CONFLICT, "column.taken");
	CHECK_ERR(ACT(&w, &keeper, "column.create",
	    "{'path':'b','title':'t','type':'x'}"), ERR_INPUT,
	    "type.unknown");
	CHECK_ERR(ACT(&w, &author, "column.create",
	    "{'path':'b','title':'t'}"), ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(ACT(&w, &keeper, "column.create",
	    "{'path':'b','title':'t','type':'page'}"));
	CHECK_TEXT(out_text(&w, "type"), "page");
	world_close(&w);
}

TEST(a_move_takes_all_below_along)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &keeper, "column.create",
	    "{'path':'news/notice/old','title':'旧'}"));
	CHECK_OK(ACT(&w, &keeper, "column.create",
	    "{'path':'news-x','title':'别'}"));
	CHECK_ERR(ACT(&w, &keeper, "column.move",
	    "{'path':'news','parent':'news/notice'}"), ERR_INPUT,
	    "column.inside");
	CHECK_OK(ACT(&w, &keeper, "column.move",
	    "{'path':'news/notice','parent':'party'}"));
	CHECK_TEXT(out_text(&w, "path"), "party/notice");
	CHECK_OK(ACT(&w, &keeper, "column.read",
	    "{'path':'party/notice/old'}"));
	CHECK_OK(ACT(&w, &keeper, "column.move",
	    "{'path':'party/notice','parent':null,'position':9}"));
	CHECK_OK(ACT(&w, &keeper, "column.read", "{'path':'notice/old'}"));
	CHECK_OK(ACT(&w, &keeper, "column.read", "{'path':'news-x'}"));
	/* Without a parent only the place among its siblings changes. */
	CHECK_OK(ACT(&w, &keeper, "column.move",
	    "{'path':'notice/old','position':3}"));
	CHECK_TEXT(out_text(&w, "path"), "notice/old");
	CHECK_INT(out_int(&w, "position"), 3);
	world_close(&w);
}

TEST(an_update_changes_what_it_names)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &keeper, "column.update", "{'path':'news',"
	    "'freshness_days':14,'description':'要闻','in_menu':false}"));
	CHECK_TEXT(out_text(&w, "title"), "新闻");
	CHECK_INT(out_int(&w, "freshness_days"), 14);
	CHECK_OK(ACT(&w, &keeper, "column.update",
	    "{'path':'news','freshness_days':null,'title':'时政'}"));
	CHECK(json_get(w.out, "freshness_days")->type == JSON_NULL);
	CHECK_TEXT(out_text(&w, "description"), "要闻");
	CHECK_ERR(ACT(&w, &keeper, "column.update",
	    "{'path':'news','unit':99}"), ERR_INPUT, "unit.unknown");
	world_close(&w);
}

TEST(only_an_empty_column_is_deleted)
{
	CHECK(setup());
	CHECK_ERR(ACT(&w, &keeper, "column.delete", "{'path':'news'}"),
	    ERR_CONFLICT, "column.used");
	CHECK_OK(ACT(&w, &author, "entry.create",
	    "{'column':'party','title':'t'}"));
	CHECK_ERR(ACT(&w, &keeper, "column.delete", "{'path':'party'}"),
	    ERR_CONFLICT, "column.used");
	CHECK_OK(ACT(&w, &keeper, "workflow.define", "{'column':"
	    "'news/notice','steps':[{'title':'一'},{'title':'二'},"
	    "{'title':'三'}]}"));
	CHECK_OK(ACT(&w, &keeper, "column.delete",
	    "{'path':'news/notice'}"));
	CHECK_OK(ACT(&w, &keeper, "column.list", "{}"));
	CHECK_INT(json_get(w.out, "columns")->length, 2);
	world_close(&w);
}
