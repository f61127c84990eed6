/* Topics: what stands at their address, and which of them may be submitted. */
#include "cms/live.h"
#include "cms/topic.h"
#include "world.h"

static struct world w;
static struct person author, reviewer[3], keeper;

static bool
setup(void)
{
	size_t i;

	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	ready(&author);
	ready(&keeper);
	for (i = 0; i < 3; i++) {
		reviewer[i] = person(&w, 21 + (int64_t)i, "审", ROLE_REVIEWER,
		    (int)i + 1);
		ready(&reviewer[i]);
	}
	return (ACT(&w, &w.root, "column.create", "{'path':'topics',"
	    "'title':'专题','type':'topic'}") == ERR_OK);
}

/* A topic that nobody has submitted; its number, 0 for a failure. */
static int64_t
draft(const char *name, const char *parts)
{
	return (ACT(&w, &author, "entry.create", "{'column':'topics',"
	    "'type':'topic','title':'专题','name':'%s','parts':[%s]}", name,
	    parts) == ERR_OK ? out_int(&w, "id") : 0);
}

static enum err
submit(int64_t id)
{
	return (ACT(&w, &author, "entry.submit",
	    "{'id':%lld,'secrecy_checked':true}", (long long)id));
}

static enum err
pass(int64_t id)
{
	enum err e = submit(id);
	const char *hash;
	size_t i;

	for (i = 0; e == ERR_OK && i < 3; i++) {
		if ((e = ACT(&w, &reviewer[i], "entry.read", "{'id':%lld}",
		    (long long)id)) != ERR_OK)
			break;
		hash = out_text(&w, "hash");
		e = ACT(&w, &reviewer[i], "entry.approve",
		    "{'id':%lld,'hash':'%s'}", (long long)id, hash);
	}
	return (e);
}

static enum err
find(const char *path, int64_t *id)
{
	memset(&w.fault, 0, sizeof(w.fault));
	return (topic_find(w.site, w.arena, path, id, &w.fault));
}

TEST(its_address_is_its_name_below_its_column)
{
	CHECK(setup());
	CHECK_TEXT(topic_url(w.arena, "news/topics", "river"),
	    "/news/topics/river/");
	world_close(&w);
}

TEST(it_is_found_once_it_is_live_and_only_there)
{
	int64_t id, found = -1;

	CHECK(setup());
	CHECK((id = draft("river", "")) != 0);
	CHECK_ERR(find("topics/river", &found), ERR_NOT_FOUND,
	    "column.unknown");
	CHECK_INT(found, 0);
	CHECK_OK(pass(id));
	CHECK_OK(find("topics/river", &found));
	CHECK_INT(found, id);
	CHECK_ERR(find("topics/rive", &found), ERR_NOT_FOUND,
	    "column.unknown");
	CHECK_ERR(find("news/river", &found), ERR_NOT_FOUND,
	    "column.unknown");
	CHECK_ERR(find("topics/river/", &found), ERR_NOT_FOUND,
	    "column.unknown");
	CHECK_ERR(find("river", &found), ERR_NOT_FOUND, "column.unknown");
	CHECK_ERR(find("", &found), ERR_NOT_FOUND, "column.unknown");
	world_close(&w);
}

TEST(a_withdrawn_one_is_found_as_its_tombstone_until_another_takes_its_name)
{
	struct json *entry;
	int64_t id, other, found = -1;

	CHECK(setup());
	CHECK((id = draft("river", "")) != 0);
	CHECK_OK(pass(id));
	CHECK_OK(ACT(&w, &keeper, "entry.withdraw",
	    "{'id':%lld,'reason':'内容有误'}", (long long)id));
	CHECK_OK(find("topics/river", &found));
	CHECK_INT(found, id);
	CHECK_ERR(live_entry(w.site, w.arena, found, &entry, &w.fault),
	    ERR_GONE, "live.gone");
	CHECK((other = draft("river", "")) != 0);
	CHECK_OK(pass(other));
	CHECK_OK(find("topics/river", &found));
	CHECK_INT(found, other);
	world_close(&w);
}

TEST(a_name_that_is_taken_by_a_topic_or_a_column_is_refused)
{
	int64_t id;

	CHECK(setup());
	CHECK_OK(ACT(&w, &w.root, "column.create",
	    "{'path':'topics/old','title':'往期','type':'topic'}"));
	CHECK((id = draft("river", "")) != 0);
	CHECK_OK(pass(id));
	CHECK((id = draft("river", "")) != 0);
	CHECK_ERR(submit(id), ERR_CONFLICT, "topic.taken");
	CHECK_TEXT(w.fault.field, "name");
	CHECK((id = draft("old", "")) != 0);
	CHECK_ERR(submit(id), ERR_CONFLICT, "topic.taken");
	world_close(&w);
}

TEST(its_next_version_keeps_the_name)
{
	int64_t id, revision;

	CHECK(setup());
	CHECK((id = draft("river", "")) != 0);
	CHECK_OK(pass(id));
	CHECK_OK(ACT(&w, &author, "entry.read", "{'id':%lld}",
	    (long long)id));
	revision = out_int(&w, "revision");
	CHECK_OK(ACT(&w, &author, "entry.save", "{'id':%lld,"
	    "'base_revision':%lld,'title':'新题','name':'river'}",
	    (long long)id, (long long)revision));
	CHECK_OK(pass(id));
	world_close(&w);
}

TEST(a_part_of_a_column_that_is_not_there_is_named)
{
	int64_t id;

	CHECK(setup());
	CHECK((id = draft("river", "{'form':'topic_text','text':'前言'},"
	    "{'form':'topic_list','from':'news'},"
	    "{'form':'topic_list','from':'nowhere'}")) != 0);
	CHECK_ERR(submit(id), ERR_INPUT, "column.unknown");
	CHECK_TEXT(w.fault.field, "parts.3.from");
	CHECK((id = draft("lake", "{'form':'topic_list',"
	    "'from':'news/notice'}")) != 0);
	CHECK_OK(submit(id));
	world_close(&w);
}
