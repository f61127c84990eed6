/* Jobs: taken once, done again when their taker died, tried later and later. */
#include "cms/clerk.h"
#include "cms/job.h"
#include "world.h"

#define DAY 86400

static struct world w;

TEST(a_job_is_taken_by_one_and_again_when_the_lease_ran_out)
{
	struct job a, b;

	CHECK(world_open(&w));
	CHECK_OK(job_put(w.site, "x", 7, 1000, &w.fault));
	CHECK_OK(job_take(w.site, w.arena, NULL, 999, &a, &w.fault));
	CHECK_INT(a.id, 0);
	CHECK_OK(job_take(w.site, w.arena, "y", 1000, &a, &w.fault));
	CHECK_INT(a.id, 0);
	CHECK_OK(job_take(w.site, w.arena, "x", 1000, &a, &w.fault));
	CHECK_INT(a.object, 7);
	CHECK_OK(job_take(w.site, w.arena, NULL, 1001, &b, &w.fault));
	CHECK_INT(b.id, 0);
	CHECK_OK(job_take(w.site, w.arena, NULL, 1000 + JOB_LEASE, &b,
	    &w.fault));
	CHECK_INT(b.id, a.id);
	CHECK_INT(b.attempts, 2);
	CHECK_OK(job_done(w.site, &b, &w.fault));
	CHECK_OK(job_take(w.site, w.arena, NULL, 9999999, &b, &w.fault));
	CHECK_INT(b.id, 0);
	world_close(&w);
}

TEST(a_failed_job_waits_twice_as_long_each_time)
{
	int64_t now = 1000, due = 0, wait = JOB_BACKOFF, i;
	struct job job;

	CHECK(world_open(&w));
	CHECK_OK(job_put(w.site, "x", 1, now, &w.fault));
	for (i = 0; i < 12; i++) {
		CHECK_OK(job_take(w.site, w.arena, NULL, now, &job,
		    &w.fault));
		CHECK(job.id != 0);
		CHECK_OK(job_fail(w.site, &job, now, "no net", &w.fault));
		CHECK_OK(job_next(w.site, &due, &w.fault));
		CHECK_INT(due - now, wait);
		now = due;
		wait = wait * 2 > JOB_BACKOFF_MAX ? JOB_BACKOFF_MAX :
		    wait * 2;
	}
	world_close(&w);
}

TEST(a_job_put_again_has_the_new_time)
{
	int64_t due;

	CHECK(world_open(&w));
	CHECK_OK(job_next(w.site, &due, &w.fault));
	CHECK(due == INT64_MAX);
	CHECK_OK(job_put(w.site, "x", 1, 1000, &w.fault));
	CHECK_OK(job_put(w.site, "x", 1, 500, &w.fault));
	CHECK_OK(job_next(w.site, &due, &w.fault));
	CHECK_INT(due, 500);
	CHECK_OK(job_drop(w.site, "x", 1, &w.fault));
	CHECK_OK(job_next(w.site, &due, &w.fault));
	CHECK(due == INT64_MAX);
	world_close(&w);
}

TEST(the_clerk_publishes_on_every_site_what_is_due)
{
	struct person author, keeper, people[3];
	const char *hash;
	int64_t published;
	int i;

	CHECK(world_open(&w));
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 12, "乙", ROLE_SITE_KEEPER, 0);
	ready(&author);
	ready(&keeper);
	time_set_for_test(1000);
	CHECK_OK(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'t'}"));
	hash = out_text(&w, "hash");
	CHECK_OK(ACT(&w, &keeper, "entry.schedule", "{'id':1,'at':2000}"));
	CHECK_OK(ACT(&w, &author, "entry.submit",
	    "{'id':1,'secrecy_checked':true}"));
	for (i = 0; i < 3; i++) {
		people[i] = person(&w, 21 + i, "审", ROLE_REVIEWER, i + 1);
		CHECK_OK(ACT(&w, ready(&people[i]), "entry.approve",
		    "{'id':1,'hash':'%s'}", hash));
	}
	time_set_for_test(2000);
	CHECK_OK(clerk_run_once(w.cms, 1999, &published, &w.fault));
	CHECK_INT(published, 0);
	CHECK_OK(clerk_run_once(w.cms, 2000, &published, &w.fault));
	CHECK_INT(published, 1);
	time_set_for_test(-1);
	world_close(&w);
}

static int64_t
overdue_notes(void)
{
	int64_t n = -1;

	(void)db_value(w.site->db, &n, NULL,
	    "SELECT count(*) FROM audit WHERE act = 'entry.overdue'"
	    " AND object = 'entry 1' AND user_name = 'clerk'");
	return (n);
}

TEST(the_clerk_notes_each_overdue_step_once)
{
	struct person author, first;
	int64_t published, now;
	const char *hash;

	CHECK(world_open(&w));
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	first = person(&w, 21, "初", ROLE_REVIEWER, 1);
	ready(&author);
	ready(&first);
	time_set_for_test(1000);
	CHECK_OK(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'t'}"));
	hash = arena_text(w.arena, out_text(&w, "hash"));
	CHECK_OK(ACT(&w, &author, "entry.submit",
	    "{'id':1,'secrecy_checked':true}"));
	time_set_for_test(FRIDAY_ENDS);
	CHECK_OK(clerk_run_once(w.cms, FRIDAY_ENDS, &published, &w.fault));
	CHECK_INT(overdue_notes(), 0);
	time_set_for_test(FRIDAY_ENDS + 1);
	CHECK_OK(clerk_run_once(w.cms, FRIDAY_ENDS + 1, &published, &w.fault));
	CHECK_OK(clerk_run_once(w.cms, FRIDAY_ENDS + 2, &published, &w.fault));
	CHECK_INT(overdue_notes(), 1);
	CHECK_OK(ACT(&w, &author, "entry.history", "{'id':1}"));
	CHECK_TEXT(json_get_text(json_get(w.out, "events")->last, "act", ""),
	    "entry.overdue");
	CHECK_INT(json_get_int(json_get(w.out, "events")->last, "step", 0), 1);
	/* The next step is overdue by itself, when Monday is over. */
	CHECK_OK(ACT(&w, &first, "entry.approve", "{'id':1,'hash':'%s'}",
	    hash));
	CHECK_OK(clerk_run_once(w.cms, FRIDAY_ENDS + 3, &published, &w.fault));
	CHECK_INT(overdue_notes(), 1);
	now = FRIDAY_ENDS + 3 * DAY + 1;
	time_set_for_test(now);
	CHECK_OK(clerk_run_once(w.cms, now, &published, &w.fault));
	CHECK_INT(overdue_notes(), 2);
	time_set_for_test(-1);
	world_close(&w);
}
