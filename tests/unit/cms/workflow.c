/* The way of a text to visitors and back: submit, approve, return, schedule,
 * publish, correct, withdraw; definitions and their inheritance. */
#include "cms/live.h"
#include "cms/workflow.h"
#include "world.h"

#define CREATE "{'column':'news/notice','title':'标题','body':'<p>文</p>'}"
#define SUBMIT "{'id':1,'secrecy_checked':true}"

static struct world w;
static struct person author, editor, keeper, first, second, third, all;

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	editor = person(&w, 12, "乙", ROLE_EDITOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	first = person(&w, 21, "初", ROLE_REVIEWER, 1);
	second = person(&w, 22, "复", ROLE_REVIEWER, 2);
	third = person(&w, 23, "终", ROLE_REVIEWER, 3);
	/* Writes, and reviews at every step. */
	all = person(&w, 24, "全", ROLE_CONTRIBUTOR, 0);
	person_add(&w, &all, ROLE_REVIEWER, 1);
	person_add(&w, &all, ROLE_REVIEWER, 2);
	person_add(&w, &all, ROLE_REVIEWER, 3);
	ready(&author);
	ready(&editor);
	ready(&keeper);
	ready(&first);
	ready(&second);
	ready(&third);
	ready(&all);
	return (true);
}

static const char *
hash_now(int64_t id)
{
	if (ACT(&w, &keeper, "entry.read", "{'id':%lld}", (long long)id) !=
	    ERR_OK)
		return ("");
	return (json_get_text(w.out, "hash", ""));
}

static enum err
approve(const struct person *who)
{
	const char *hash = hash_now(1);

	return (ACT(&w, who, "entry.approve", "{'id':1,'hash':'%s'}", hash));
}

static bool
publish(void)
{
	return (ACT(&w, &author, "entry.create", CREATE) == ERR_OK &&
	    ACT(&w, &author, "entry.submit", SUBMIT) == ERR_OK &&
	    approve(&first) == ERR_OK && approve(&second) == ERR_OK &&
	    approve(&third) == ERR_OK);
}

static int64_t
live_rows(void)
{
	int64_t n = -1;

	(void)live_count(w.site, &(struct live_query){ .column = NULL }, &n,
	    NULL);
	return (n);
}

static const char *
live_title(void)
{
	struct json *e = NULL;

	(void)live_entry(w.site, w.arena, 1, &e, &w.fault);
	return (json_get_text(e, "title", ""));
}

TEST(three_people_in_order_bring_a_text_before_visitors)
{
	CHECK(setup());
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_ERR(ACT(&w, &author, "entry.submit", "{'id':1}"), ERR_INPUT,
	    "entry.secrecy");
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_TEXT(out_text(&w, "state"), "review");
	CHECK_INT(out_int(&w, "step"), 1);
	CHECK_ERR(approve(&second), ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(approve(&first));
	CHECK_INT(out_int(&w, "step"), 2);
	CHECK_OK(approve(&second));
	CHECK_INT(live_rows(), 0);
	time_set_for_test(6000);
	CHECK_OK(approve(&third));
	CHECK_TEXT(out_text(&w, "state"), "published");
	CHECK_INT(live_rows(), 1);
	CHECK_OK(live_entry(w.site, w.arena, 1, &w.out, &w.fault));
	CHECK_TEXT(out_text(&w, "url"), "/news/notice/1.html");
	CHECK_TEXT(out_text(&w, "body"), "<p>文</p>");
	CHECK_INT(out_int(&w, "published_at"), 6000);
	CHECK(json_get(w.out, "corrected_at")->type == JSON_NULL);
	time_set_for_test(-1);
	world_close(&w);
}

TEST(nobody_approves_what_they_wrote_edited_or_submitted)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &all, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &all, "entry.submit", SUBMIT));
	CHECK_ERR(approve(&all), ERR_FORBIDDEN, "review.own");
	CHECK_OK(ACT(&w, &all, "entry.queue", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 0);
	CHECK_OK(ACT(&w, &first, "entry.queue", "{}"));
	CHECK_INT(json_get(w.out, "entries")->length, 1);
	/* An editor of an older text has had a hand in it, too. */
	person_add(&w, &editor, ROLE_REVIEWER, 1);
	CHECK_OK(ACT(&w, &editor, "entry.save",
	    "{'id':1,'base_revision':1,'title':'改'}"));
	CHECK_OK(ACT(&w, &all, "entry.save",
	    "{'id':1,'base_revision':2,'title':'再改'}"));
	CHECK_OK(ACT(&w, &all, "entry.submit", SUBMIT));
	CHECK_ERR(approve(&editor), ERR_FORBIDDEN, "review.own");
	/* Who only submitted answers for it as its author does. */
	person_add(&w, &keeper, ROLE_REVIEWER, 1);
	CHECK_OK(ACT(&w, &all, "entry.trash", "{'id':1}"));
	CHECK_OK(ACT(&w, &all, "entry.untrash", "{'id':1}"));
	CHECK_OK(ACT(&w, &keeper, "entry.submit", SUBMIT));
	CHECK_ERR(approve(&keeper), ERR_FORBIDDEN, "review.own");
	CHECK_OK(approve(&first));
	world_close(&w);
}

TEST(nobody_takes_two_steps_of_one_submission)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&all));
	CHECK_ERR(approve(&all), ERR_FORBIDDEN, "review.twice");
	CHECK_OK(approve(&second));
	/* Not even when the first approval was undone by a return. */
	CHECK_OK(ACT(&w, &third, "entry.return",
	    "{'id':1,'to':1,'reason':'请重审'}"));
	CHECK_OK(approve(&first));
	CHECK_ERR(approve(&all), ERR_FORBIDDEN, "review.twice");
	CHECK_OK(approve(&second));
	CHECK_ERR(approve(&second), ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(approve(&third));
	CHECK_INT(live_rows(), 1);
	world_close(&w);
}

TEST(an_approval_holds_for_one_text_only)
{
	const char *old;

	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	old = hash_now(1);
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_ERR(ACT(&w, &third, "entry.approve",
	    "{'id':1,'hash':'%064d'}", 0), ERR_CONFLICT, "entry.changed");
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'改'}"));
	CHECK_TEXT(out_text(&w, "state"), "draft");
	CHECK_ERR(ACT(&w, &third, "entry.approve",
	    "{'id':1,'hash':'%s'}", old), ERR_CONFLICT, "entry.not_review");
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_ERR(ACT(&w, &first, "entry.approve",
	    "{'id':1,'hash':'%s'}", old), ERR_CONFLICT, "entry.changed");
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_INT(out_int(&w, "step"), 1);
	world_close(&w);
}

TEST(a_return_needs_a_reason_and_goes_to_author_or_an_earlier_step)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_ERR(ACT(&w, &second, "entry.return", "{'id':1,'to':0}"),
	    ERR_INPUT, "input.missing");
	CHECK_ERR(ACT(&w, &second, "entry.return",
	    "{'id':1,'to':0,'reason':'改'}"), ERR_INPUT, "entry.reason");
	CHECK_ERR(ACT(&w, &second, "entry.return",
	    "{'id':1,'to':2,'reason':'重审'}"), ERR_INPUT,
	    "entry.return_to");
	CHECK_ERR(ACT(&w, &first, "entry.return",
	    "{'id':1,'to':0,'reason':'重写'}"), ERR_FORBIDDEN,
	    "permission.denied");
	CHECK_OK(ACT(&w, &second, "entry.return",
	    "{'id':1,'to':1,'reason':'重审'}"));
	CHECK_TEXT(out_text(&w, "state"), "review");
	CHECK_INT(out_int(&w, "step"), 1);
	CHECK_OK(ACT(&w, &first, "entry.return",
	    "{'id':1,'to':0,'reason':'重写'}"));
	CHECK_TEXT(out_text(&w, "state"), "returned");
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	world_close(&w);
}

TEST(the_live_page_stays_while_an_edit_is_reviewed)
{
	CHECK(setup());
	time_set_for_test(5000);
	CHECK(publish());
	time_set_for_test(6000);
	CHECK_ERR(ACT(&w, &author, "entry.submit", SUBMIT), ERR_CONFLICT,
	    "entry.unchanged");
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'新题'}"));
	CHECK_TEXT(out_text(&w, "state"), "draft");
	CHECK_TEXT(live_title(), "标题");
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_TEXT(live_title(), "标题");
	CHECK_ERR(ACT(&w, &keeper, "entry.trash", "{'id':1}"), ERR_CONFLICT,
	    "entry.live");
	CHECK_OK(approve(&third));
	CHECK_TEXT(live_title(), "新题");
	CHECK_OK(live_entry(w.site, w.arena, 1, &w.out, &w.fault));
	CHECK_INT(out_int(&w, "published_at"), 5000);
	CHECK_INT(out_int(&w, "corrected_at"), 6000);
	time_set_for_test(-1);
	world_close(&w);
}

TEST(going_back_to_the_live_text_leaves_nothing_to_review)
{
	CHECK(setup());
	CHECK(publish());
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'新题'}"));
	CHECK_OK(ACT(&w, &author, "entry.restore",
	    "{'id':1,'revision':1,'base_revision':2}"));
	CHECK_TEXT(out_text(&w, "state"), "published");
	world_close(&w);
}

TEST(what_went_back_to_the_live_text_shows_who_passed_that)
{
	static const char *const BY[] = { "初", "复", "终" };
	int n = 0;

	CHECK(setup());
	CHECK(publish());
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'新题'}"));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&all));
	CHECK_OK(ACT(&w, &author, "entry.restore",
	    "{'id':1,'revision':1,'base_revision':2}"));
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	json_each(step, json_get(w.out, "steps")) {
		CHECK(n < 3);
		CHECK_TEXT(json_get_text(step, "state", NULL), "done");
		CHECK_TEXT(json_get_text(step, "by", NULL), BY[n++]);
	}
	CHECK_INT(n, 3);
	world_close(&w);
}

TEST(withdrawing_leaves_a_tombstone_and_a_new_text_a_new_date)
{
	struct json *stone;

	CHECK(setup());
	time_set_for_test(5000);
	CHECK(publish());
	CHECK_ERR(ACT(&w, &author, "entry.withdraw",
	    "{'id':1,'reason':'有误'}"), ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &second, "entry.withdraw",
	    "{'id':1,'reason':'有误'}"), ERR_FORBIDDEN, "permission.denied");
	CHECK_ERR(ACT(&w, &third, "entry.withdraw", "{'id':1}"), ERR_INPUT,
	    "input.missing");
	time_set_for_test(6000);
	CHECK_OK(ACT(&w, &third, "entry.withdraw",
	    "{'id':1,'reason':'数字有误'}"));
	CHECK_TEXT(out_text(&w, "state"), "withdrawn");
	CHECK_ERR(ACT(&w, &third, "entry.schedule", "{'id':1,'at':7000}"),
	    ERR_CONFLICT, "entry.not_schedulable");
	CHECK_OK(ACT(&w, &third, "entry.read", "{'id':1}"));
	CHECK(!out_allows(&w, "entry.schedule"));
	json_each(step, json_get(w.out, "steps"))
		CHECK_TEXT(json_get_text(step, "state", NULL), "waiting");
	CHECK_ERR(live_entry(w.site, w.arena, 1, &stone, &w.fault), ERR_GONE,
	    "live.gone");
	CHECK_TEXT(json_get_text(stone, "reason", NULL), "数字有误");
	CHECK_TEXT(json_get_text(stone, "column", NULL), "news/notice");
	CHECK_INT(json_get_int(stone, "withdrawn_at", 0), 6000);
	CHECK_ERR(ACT(&w, &third, "entry.withdraw",
	    "{'id':1,'reason':'有误'}"), ERR_CONFLICT, "entry.not_live");
	time_set_for_test(7000);
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'更正'}"));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	CHECK_OK(live_entry(w.site, w.arena, 1, &w.out, &w.fault));
	CHECK_INT(out_int(&w, "published_at"), 7000);
	time_set_for_test(-1);
	world_close(&w);
}

TEST(a_scheduled_text_waits_for_its_time)
{
	int64_t count;

	CHECK(setup());
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &keeper, "entry.schedule", "{'id':1,'at':9000}"));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	CHECK_TEXT(out_text(&w, "state"), "approved");
	CHECK_OK(workflow_publish_due(w.cms, w.site, 8999, &count, &w.fault));
	CHECK_INT(count, 0);
	CHECK_INT(live_rows(), 0);
	time_set_for_test(9003);
	CHECK_OK(workflow_publish_due(w.cms, w.site, 9003, &count, &w.fault));
	CHECK_INT(count, 1);
	CHECK_OK(live_entry(w.site, w.arena, 1, &w.out, &w.fault));
	/* PubDate is the moment of the transaction, not what was asked for. */
	CHECK_INT(out_int(&w, "published_at"), 9003);
	CHECK_OK(workflow_publish_due(w.cms, w.site, 9999, &count, &w.fault));
	CHECK_INT(count, 0);
	time_set_for_test(-1);
	world_close(&w);
}

TEST(a_schedule_can_be_cleared_changed_and_voided)
{
	int64_t count;

	CHECK(setup());
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &keeper, "entry.schedule", "{'id':1,'at':9000}"));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	/* Changed text: what was approved goes nowhere. */
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'改'}"));
	CHECK_OK(workflow_publish_due(w.cms, w.site, 9999, &count, &w.fault));
	CHECK_INT(live_rows(), 0);
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	CHECK_TEXT(out_text(&w, "state"), "approved");
	CHECK_OK(ACT(&w, &third, "entry.return",
	    "{'id':1,'to':3,'reason':'再看一遍'}"));
	CHECK_INT(out_int(&w, "step"), 3);
	CHECK_OK(approve(&third));
	CHECK_ERR(ACT(&w, &third, "entry.schedule", "{'id':1,'at':1}"),
	    ERR_INPUT, "entry.schedule_at");
	CHECK_OK(ACT(&w, &third, "entry.schedule", "{'id':1,'at':null}"));
	CHECK_TEXT(out_text(&w, "state"), "published");
	CHECK_INT(live_rows(), 1);
	time_set_for_test(-1);
	world_close(&w);
}

TEST(the_clerk_publishes_nothing_whose_approvals_were_tampered_with)
{
	int64_t count;

	CHECK(setup());
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &keeper, "entry.schedule", "{'id':1,'at':9000}"));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	CHECK_OK(db_run(w.site->db, &w.fault,
	    "UPDATE review SET user = 11 WHERE step = 2"));
	CHECK_OK(workflow_publish_due(w.cms, w.site, 9999, &count, &w.fault));
	CHECK_INT(count, 0);
	CHECK_INT(live_rows(), 0);
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':1}"));
	CHECK_TEXT(out_text(&w, "state"), "returned");
	time_set_for_test(-1);
	world_close(&w);
}

TEST(a_workflow_is_inherited_and_a_running_entry_keeps_its_version)
{
	struct person fourth;

	CHECK(setup());
	fourth = person(&w, 31, "四", ROLE_REVIEWER, 4);
	ready(&fourth);
	CHECK_OK(ACT(&w, &keeper, "workflow.read",
	    "{'column':'news/notice'}"));
	CHECK_TEXT(json_get_text(w.out, "inherited_from", NULL), "");
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一'},{'title':'二'},{'title':'三'},"
	    "{'title':'四','days':8}]}"));
	CHECK_OK(ACT(&w, &keeper, "workflow.read",
	    "{'column':'news/notice'}"));
	CHECK_TEXT(out_text(&w, "inherited_from"), "news");
	CHECK_INT(json_get(w.out, "steps")->length, 4);
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	CHECK_TEXT(out_text(&w, "state"), "published");
	CHECK_OK(ACT(&w, &author, "entry.save",
	    "{'id':1,'base_revision':1,'title':'改'}"));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(approve(&first));
	CHECK_OK(approve(&second));
	CHECK_OK(approve(&third));
	CHECK_TEXT(out_text(&w, "state"), "review");
	CHECK_OK(approve(&fourth));
	CHECK_TEXT(out_text(&w, "state"), "published");
	world_close(&w);
}

TEST(a_column_may_inherit_its_workflow_again)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一'},{'title':'二'},{'title':'三'},"
	    "{'title':'四'}]}"));
	CHECK_OK(ACT(&w, &keeper, "workflow.define",
	    "{'column':'news/notice',"
	    "'steps':[{'title':'甲'},{'title':'乙'},{'title':'丙'}]}"));
	CHECK_OK(ACT(&w, &keeper, "workflow.define",
	    "{'column':'news/notice','steps':null}"));
	CHECK_TEXT(out_text(&w, "inherited_from"), "news");
	CHECK_INT(json_get(w.out, "steps")->length, 4);
	CHECK_OK(ACT(&w, &keeper, "workflow.define",
	    "{'column':'news','steps':null}"));
	CHECK_TEXT(out_text(&w, "inherited_from"), "");
	CHECK_INT(json_get(w.out, "steps")->length, 3);
	CHECK_OK(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一'},{'title':'二'},{'title':'三'}]}"));
	CHECK(json_get(w.out, "inherited_from")->type == JSON_NULL);
	CHECK_INT(out_int(&w, "version"), 3);
	CHECK_ERR(ACT(&w, &keeper, "workflow.define", "{'steps':null}"),
	    ERR_INPUT, "input.missing");
	CHECK_ERR(ACT(&w, &keeper, "workflow.define",
	    "{'column':'news','steps':[]}"), ERR_INPUT, "workflow.steps");
	world_close(&w);
}

TEST(a_workflow_has_three_steps_or_more_and_a_site_may_only_raise_that)
{
	CHECK(setup());
	CHECK_ERR(ACT(&w, &keeper, "workflow.define",
	    "{'steps':[{'title':'一'},{'title':'二'}]}"), ERR_INPUT,
	    "workflow.steps");
	CHECK_ERR(ACT(&w, &editor, "workflow.define",
	    "{'steps':[{'title':'一'},{'title':'二'},{'title':'三'}]}"),
	    ERR_FORBIDDEN, "permission.denied");
	CHECK_OK(db_run(w.site->db, &w.fault, "INSERT INTO setting VALUES"
	    " ('workflow_steps_min', '1')"));
	CHECK_ERR(ACT(&w, &keeper, "workflow.define",
	    "{'steps':[{'title':'一'},{'title':'二'}]}"), ERR_INPUT,
	    "workflow.steps");
	CHECK_OK(db_run(w.site->db, &w.fault,
	    "UPDATE setting SET value = '4'"));
	CHECK_ERR(ACT(&w, &keeper, "workflow.define",
	    "{'steps':[{'title':'一'},{'title':'二'},{'title':'三'}]}"),
	    ERR_INPUT, "workflow.steps");
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_ERR(ACT(&w, &author, "entry.submit", SUBMIT), ERR_CONFLICT,
	    "workflow.too_few");
	world_close(&w);
}

TEST(what_is_overdue_is_told_to_who_may_take_it_and_to_keepers)
{
	const struct json *column;
	struct person party;

	CHECK(setup());
	party = person(&w, 41, "党", ROLE_COLUMN_KEEPER, 0);
	party.grants[0].column = 3;
	ready(&party);
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_OK(ACT(&w, &all, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &all, "entry.submit",
	    "{'id':2,'secrecy_checked':true}"));
	time_set_for_test(FRIDAY_ENDS);
	CHECK_OK(ACT(&w, &keeper, "entry.overdue", "{}"));
	CHECK_INT(out_int(&w, "count"), 0);
	time_set_for_test(FRIDAY_ENDS + 1);
	CHECK_OK(ACT(&w, &keeper, "entry.overdue", "{}"));
	CHECK_INT(out_int(&w, "count"), 2);
	CHECK_INT(out_int(&w, "mine"), 0);
	column = json_get(w.out, "columns")->first;
	CHECK_TEXT(json_get_text(column, "column", NULL), "news/notice");
	CHECK_INT(json_get_int(column, "count", 0), 2);
	CHECK_INT(json_get_int(column, "since", 0), FRIDAY_ENDS);
	CHECK(column->next == NULL);
	/* One of the two is the reviewer's own. */
	CHECK_OK(ACT(&w, &all, "entry.overdue", "{}"));
	CHECK_INT(out_int(&w, "count"), 2);
	CHECK_INT(out_int(&w, "mine"), 1);
	CHECK_OK(ACT(&w, &second, "entry.overdue", "{}"));
	CHECK_INT(out_int(&w, "count"), 0);
	CHECK_OK(ACT(&w, &party, "entry.overdue", "{}"));
	CHECK_INT(out_int(&w, "count"), 0);
	CHECK_ERR(ACT(&w, &author, "entry.overdue", "{}"), ERR_FORBIDDEN,
	    "permission.denied");
	time_set_for_test(-1);
	world_close(&w);
}

TEST(a_late_step_is_overdue_in_the_queue)
{
	CHECK(setup());
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	time_set_for_test(FRIDAY_ENDS);
	CHECK_OK(ACT(&w, &first, "entry.queue", "{}"));
	CHECK(!json_get_bool(json_get(w.out, "entries")->first, "overdue",
	    true));
	time_set_for_test(FRIDAY_ENDS + 1);
	CHECK_OK(ACT(&w, &first, "entry.queue", "{}"));
	CHECK(json_get_bool(json_get(w.out, "entries")->first, "overdue",
	    false));
	time_set_for_test(-1);
	world_close(&w);
}

/* What the first reviewer's queue says of the time that is left. */
static int64_t
days_left(void)
{
	if (ACT(&w, &first, "entry.queue", "{}") != ERR_OK)
		return (INT64_MIN);
	return (json_get_int(json_get(w.out, "entries")->first, "days_left",
	    INT64_MIN));
}

TEST(a_step_may_wait_for_working_days_and_weekends_are_none)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一','days':2},{'title':'二'},"
	    "{'title':'三'}]}"));
	time_set_for_test(5000);
	CHECK_OK(ACT(&w, &author, "entry.create", CREATE));
	CHECK_OK(ACT(&w, &author, "entry.submit", SUBMIT));
	CHECK_INT(days_left(), 2);
	time_set_for_test(FRIDAY_ENDS + 1);	/* Saturday */
	CHECK_INT(days_left(), 1);
	time_set_for_test(FRIDAY_ENDS + 3 * 86400);
	CHECK_INT(days_left(), 0);
	time_set_for_test(FRIDAY_ENDS + 3 * 86400 + 1);
	CHECK_INT(days_left(), -1);
	time_set_for_test(-1);
	world_close(&w);
}

TEST(limits_of_another_kind_and_out_of_range_are_refused)
{
	CHECK(setup());
	CHECK_ERR(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一','hours':8},{'title':'二'},"
	    "{'title':'三'}]}"), ERR_INPUT, "workflow.step");
	CHECK_ERR(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一','days':0},{'title':'二'},"
	    "{'title':'三'}]}"), ERR_INPUT, "workflow.days");
	CHECK_ERR(ACT(&w, &keeper, "workflow.define", "{'column':'news',"
	    "'steps':[{'title':'一','days':251},{'title':'二'},"
	    "{'title':'三'}]}"), ERR_INPUT, "workflow.days");
	world_close(&w);
}
