/* The index is what is live, and nothing of what isn't. */
#include "cms/media_text.h"
#include "find.h"

TEST(a_rebuilt_index_is_the_same)
{
	int64_t done = 0;

	CHECK(setup());
	CHECK_INT(publish("news", "乙", "集体合同", 2000), 1);
	CHECK_INT(publish("news", "甲", "集体合同", 1000), 2);	/* older */
	CHECK_TEXT(FIND("集体合同"), "2,1");
	CHECK_INT(search_work(w.site, time_now(), &done, &w.fault), ERR_OK);
	CHECK_INT(done, 2);
	CHECK_TEXT(FIND("集体合同"), "1,2");
	CHECK_INT(search_rebuild(w.site, &done, &w.fault), ERR_OK);
	CHECK_INT(done, 2);
	CHECK_TEXT(FIND("集体合同"), "1,2");
	CHECK(index_good());
	world_close(&w);
}

TEST(what_waits_is_indexed_by_the_clerk)
{
	struct search_report r;
	int64_t done = 0;

	CHECK(setup());
	w.site->index_later = true;
	CHECK_INT(publish("news", "甲", "集体合同", 1000), 1);
	CHECK_TEXT(FIND("集体合同"), "");
	CHECK_INT(search_check(w.site, &r, NULL), ERR_OK);
	CHECK_INT(r.waiting, 1);
	w.site->index_later = false;
	CHECK_INT(search_work(w.site, 5000, &done, &w.fault), ERR_OK);
	CHECK_INT(done, 1);
	CHECK_TEXT(FIND("集体合同"), "1");
	world_close(&w);
}

/* An index that isn't what it should be hides what it can't tell, and is
 * rebuilt. */
TEST(a_text_altered_behind_our_back_asks_for_a_new_index)
{
	struct search_report r;
	int64_t done = 0;

	CHECK(setup());
	CHECK_INT(publish("news", "甲", "集体合同", 1000), 1);
	CHECK_INT(publish("news", "乙", "集体合同", 2000), 2);
	CHECK_INT(db_run(w.site->db, NULL, "UPDATE live SET content ="
	    " json_set(content, '$.body', '<p>别的</p>') WHERE entry = 1"),
	    ERR_OK);
	CHECK_INT(search_check(w.site, &r, NULL), ERR_OK);
	CHECK_INT(r.changed, 1);
	CHECK_OK(ACT(&w, &keeper, "entry.withdraw",
	    "{'id':1,'reason':'数据有误，需要撤下'}"));
	CHECK_TEXT(FIND("集体合同"), "2");
	CHECK_INT(search_work(w.site, time_now(), &done, &w.fault), ERR_OK);
	CHECK_INT(done, 1);
	CHECK(index_good());
	world_close(&w);
}

TEST(texts_of_attachments_are_found)
{
	struct upload file = { .field = "file", .name = "名单.txt",
	    .type = "text/plain", .data = "获奖人员：欧阳修文\n" };
	const struct json *one;
	const char *hash;
	int64_t made = 0, id;

	CHECK(setup_in_folder());
	file.length = strlen(file.data);
	w.upload = &file;
	CHECK_OK(ACT(&w, &author, "media.upload", "{'file':0}"));
	hash = out_text(&w, "hash");
	CHECK_OK(ACT(&w, &author, "entry.create", "{'column':'news',"
	    "'title':'公示','body':'<p>见附件</p>',"
	    "'attachments':[{'hash':'%s'}]}", hash));
	id = out_int(&w, "id");
	CHECK(pass(id, out_text(&w, "hash")));
	CHECK_TEXT(FIND("附件"), "1");
	CHECK_OK(media_text_make(w.site, time_now(), &made, &w.fault));
	CHECK_INT(made, 1);
	CHECK_TEXT(FIND("欧阳修文"), "1");
	one = json_get(w.out, "results")->first;
	CHECK_TEXT(json_get_text(json_get(one, "file"), "name", ""),
	    "名单.txt");
	CHECK_TEXT(marked(json_get(one, "excerpt")),
	    "获奖人员：[欧阳修文] ");
	CHECK_TEXT(FIND("附件"), "1");
	CHECK_INT(json_get_int(w.out, "total", 0), 1);
	CHECK(index_good());
	CHECK_OK(ACT(&w, &keeper, "entry.withdraw",
	    "{'id':1,'reason':'数据有误，需要撤下'}"));
	CHECK_TEXT(FIND("欧阳修文"), "");
	CHECK(index_good());
	world_close(&w);
}

/* Pages of the index with that character. */
static int64_t
pages_with(const char *text)
{
	int64_t n = -1;

	(void)db_value(w.site->db, &n, NULL, "SELECT"
	    " (SELECT count(*) FROM search_text_data"
	    "  WHERE instr(block, CAST(:text AS BLOB)) > 0) +"
	    " (SELECT count(*) FROM search_title_data"
	    "  WHERE instr(block, CAST(:text AS BLOB)) > 0)",
	    DB_TEXT(":text", text));
	return (n);
}

TEST(what_was_purged_is_in_no_page_of_the_index)
{
	int64_t done = 0;

	CHECK(setup_in_folder());
	CHECK_INT(publish("news", "鼋鼍", "蛟龙", 1000), 1);
	CHECK_INT(publish("news", "职工大会", "讨论集体合同", 2000), 2);
	CHECK(pages_with("鼋") > 0 && pages_with("蛟") > 0);
	CHECK_OK(ACT(&w, &keeper, "entry.purge",
	    "{'id':1,'reason':'本人撤回同意'}"));
	CHECK_TEXT(FIND("蛟龙"), "");
	CHECK_INT(search_work(w.site, time_now(), &done, &w.fault), ERR_OK);
	CHECK_INT(pages_with("鼋"), 0);
	CHECK_INT(pages_with("鼍"), 0);
	CHECK_INT(pages_with("蛟"), 0);
	CHECK_TEXT(FIND("集体合同"), "2");
	CHECK(index_good());
	world_close(&w);
}

/* More than are counted for one page, written as publishing leaves them. */
static bool
many(int64_t entries)
{
	int64_t done = 0;

	return (db_run(w.site->db, &w.fault,
	    "PRAGMA foreign_keys = OFF") == ERR_OK &&
	    db_run(w.site->db, &w.fault,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < :max) INSERT INTO live (entry, revision, submission,"
	    " \"column\", type, title, source, tags, summary, content, hash,"
	    " published_at) SELECT i, i, i, 1, 'article', CASE WHEN i % 9 = 0"
	    " THEN '职工培训' ELSE '简讯' END, '', '[]', '',"
	    " '{\"body\":\"<p>全体职工技能培训' || CASE WHEN i % 3000 = 7"
	    " THEN '异地备份' ELSE '' END || '</p>\","
	    "\"kind\":\"disclosure_plan\"}', '', 1000 + i FROM n",
	    DB_INT(":max", entries)) == ERR_OK &&
	    search_rebuild(w.site, &done, &w.fault) == ERR_OK &&
	    done == entries);
}

TEST(common_words_are_counted_in_part_and_shown_in_full)
{
	struct search_query q = { .q = "职工 技能 培训", .limit = 50 };
	int64_t seen = 0, last = INT64_MAX, id;
	int pages;

	CHECK(setup_in_folder());
	CHECK(many(6500));
	CHECK_TEXT(FIND("异地备份"), "6007,3007,7");
	CHECK_INT(json_get_int(w.out, "total", 0), 3);
	CHECK_TEXT(FIND("简讯 异地备份"), "6007,3007,7");
	CHECK_TEXT(FIND("disclosure_plan"), "");	/* of a choice */
	for (pages = 0; pages < 200; pages++) {
		memset(&w.fault, 0, sizeof(w.fault));
		CHECK_INT(search_run(w.site, w.arena, &q, &w.out, &w.fault),
		    ERR_OK);
		json_each(one, json_get(w.out, "results")) {
			id = json_get_int(one, "id", 0);
			CHECK(id < last);
			last = id;
			seen++;
		}
		if (pages == 0) {
			CHECK(json_get_bool(w.out, "more", false));
			CHECK(json_get_int(w.out, "total", 0) > 4000);
		}
		if ((q.cursor = json_get_text(w.out, "next", NULL)) == NULL)
			break;
	}
	CHECK_INT(seen, SEARCH_FOUND_MAX);
	/* Titles first, all of them, then texts. */
	q = (struct search_query){ .q = "培训", .limit = 50 };
	for (seen = pages = 0; pages < 200; pages++) {
		CHECK_INT(search_run(w.site, w.arena, &q, &w.out, &w.fault),
		    ERR_OK);
		json_each(one, json_get(w.out, "results"))
			CHECK((++seen <= 6500 / 9) ==
			    (json_get_int(one, "id", 0) % 9 == 0));
		if ((q.cursor = json_get_text(w.out, "next", NULL)) == NULL)
			break;
	}
	CHECK(seen >= SEARCH_FOUND_MAX);
	world_close(&w);
}
