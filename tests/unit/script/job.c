/* Jobs and commands of plugins: when they run, how long, and what follows. */
#include "play.h"

#include "cms/job.h"

static struct stage st;

#define JOBS "settings = { n = { kind = 'int', default = 1, label = 'n' } }, " \
	"capabilities = { 'db' }, jobs = { { name = 'tick', every = 600 } }"
#define TABLE "CREATE TABLE one_run (at INTEGER);"
#define COUNT "plugin:command('count', function(input) return { n = " \
	"plugin.db:one('SELECT count(*) AS n FROM one_run').n + input.add } end)"

static void
job_stage(const char *body)
{
	char init[1500];

	snprintf(init, sizeof(init), "local plugin = ...\n"
	    "plugin:job('tick', function(event) %s end)\n%s", body, COUNT);
	play_open(&st, "one", MANIFEST("one", JOBS), init);
	stage_file(&st, "plugins/one/migrations/001_start.sql", TABLE);
}

#define RUN "plugin.db:run('INSERT INTO one_run VALUES (1)') "

/* One round of the clerk; whether there was something to do. */
static bool
work(int64_t now)
{
	bool more = false;

	if (script_work(st.script, st.w.site, now, &more, &st.fault) != ERR_OK)
		unit_fail(__FILE__, __LINE__, "%s", st.fault.detail);
	return (more);
}

static int64_t
command(void)
{
	struct call c = { .cms = st.w.cms, .site = st.w.site,
	    .actor = &st.w.root.actor, .arena = st.w.arena,
	    .fault = &st.fault };
	struct json *out;

	if (script_command(st.script, &c, "one", "count",
	    stage_json(&st, "{'add':0}"), &out, &st.fault) != ERR_OK)
		return (-1);
	return (json_get_int(out, "n", -1));
}

static int64_t
job_value(const char *column)
{
	int64_t v = -1;

	if (strcmp(column, "due") == 0)
		(void)db_value(st.w.site->db, &v, NULL, "SELECT due_at FROM"
		    " job WHERE kind = 'plugin.one.tick'");
	else
		(void)db_value(st.w.site->db, &v, NULL, "SELECT attempts FROM"
		    " job WHERE kind = 'plugin.one.tick'");
	return (v);
}

TEST(a_job_runs_at_once_and_then_in_its_time)
{
	job_stage(RUN);
	CHECK(work(1000) && !work(1000) && !work(1599));
	CHECK_INT(command(), 1);
	CHECK_INT(job_value("due"), 1600);
	CHECK(work(1600) && !work(1601));
	CHECK_INT(command(), 2);
	stage_close(&st);
}

TEST(a_job_that_fails_is_tried_again_later)
{
	job_stage("error('no')");
	CHECK(work(1000) && !work(1000));
	CHECK_INT(job_value("attempts"), 1);
	CHECK_INT(job_value("due"), 1000 + JOB_BACKOFF);
	CHECK(work(1000 + JOB_BACKOFF));
	CHECK_INT(job_value("due"), 1000 + 3 * JOB_BACKOFF);
	stage_close(&st);
}

TEST(a_job_gives_back_nil_and_why_it_failed)
{
	job_stage("return nil, { message = 'no answer' }");
	CHECK(work(1000));
	CHECK_INT(job_value("attempts"), 1);
	stage_close(&st);
}

TEST(a_job_of_a_killed_clerk_is_taken_again)
{
	struct job job;

	job_stage(RUN);
	CHECK_INT(job_put(st.w.site, "plugin.one.tick", 0, 1000, NULL),
	    ERR_OK);
	CHECK_INT(job_take(st.w.site, st.w.arena, "plugin.one.tick", 1000,
	    &job, NULL), ERR_OK);
	CHECK(job.id != 0 && !work(1000 + JOB_LEASE - 1));
	CHECK(work(1000 + JOB_LEASE));
	CHECK_INT(command(), 1);
	stage_close(&st);
}

TEST(a_job_can_ask_for_a_run_of_its_own_soon)
{
	int64_t now = time_now();

	job_stage(RUN "plugin:after('tick', 60)");
	CHECK(work(now));
	CHECK(job_value("due") >= now + 60 && job_value("due") <= now + 70);
	stage_close(&st);
}

TEST(an_endless_job_ends_and_nothing_else_does)
{
	job_stage(RUN "while true do end");
	CHECK(work(1000));
	CHECK_INT(job_value("attempts"), 1);
	CHECK_INT(command(), 1);
	stage_close(&st);
}

TEST(a_job_of_a_plugin_that_isnt_used_is_dropped)
{
	int64_t left = -1;

	job_stage(RUN);
	CHECK_INT(job_put(st.w.site, "plugin.two.x", 0, 1000, NULL), ERR_OK);
	CHECK(work(1000) && work(1000) && !work(1000));
	CHECK_INT(db_value(st.w.site->db, &left, NULL, "SELECT count(*)"
	    " FROM job WHERE kind = 'plugin.two.x'"), ERR_OK);
	CHECK_INT(left, 0);
	stage_close(&st);
}

TEST(a_job_must_be_in_the_manifest)
{
	play_open(&st, "one", MANIFEST("one", ""), "local plugin = ... "
	    "plugin:job('tick', function() end)");
	CHECK_INT(script_plugin_check(st.script, "one", &st.fault),
	    ERR_INTERNAL);
	CHECK(strstr(st.fault.detail, "plugin.lua has no job tick") != NULL);
	stage_close(&st);
}

TEST(an_unknown_command_says_so)
{
	struct call c;
	struct json *out;

	job_stage(RUN);
	c = (struct call){ .cms = st.w.cms, .site = st.w.site,
	    .arena = st.w.arena, .fault = &st.fault };
	CHECK_INT(script_command(st.script, &c, "one", "no",
	    json_object(st.w.arena), &out, &st.fault), ERR_INTERNAL);
	CHECK(strstr(st.fault.detail, "no 'no' among its commands") != NULL);
	CHECK_INT(script_command(st.script, &c, "three", "no",
	    json_object(st.w.arena), &out, &st.fault), ERR_NOT_FOUND);
	stage_close(&st);
}
