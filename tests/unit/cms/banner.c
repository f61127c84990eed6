/* Notice and mourning: when they hold, when the clerk is to come, and that a
 * change of either makes the site's pages anew. */
#include "cms/banner.h"
#include "cms/job.h"
#include "cms/setting.h"
#include "world.h"

#define FROM INT64_C(1767225600)	/* 2026-01-01 08:00 in China */
#define UNTIL (FROM + 3600)
#define TIMES "'notice_from':'2026-01-01 08:00'," \
	"'notice_until':'2026-01-01 09:00'"

static struct world w;

/* What stands above a page at `now`. */
static const struct json *
shown(const struct json *settings, int64_t now, const char *name)
{
	struct json *view = json_object(w.arena);

	banner_put(w.arena, settings, now, view);
	return (json_get(view, name));
}

/* When the clerk is to come; INT64_MAX: never. */
static int64_t
planned(const struct json *settings, int64_t now)
{
	int64_t due = -1;

	if (site_begin(w.site, &w.fault) != ERR_OK)
		return (-1);
	if (banner_plan(w.site, settings, now, &w.fault) != ERR_OK ||
	    site_commit(w.site, &w.fault) != ERR_OK ||
	    db_value(w.site->db, &due, &w.fault, "SELECT coalesce(max(due_at),"
	    " 9223372036854775807) FROM job WHERE kind = 'site.banner'") !=
	    ERR_OK)
		return (-1);
	return (due);
}

TEST(a_notice_holds_from_its_start_until_just_before_its_end)
{
	const struct json *s, *notice;

	CHECK(world_open(&w));
	s = json_of(&w, "{'notice_text':'停课','notice_link':'/news/'," TIMES
	    "}");
	CHECK(shown(s, FROM - 1, "notice") == NULL);
	CHECK((notice = shown(s, FROM, "notice")) != NULL);
	CHECK_TEXT(json_get_text(notice, "text", NULL), "停课");
	CHECK_TEXT(json_get_text(notice, "link", NULL), "/news/");
	CHECK(shown(s, UNTIL - 1, "notice") != NULL);
	CHECK(shown(s, UNTIL, "notice") == NULL);
	CHECK(shown(s, FROM, "mourning") == NULL);
	world_close(&w);
}

TEST(without_times_it_holds_always_and_without_a_text_never)
{
	CHECK(world_open(&w));
	CHECK(shown(json_of(&w, "{'notice_text':'a'}"), 0, "notice") != NULL);
	CHECK(shown(json_of(&w, "{'notice_text':''}"), 0, "notice") == NULL);
	CHECK(shown(json_of(&w, "{" TIMES "}"), FROM, "notice") == NULL);
	CHECK(shown(json_of(&w, "{}"), FROM, "notice") == NULL);
	world_close(&w);
}

TEST(mourning_needs_no_words_but_a_start_and_leads_nowhere)
{
	const struct json *s, *mourning;

	CHECK(world_open(&w));
	s = json_of(&w, "{'mourning_from':'2026-01-01 08:00',"
	    "'notice_link':'/news/'}");
	CHECK(shown(s, FROM - 1, "mourning") == NULL);
	CHECK((mourning = shown(s, FROM, "mourning")) != NULL);
	CHECK_TEXT(json_get_text(mourning, "text", NULL), "");
	CHECK_TEXT(json_get_text(mourning, "link", NULL), "");
	CHECK(shown(json_of(&w, "{'mourning_until':'2026-01-01 09:00'}"), FROM,
	    "mourning") == NULL);
	CHECK(shown(json_of(&w, "{'mourning_text':'哀'}"), FROM,
	    "mourning") != NULL);
	world_close(&w);
}

TEST(an_end_at_or_before_the_start_is_refused_by_its_name)
{
	CHECK(world_open(&w));
	CHECK_OK(banner_check(json_of(&w, "{" TIMES "}"), &w.fault));
	CHECK_OK(banner_check(json_of(&w, "{'notice_until':'1999-01-01'}"),
	    &w.fault));
	CHECK_ERR(banner_check(json_of(&w, "{'notice_from':'2026-01-01 09:00',"
	    "'notice_until':'2026-01-01 09:00'}"), &w.fault), ERR_INPUT,
	    "setting.until");
	CHECK_TEXT(w.fault.field, "notice_until");
	CHECK_ERR(banner_check(json_of(&w, "{'mourning_from':'2026-01-02',"
	    "'mourning_until':'2026-01-01'}"), &w.fault), ERR_INPUT,
	    "setting.until");
	CHECK_TEXT(w.fault.field, "mourning_until");
	world_close(&w);
}

TEST(the_clerk_comes_at_the_next_change_of_either_and_then_no_more)
{
	const struct json *both;

	CHECK(world_open(&w));
	both = json_of(&w, "{'notice_text':'a'," TIMES
	    ",'mourning_from':'2026-01-01 08:30'}");
	CHECK_INT(planned(both, FROM - 10), FROM);
	CHECK_INT(planned(both, FROM), FROM + 1800);
	CHECK_INT(planned(both, FROM + 1800), UNTIL);
	CHECK_INT(planned(both, UNTIL), INT64_MAX);
	CHECK_INT(planned(both, FROM - 10), FROM);
	/* Taken back before it came. */
	CHECK_INT(planned(json_of(&w, "{" TIMES "}"), FROM - 10), INT64_MAX);
	world_close(&w);
}

TEST(a_turn_that_is_due_makes_the_pages_anew_and_plans_the_next)
{
	uint64_t before;

	CHECK(world_open(&w));
	time_set_for_test(FROM - 10);
	CHECK_OK(ACT(&w, &w.root, "site.update", "{'notice_text':'a'," TIMES
	    "}"));
	before = site_generation(w.site);
	CHECK_OK(banner_turn(w.site, FROM - 1, &w.fault));
	CHECK(site_generation(w.site) == before);
	CHECK_OK(banner_turn(w.site, FROM, &w.fault));
	CHECK(site_generation(w.site) > before);
	before = site_generation(w.site);
	CHECK_OK(banner_turn(w.site, FROM, &w.fault));
	CHECK(site_generation(w.site) == before);
	CHECK_OK(banner_turn(w.site, UNTIL, &w.fault));
	CHECK(site_generation(w.site) > before);
	time_set_for_test(-1);
	world_close(&w);
}
