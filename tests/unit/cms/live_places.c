/*
 * Lists of columns against a plain walk over what is live, while entries are
 * published, withdrawn and their columns moved: each page of each column has
 * the entries that it should, and the counts are right.
 */
#include "cms/live.h"
#include "cms/workflow.h"
#include "world.h"

#define ENTRIES 700
#define PAGE 20

static struct world w;
static struct person author, keeper, reviewers[3];
static uint64_t seed = 20261121;

static int
any(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return ((int)((seed >> 33) % (uint64_t)n));
}

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	author = person(&w, 11, "甲", ROLE_CONTRIBUTOR, 0);
	keeper = person(&w, 13, "丙", ROLE_SITE_KEEPER, 0);
	ready(&author);
	ready(&keeper);
	for (int i = 0; i < 3; i++) {
		reviewers[i] = person(&w, 21 + i, "审", ROLE_REVIEWER, i + 1);
		ready(&reviewers[i]);
	}
	return (ACT(&w, &keeper, "column.create",
	    "{'path':'news/notice/old','title':'旧闻'}") == ERR_OK);
}

static bool
publish(const char *column)
{
	const char *hash;
	int64_t id;

	if (ACT(&w, &author, "entry.create", "{'column':'%s','title':'t'}",
	    column) != ERR_OK)
		return (false);
	id = out_int(&w, "id");
	hash = out_text(&w, "hash");
	if (ACT(&w, &author, "entry.submit",
	    "{'id':%lld,'secrecy_checked':true}", (long long)id) != ERR_OK)
		return (false);
	for (int i = 0; i < 3; i++)
		if (ACT(&w, &reviewers[i], "entry.approve",
		    "{'id':%lld,'hash':'%s'}", (long long)id, hash) != ERR_OK)
			return (false);
	return (true);
}

static int64_t
id_at(const struct json *list, int64_t n)
{
	json_each(e, list)
		if (n-- == 0)
			return (json_get_int(e, "id", 0));
	return (0);
}

/* One column's pages beside the plain walk; how many entries, -1 for a
 * difference. */
static int64_t
column_agrees(const char *path)
{
	struct live_query q = { .column = path, .children = true,
	    .limit = PAGE };
	struct json *all, *list;
	int64_t count = -1, offset = 0;

	if (db_all(w.site->db, w.arena, &all, &w.fault,
	    "SELECT l.entry AS id FROM live l JOIN \"column\" k ON"
	    " k.id = l.\"column\" WHERE k.path = :path OR"
	    " substr(k.path, 1, length(:path) + 1) = :path || '/'"
	    " ORDER BY l.published_at DESC, l.entry DESC",
	    DB_TEXT(":path", path)) != ERR_OK ||
	    live_count(w.site, &q, &count, &w.fault) != ERR_OK ||
	    count != (int64_t)all->length ||
	    live_latest(w.site, w.arena, &q, &list, &w.fault) != ERR_OK)
		return (-1);
	json_each(want, all) {
		if (offset % PAGE == 0) {
			q.offset = offset;
			if (live_latest(w.site, w.arena, &q, &list,
			    &w.fault) != ERR_OK)
				return (-1);
		}
		if (id_at(list, offset % PAGE) !=
		    json_get_int(want, "id", -1))
			return (-1);
		offset++;
	}
	return (count);
}

static bool
all_agree(const char *const paths[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (column_agrees(paths[i]) < 0) {
			fprintf(stderr, "%s differs\n", paths[i]);
			return (false);
		}
	return (true);
}

static bool
withdraw_some(void)
{
	struct json *ids;

	if (db_all(w.site->db, w.arena, &ids, &w.fault,
	    "SELECT entry FROM live WHERE entry % 7 = 3") != ERR_OK)
		return (false);
	json_each(row, ids)
		if (ACT(&w, &keeper, "entry.withdraw",
		    "{'id':%lld,'reason':'内容有误'}", (long long)
		    json_get_int(row, "entry", 0)) != ERR_OK)
			return (false);
	return (ids->length > 10);
}

TEST(pages_of_columns_hold_what_a_plain_walk_finds)
{
	static const char *const columns[] = { "news", "news/notice",
	    "news/notice/old", "party" };
	static const char *const moved[] = { "news", "party",
	    "party/notice", "party/notice/old" };
	int64_t now = 1700000000;

	CHECK(setup());
	CHECK_OK(site_bulk_begin(w.site, &w.fault));
	for (int i = 0; i < ENTRIES; i++) {
		now += any(20000);
		time_set_for_test(now);
		CHECK(publish(columns[any(4)]));
	}
	CHECK_OK(site_bulk_commit(w.site, &w.fault));
	CHECK(all_agree(columns, 4));
	CHECK(withdraw_some());
	CHECK(all_agree(columns, 4));
	CHECK_OK(ACT(&w, &keeper, "column.move",
	    "{'path':'news/notice','parent':'party'}"));
	CHECK(all_agree(moved, 4));
	CHECK_INT(column_agrees("news/notice"), 0);
	time_set_for_test(-1);
	world_close(&w);
}
