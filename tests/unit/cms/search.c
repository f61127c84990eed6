/* What visitors find: only what is live, in the order that they expect. */
#include <stdlib.h>

#include "find.h"

TEST(only_what_is_live_is_found)
{
	int64_t id;

	CHECK(setup());
	CHECK_OK(ACT(&w, &author, "entry.create",
	    "{'column':'news','title':'草稿里的秘密'}"));
	CHECK_TEXT(FIND("秘密"), "");
	id = publish("news", "职工大会", "讨论集体合同", 1000);
	CHECK_INT(id, 2);
	CHECK_TEXT(FIND("集体合同"), "2");
	CHECK_OK(ACT(&w, &keeper, "entry.withdraw",
	    "{'id':2,'reason':'数据有误，需要撤下'}"));
	CHECK_TEXT(FIND("集体合同"), "");
	CHECK_TEXT(FIND("职工"), "");
	CHECK(index_good());
	world_close(&w);
}

TEST(a_correction_is_found_by_its_new_text_alone)
{
	const char *hash;

	CHECK(setup());
	CHECK_INT(publish("news", "职工大会", "讨论集体合同", 1000), 1);
	CHECK_OK(ACT(&w, &author, "entry.save", "{'id':1,'base_revision':%lld,"
	    "'body':'<p>讨论工资协商</p>'}", 1LL));
	hash = out_text(&w, "hash");
	CHECK_TEXT(FIND("工资协商"), "");
	CHECK_TEXT(FIND("集体合同"), "1");
	CHECK(pass(1, hash));
	CHECK_TEXT(FIND("工资协商"), "1");
	CHECK_TEXT(FIND("集体合同"), "");
	CHECK(index_good());
	world_close(&w);
}

TEST(titles_come_first_then_the_newest)
{
	CHECK(setup());
	CHECK_INT(publish("news", "关于培训的通知", "无", 1000), 1);
	CHECK_INT(publish("news", "简讯", "技能培训开班", 2000), 2);
	CHECK_INT(publish("party", "动态", "党员培训开班", 3000), 3);
	CHECK_INT(publish("news", "培训", "无", 1500), 4);
	CHECK_TEXT(FIND("培训"), "4,1,3,2");
	CHECK_INT(json_get_int(w.out, "total", 0), 4);
	CHECK_TEXT(FIND("培训 党员"), "3");
	CHECK_TEXT(FIND("培训 没有的词"), "4,1,3,2");
	CHECK(json_get_bool(w.out, "relaxed", false));
	world_close(&w);
}

TEST(filters_narrow_by_column_type_and_day)
{
	CHECK(setup());
	CHECK_INT(publish("news", "培训一", "无", 1000), 1);
	CHECK_INT(publish("news/notice", "培训二", "无", 2000), 2);
	CHECK_INT(publish("party", "培训三", "无", 3000), 3);
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .column = "news" }), "2,1");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .column = "news/notice" }), "2");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .column = "none" }), "column.unknown");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .type = "page" }), "");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .type = "\" OR \"" }), "");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训", .from = 2000 }),
	    "3,2");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训", .from = 2000,
	    .to = 3000 }), "2");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训", .to = 1000 }),
	    "");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训", .from = 9999 }),
	    "");
	CHECK_OK(ACT(&w, &keeper, "column.move",
	    "{'path':'news/notice','parent':'party'}"));
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .column = "party" }), "3,2");
	world_close(&w);
}

TEST(pages_follow_each_other_without_gap)
{
	struct buf seen = { 0 };
	const char *next = NULL;
	int i;

	CHECK(setup());
	for (i = 1; i <= 7; i++)
		CHECK(publish("news", i % 2 != 0 ? "培训" : "简讯", "培训",
		    1000 * i) != 0);
	for (i = 0; i < 9; i++) {
		buf_printf(&seen, "%s;", ids(&(struct search_query){
		    .q = "培训", .limit = 2, .cursor = next }));
		if ((next = json_get_text(w.out, "next", NULL)) == NULL)
			break;
	}
	CHECK_TEXT(buf_string(&seen), "7,5;3,1;6,4;2;");
	buf_cleanup(&seen);
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训", .cursor = "x" }),
	    "search.cursor");
	CHECK_TEXT(ids(&(struct search_query){ .q = "培训",
	    .cursor = "99.1" }), "search.cursor");
	world_close(&w);
}

TEST(words_are_marked_in_title_and_text)
{
	const struct json *one;

	CHECK(setup());
	CHECK_INT(publish("news", "《劳動竞赛》启动", "全体职工参加劳动"
	    "竞赛，比技能", 1000), 1);
	CHECK_TEXT(FIND("劳动竞赛 技能"), "1");
	one = json_get(w.out, "results")->first;
	CHECK_TEXT(marked(json_get(one, "title_parts")),
	    "《[劳動竞赛]》启动");
	CHECK_TEXT(marked(json_get(one, "excerpt")),
	    "全体职工参加[劳动竞赛]，比[技能] 一 二");
	world_close(&w);
}

TEST(what_was_meant_is_guessed)
{
	CHECK(setup());
	CHECK_INT(publish("news", "加强党建工作的意见", "无", 1000), 1);
	CHECK_INT(publish("news", "重庆银行职工之家", "无", 2000), 2);
	FIND("dangjian");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("chongqingyinhang");
	CHECK_TEXT(out_text(&w, "suggestion"), "重庆银行");
	FIND("当建工作");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建工作");
	FIND("职王之家");
	CHECK_TEXT(out_text(&w, "suggestion"), "职工之家");
	FIND("完全无关");
	CHECK_TEXT(out_text(&w, "suggestion"), NULL);
	FIND("党健");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("dangjain");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("danjian");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("dangjan");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("但建");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("党健 意见");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建 意见");
	FIND("xyzzy");
	CHECK_TEXT(out_text(&w, "suggestion"), NULL);
	FIND("dangwei");
	CHECK_TEXT(out_text(&w, "suggestion"), NULL);
	world_close(&w);
}

static const char *
suggested(const char *q)
{
	struct json *list;

	if (search_suggest(w.site, w.arena, q, &list, NULL) != ERR_OK)
		return ("fault");
	return (list->first == NULL ? "" : json_get_text(list->first, "text",
	    ""));
}

TEST(titles_are_suggested_by_characters_and_sound)
{
	CHECK(setup());
	CHECK_INT(publish("news", "加强党建工作的意见", "无", 1000), 1);
	CHECK_INT(publish("news", "简讯", "党建", 2000), 2);
	CHECK_TEXT(suggested("党"), "党建");	/* the column */
	CHECK_TEXT(suggested("党建工作"), "加强党建工作的意见");
	CHECK_TEXT(suggested("dangj"), "加强党建工作的意见");
	CHECK_TEXT(suggested("dang jian"), "加强党建工作的意见");
	CHECK_TEXT(suggested("dang'j"), "加强党建工作的意见");
	CHECK_TEXT(suggested("dj"), "加强党建工作的意见");
	CHECK_TEXT(suggested("jx"), "简讯");
	CHECK_TEXT(suggested("zzz"), "");
	CHECK_TEXT(suggested("\"*:^()"), "");
	world_close(&w);
}

TEST(what_stands_in_quotes_is_meant_exactly)
{
	CHECK(setup());
	CHECK_INT(publish("news", "坚持党建引领", "无", 1000), 1);
	CHECK_INT(publish("news", "党建动态", "以党建 引领发展", 2000), 2);
	CHECK_INT(publish("news", "引领", "党建、引领（一），党建", 3000), 3);
	CHECK_INT(publish("news", "劳模", "made in China", 4000), 4);
	CHECK_TEXT(FIND("党建 引领"), "1,3,2");
	CHECK_TEXT(FIND("\"党建引领\""), "1");
	CHECK_TEXT(FIND("“党建引领”"), "1");
	CHECK_TEXT(FIND("「黨建 引領」"), "2");
	CHECK_INT(json_get_int(w.out, "total", 0), 1);
	CHECK_TEXT(marked(json_get(json_get(w.out, "results")->first,
	    "excerpt")), "以[党建 引领]发展 一 二");
	CHECK_TEXT(FIND("\"党建　 引领\""), "2");	/* spaces are one */
	CHECK_TEXT(FIND("『党建、引领（一）』 党建"), "3");
	CHECK_TEXT(FIND("党建 引领 \"党建 引领\""), "2");
	CHECK_TEXT(FIND("\"Made in\""), "4");
	CHECK_TEXT(FIND("\"劳动模范\""), "");	/* no synonyms */
	CHECK_TEXT(FIND("劳动模范"), "4");
	CHECK_TEXT(FIND("引领 \"党建"), "1,3,2");	/* a lone quote */
	CHECK_TEXT(FIND("\"引领 党建\""), "1,3,2");	/* nowhere so */
	CHECK(json_get_bool(w.out, "relaxed", false));
	world_close(&w);
}

/* The titles of the columns that were found, one after the other. */
static const char *
columns_found(const char *q)
{
	struct buf b = { 0 };
	const char *text;

	FIND(q);
	json_each(one, json_get(w.out, "columns"))
		buf_printf(&b, "%s;", json_get_text(one, "title", ""));
	text = arena_text(w.arena, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

TEST(columns_are_found_by_their_titles)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &keeper, "column.update",
	    "{'path':'party','title':'党建引领'}"));
	CHECK_TEXT(columns_found("黨建"), "党建引领;");
	CHECK_TEXT(columns_found("党建 没有"), "");
	CHECK_TEXT(columns_found(""), "");
	CHECK_TEXT(suggested("党"), "党建引领");
	FIND("dangjian");
	CHECK_TEXT(out_text(&w, "suggestion"), "党建");
	FIND("党建");
	CHECK_TEXT(out_text(&w, "suggestion"), NULL);	/* not itself */
	ids(&(struct search_query){ .q = "党建", .column = "news" });
	CHECK(json_get(w.out, "columns")->length == 0);
	world_close(&w);
}

TEST(parts_of_latin_words_come_after_words)
{
	CHECK(setup());
	CHECK_INT(publish("news", "OpenAI", "无", 3000), 1);
	CHECK_INT(publish("news", "简讯", "用AI审稿", 2000), 2);
	CHECK_INT(publish("news", "5G+工业互联网", "WiFi6", 1000), 3);
	CHECK_TEXT(FIND("ai"), "2,1");
	CHECK_TEXT(FIND("ＡＩ"), "2,1");
	CHECK_TEXT(FIND("wifi"), "3");
	CHECK_TEXT(FIND("5g 工业"), "3");
	world_close(&w);
}

TEST(odd_queries_are_answered)
{
	static const char *const odd[] = { "", "   ", "\"*:^()", "\"",
	    "\"\"", "“”", "\" \"", "「", "」「", "\"，\"", "\"党\"\"建", "AND OR NOT",
	    "NEAR(a b, 3)", "title:党", "-党", "党*", "\x01\x02", "'; DROP",
	    "🎉", "，。", "\xff\xfe" };
	struct buf b = { 0 };
	size_t i;

	CHECK(setup());
	CHECK_INT(publish("news", "党建", "无", 1000), 1);
	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		FIND(odd[i]);
		CHECK_TEXT(w.fault.name, NULL);
	}
	for (i = 0; i < 10000; i++)
		buf_text(&b, "党");
	CHECK_TEXT(FIND(buf_string(&b)), "");
	CHECK(json_get_bool(w.out, "cut", false));
	for (i = 0; i < 3000; i++)
		buf_text(&b, " x y z");
	CHECK_TEXT(FIND(buf_string(&b) + 30000), "");
	buf_cleanup(&b);
	world_close(&w);
}

TEST(traditional_characters_and_synonyms_find_too)
{
	CHECK(setup());
	CHECK_INT(publish("news", "劳动模范表彰", "无", 1000), 1);
	CHECK_INT(publish("news", "劳模事迹", "无", 900), 2);
	CHECK_TEXT(FIND("勞動模範"), "1,2");
	CHECK_TEXT(FIND("劳模"), "2,1");
	world_close(&w);
}

/* ---- whatever is in random texts is found, and nothing else */

#define TEXTS 14
#define PIECES 500

/* Han of both planes, Latin, digits, signs, breaks; frequent ones repeat. */
static const char *const signs[] = { "工", "会", "职", "党", "建", "工",
    "会", "𠮷", "𪚥", "a", "b", "g", "5", "7", "，", "。", "·", "-", " ",
    "<br>", "</p><p>" };
#define TEXT_SIGNS 14		/* of them are read */
#define INLINE_SIGNS 19		/* stand between no others */

static unsigned seed = 7;

/* No space beside another: a page shows them as one. */
static void
random_signs(struct buf *out, size_t some, int count)
{
	const char *one;

	buf_reset(out);
	while (count-- > 0) {
		one = signs[(size_t)rand_r(&seed) % some];
		if (*one == ' ' && (count == 0 || out->length == 0 ||
		    strchr(" >", out->data[out->length - 1]) != NULL))
			one = "会";
		if (*one == '<' && out->length > 0 &&
		    out->data[out->length - 1] == ' ')
			one = "党";
		buf_text(out, one);
	}
}

/* In how many texts it stands. */
static int64_t
texts_with(const char *piece)
{
	int64_t n = -1;

	(void)db_value(w.site->db, &n, NULL, "SELECT count(*) FROM live"
	    " WHERE instr(content ->> '$.body', :q) > 0",
	    DB_TEXT(":q", piece));
	return (n);
}

/* How many are found, not counting what stands in for it. */
static int64_t
found_with(const char *q)
{
	ids(&(struct search_query){ .q = q, .limit = 50 });
	return (json_get_bool(w.out, "relaxed", false) ? 0 :
	    json_get_int(w.out, "total", -1));
}

TEST(every_piece_of_a_text_is_found)
{
	struct buf text = { 0 }, quoted = { 0 };
	int i, k, n;

	CHECK(setup());
	for (i = 0; i < TEXTS; i++) {
		random_signs(&text, 21, 60);
		CHECK(publish("news", "文", buf_string(&text), 1000 + i) != 0);
	}
	for (i = 0; i < TEXT_SIGNS; i++)	/* each pair that there may be */
		for (k = 0; k < TEXT_SIGNS; k++) {
			buf_reset(&text);
			buf_printf(&text, "%s%s", signs[i], signs[k]);
			CHECK_INT(found_with(buf_string(&text)),
			    texts_with(buf_string(&text)));
		}
	for (i = 0; i < PIECES; i++) {
		n = 2 + rand_r(&seed) % 4;
		random_signs(&text, TEXT_SIGNS, n);
		CHECK_INT(found_with(buf_string(&text)),
		    texts_with(buf_string(&text)));
		random_signs(&text, INLINE_SIGNS, n);	/* signs between */
		buf_text(&text, "工");
		CHECK(found_with(buf_string(&text)) >=
		    texts_with(buf_string(&text)));
		buf_reset(&quoted);
		buf_printf(&quoted, "\"%s\"", buf_string(&text));
		CHECK_INT(found_with(buf_string(&quoted)),
		    texts_with(buf_string(&text)));
	}
	buf_cleanup(&text);
	buf_cleanup(&quoted);
	world_close(&w);
}
