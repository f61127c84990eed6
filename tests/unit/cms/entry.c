/* Entries: revisions, compare-and-set, autosave, restore, move, trash, lists. */
#include "cms/transact.h"
#include "world.h"

#define CREATE "{'column':'news','title':'%s','body':'<p>正文</p>'}"

static struct world w;
static struct person author, other, editor, keeper, reviewer;

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	other = person(&w, 12, "乙", ROLE_CONTRIBUTOR, 0);
	editor = person(&w, 13, "丙", ROLE_EDITOR, 0);
	keeper = person(&w, 14, "丁", ROLE_SITE_KEEPER, 0);
	reviewer = person(&w, 15, "戊", ROLE_REVIEWER, 1);
	ready(&author);
	ready(&other);
	ready(&editor);
	ready(&keeper);
	ready(&reviewer);
	return (true);
}

TEST(create_gives_a_draft_with_a_first_revision_and_hash)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "标题"));
	CHECK_INT(out_int(&w, "id"), 1);
	CHECK_TEXT(out_text(&w, "state"), "draft");
	CHECK_INT(strlen(out_text(&w, "hash")), 64);
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "title"), "标题");
	CHECK_TEXT(out_text(&w, "column"), "news");
	CHECK_INT(out_int(&w, "number"), 1);
	CHECK_INT(json_get(w.out, "steps")->length, 3);
	CHECK_TEXT(json_get_text(json_get(w.out, "content"), "body", NULL),
	    "<p>正文</p>");
	CHECK(out_allows(&w, "entry.edit") && out_allows(&w, "entry.submit"));
	CHECK(!out_allows(&w, "entry.approve"));
	world_close(&w);
}

TEST(unknown_fields_wrong_types_and_missing_titles_are_named)
{
	CHECK(setup());
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'t','bodi':'x'}"), ERR_INPUT,
	    "input.unknown");
	CHECK_TEXT(w.fault.field, "bodi");
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':5}"), ERR_INPUT, "input.type");
	CHECK_TEXT(w.fault.field, "title");
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','body':'x'}"), ERR_INPUT, "input.missing");
	CHECK_TEXT(w.fault.field, "title");
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'　 '}"), ERR_INPUT, "input.missing");
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'t','signed_date':'2026-02-29'}"),
	    ERR_INPUT, "input.date");
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'nowhere','title':'t'}"), ERR_INPUT, "column.unknown");
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'t','cover':'%064d'}", 0), ERR_INPUT,
	    "media.unknown");
	CHECK_ERR(ACT(&w, NULL, "entry.create", CREATE, "t"), ERR_AUTH,
	    "auth.needed");
	CHECK_OK(ACT(&w, &keeper, "entry.list", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	world_close(&w);
}

TEST(a_title_may_be_as_long_as_the_limit_and_no_longer)
{
	struct buf title = { .data = NULL };
	int i;

	CHECK(setup());
	for (i = 0; i < 120; i++)
		buf_text(&title, "长");
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, title.data));
	buf_text(&title, "长");
	CHECK_ERR(ACT(&w, &author, "entry.create", CREATE, title.data),
	    ERR_INPUT, "input.long");
	buf_cleanup(&title);
	world_close(&w);
}

TEST(body_is_cleaned_when_it_is_saved)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'title':'t','body':'<p onclick=x>a<script>b</script></p>'}"));
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "content"), "body", NULL),
	    "<p>a</p>");
	world_close(&w);
}

TEST(saving_on_an_outdated_base_answers_with_both_texts)
{
	int64_t first, second;

	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	first = out_int(&w, "revision");
	CHECK_OK(ACT(&w, &editor, "entry.save",
	    "{'id':1,'base_revision':%lld,'title':'二'}", (long long)first));
	second = out_int(&w, "revision");
	CHECK(second > first);
	CHECK_ERR(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':%lld,'title':'三'}", (long long)first),
	    ERR_CONFLICT, "entry.stale");
	CHECK_INT(json_get_int(json_get(w.out, "current"), "revision", 0),
	    second);
	CHECK_TEXT(json_get_text(json_get(json_get(w.out, "current"),
	    "content"), "title", NULL), "二");
	CHECK_TEXT(json_get_text(json_get(w.out, "yours"), "title", NULL),
	    "三");
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "title"), "二");
	/* What the save didn't name is still there. */
	CHECK_TEXT(json_get_text(json_get(w.out, "content"), "body", NULL),
	    "<p>正文</p>");
	world_close(&w);
}

TEST(saving_the_same_content_makes_no_revision)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_OK(ACT(&w, &author, "entry.save", "{'id':1,'base_revision':1,"
	    "'title':' 一 ','body':'<p>正文</p>'}"));
	CHECK_INT(out_int(&w, "revision"), 1);
	CHECK_OK(ACT(&w, &author, "entry.revisions", "{'id':1}"));
	CHECK_INT(json_get(w.out, "revisions")->length, 1);
	world_close(&w);
}

TEST(autosave_is_the_users_own_and_goes_with_a_save)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_OK(ACT(&w, &author, "entry.autosave",
	    "{'id':1,'base_revision':1,'title':'半'}"));
	CHECK_OK(ACT(&w, &author, "entry.autosave",
	    "{'id':1,'base_revision':1,'title':'半句'}"));
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "title"), "一");
	CHECK_TEXT(json_get_text(json_get(json_get(w.out, "autosave"),
	    "content"), "title", NULL), "半句");
	CHECK_OK(ACT(&w, &editor, "entry.read", "{'id':1}"));
	CHECK(json_get(w.out, "autosave") == NULL);
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'一句'}"));
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK(json_get(w.out, "autosave") == NULL);
	world_close(&w);
}

TEST(an_old_revision_comes_back_as_a_new_one)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'二'}"));
	CHECK_ERR(ACT(&w, &author, "entry.restore",
	    "{'id':1,'revision':1,'base_revision':1}"), ERR_CONFLICT,
	    "entry.stale");
	CHECK_OK(ACT(&w, &author, "entry.restore",
	    "{'id':1,'revision':1,'base_revision':2}"));
	CHECK_INT(out_int(&w, "revision"), 3);
	CHECK_OK(ACT(&w, &author, "entry.revision",
	    "{'id':1,'revision':3}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "content"), "title", NULL),
	    "一");
	CHECK_ERR(ACT(&w, &author, "entry.revision",
	    "{'id':1,'revision':99}"), ERR_NOT_FOUND, "revision.unknown");
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "别的"));
	CHECK_ERR(ACT(&w, &author, "entry.restore",
	    "{'id':2,'revision':1,'base_revision':4}"), ERR_NOT_FOUND,
	    "revision.unknown");
	world_close(&w);
}

TEST(moving_is_a_save_that_needs_the_right_there)
{
	CHECK(setup());
	author.grants[0].column = 1;	/* news and below */
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'column':'news/notice'}"));
	CHECK_INT(out_int(&w, "revision"), 2);
	CHECK_ERR(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':2,'column':'party'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "column"), "news/notice");
	CHECK_OK(ACT(&w, &editor, "entry.save",
	    "{'id':1,'base_revision':2,'column':'party'}"));
	/* Where the author has no rights, the author reads no more. */
	CHECK_ERR(ACT(&w, &author, "entry.read", "{'id':1}"), ERR_FORBIDDEN,
	    "permission.denied");
	world_close(&w);
}

TEST(nobody_reads_or_edits_what_is_anothers)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_ERR(ACT(&w, &other, "entry.read", "{'id':1}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_ERR(ACT(&w, &other, "entry.save",
	    "{'id':1,'base_revision':1,'title':'x'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_ERR(ACT(&w, &reviewer, "entry.read", "{'id':1}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &author, "entry.read", "{'id':7}"), ERR_NOT_FOUND,
	    "entry.unknown");
	CHECK_OK(ACT(&w, &other, "entry.list", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	world_close(&w);
}

TEST(trash_takes_from_review_and_gives_back_a_draft)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_OK(ACT(&w, &author, "entry.submit",
	    "{'id':1,'secrecy_checked':true}"));
	CHECK_OK(ACT(&w, &author, "entry.trash", "{'id':1}"));
	CHECK_ERR(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'x'}"), ERR_CONFLICT,
	    "entry.trashed");
	CHECK_OK(ACT(&w, &reviewer, "entry.queue", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	CHECK_OK(ACT(&w, &author, "entry.list", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	CHECK_OK(ACT(&w, &author, "entry.list", "{'state':'trash'}"));
	CHECK_INT(json_get(w.out, "entries")->length, 1);
	CHECK_OK(ACT(&w, &author, "entry.untrash", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "state"), "draft");
	world_close(&w);
}

TEST(lists_go_page_by_page_and_filter)
{
	const char *cursor = "";
	int i, seen = 0, pages = 0;

	CHECK(setup());
	for (i = 0; i < 7; i++)
		CHECK_OK(ACT(&w, i % 2 == 0 ? &author : &other,
		    "entry.create", CREATE, i == 3 ? "找我" : "其他"));
	do {
		CHECK_OK(ACT(&w, &keeper, "entry.list",
		    "{'limit':3,'cursor':'%s'}", cursor));
		seen += (int)json_get(w.out, "entries")->length;
		cursor = json_get_text(w.out, "next", "");
		CHECK(++pages < 9);
	} while (cursor[0] != '\0');
	CHECK_INT(seen, 7);
	CHECK_OK(ACT(&w, &author, "entry.list", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 4);
	CHECK_OK(ACT(&w, &keeper, "entry.list", "{'mine':true}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	CHECK_OK(ACT(&w, &keeper, "entry.list", "{'text':'找'}"));
	CHECK_INT(json_get(w.out, "entries")->length, 1);
	CHECK_OK(ACT(&w, &keeper, "entry.list", "{'column':'party'}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	CHECK_ERR(ACT(&w, &keeper, "entry.list", "{'state':'live'}"),
	    ERR_INPUT, "entry.state");
	CHECK_ERR(ACT(&w, &keeper, "entry.list", "{'column':'nope'}"),
	    ERR_INPUT, "column.unknown");
	CHECK_ERR(ACT(&w, &keeper, "entry.list", "{'cursor':'x'}"),
	    ERR_INPUT, "input.cursor");
	world_close(&w);
}

TEST(history_tells_who_did_what_in_order)
{
	static const char *const WANT[] = { "entry.create", "entry.submit",
	    "entry.return", "entry.save" };
	int i = 0;

	CHECK(setup());
	time_set_for_test(1000000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	time_set_for_test(1000001);
	CHECK_OK(ACT(&w, &author, "entry.submit",
	    "{'id':1,'secrecy_checked':true}"));
	time_set_for_test(1000002);
	CHECK_OK(ACT(&w, &reviewer, "entry.return",
	    "{'id':1,'to':0,'reason':'来源不清'}"));
	time_set_for_test(1000003);
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'二'}"));
	CHECK_OK(ACT(&w, &author, "entry.history", "{'id':1}"));
	time_set_for_test(-1);
	CHECK_INT(json_get(w.out, "events")->length, 4);
	json_each(event, json_get(w.out, "events")) {
		CHECK_TEXT(json_get_text(event, "role", NULL),
		    i == 2 ? "reviewer" : "contributor");
		CHECK_TEXT(json_get_text(event, "act", NULL), WANT[i++]);
	}
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "state"), "returned");
	CHECK_TEXT(json_get_text(json_get(w.out, "returned"), "reason", NULL),
	    "来源不清");
	world_close(&w);
}

/* A row without its parent, found out when the transaction ends. */
static enum err
orphan(struct call *c, const struct json *in, struct json **out)
{
	enum err e = db_run(c->site->db, c->fault,
	    "PRAGMA defer_foreign_keys = ON");

	(void)in;
	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault, "INSERT INTO autosave"
		    " (entry, user, base_revision, content, at)"
		    " VALUES (999, 1, 1, '{}', 0)");
	*out = json_object(c->arena);
	return (e);
}

TEST(what_could_not_be_committed_has_no_result)
{
	struct json *out = NULL;
	struct fault f = { 0 };

	CHECK(setup());
	struct call c = { .cms = w.cms, .site = w.site, .actor = &author.actor,
	    .arena = w.arena, .fault = &f };
	CHECK(transact(&c, orphan, NULL, &out) != ERR_OK);
	CHECK(out == NULL);
	world_close(&w);
}

TEST(in_bulk_each_act_is_whole_and_all_of_them_end_together)
{
	int64_t rows = -1;

	CHECK(setup());
	CHECK_OK(site_bulk_begin(w.site, &w.fault));
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "一"));
	CHECK_ERR(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':5}"), ERR_INPUT, "input.type");
	CHECK_ERR(ACT(&w, &other, "entry.trash", "{'id':1}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "二"));
	CHECK_OK(site_bulk_commit(w.site, &w.fault));
	CHECK_OK(db_value(w.site->db, &rows, &w.fault,
	    "SELECT count(*) FROM revision"));
	CHECK_INT(rows, 2);
	CHECK_OK(site_bulk_begin(w.site, &w.fault));
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE, "三"));
	site_bulk_rollback(w.site);
	CHECK_OK(db_value(w.site->db, &rows, &w.fault,
	    "SELECT count(*) FROM revision"));
	CHECK_INT(rows, 2);
	CHECK(!db_in_transaction(w.site->db));
	world_close(&w);
}
