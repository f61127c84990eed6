/* What somebody meant: short names of laws, words side by side, numbers with
 * signs, queries of which only a part is there, and slips of all kinds. */
#include "find.h"

TEST(a_law_is_found_by_the_name_that_people_use)
{
	CHECK(setup());
	CHECK_INT(publish("news", "中华人民共和国工会法", "无", 1000), 1);
	CHECK_INT(publish("news", "关于实施《中华人民共和国工会法》的办法",
	    "无", 2000), 2);
	CHECK_INT(publish("news", "工会法宣传", "无", 3000), 3);
	CHECK_INT(publish("news", "劳动法", "无", 1500), 4);
	CHECK_INT(publish("news", "劳动法讲座", "无", 2500), 5);
	CHECK_TEXT(FIND("工会法"), "1,3,2");
	CHECK_TEXT(FIND("《工会法》"), "1,3,2");
	CHECK_TEXT(FIND("工會法"), "1,3,2");
	CHECK_TEXT(FIND("中华人民共和国劳动法"), "4");
	CHECK_OK(search_suggest(w.site, w.arena, "工会法", &w.out, NULL));
	CHECK_TEXT(json_get_text(w.out->first, "text", ""),
	    "中华人民共和国工会法");
	CHECK_INT(w.out->length, 3);	/* each once */
	world_close(&w);
}

/* 於 is a character of its own in the index, 于 for whoever types 關於. */
TEST(a_traditional_title_is_the_simplified_one)
{
	CHECK(setup());
	CHECK_INT(publish("news", "关于内地与香港的安排", "无", 1000), 1);
	CHECK_INT(publish("news", "关于内地与香港的安排的说明", "无", 2000),
	    2);
	CHECK_TEXT(FIND("關於內地與香港的安排"), "1,2");
	CHECK_TEXT(FIND("关于内地与香港的安排"), "1,2");
	world_close(&w);
}

TEST(words_side_by_side_come_before_words_apart)
{
	CHECK(setup());
	CHECK_INT(publish("news", "简讯", "职工书屋开放", 1000), 1);
	CHECK_INT(publish("news", "简讯", "书屋里有职工", 2000), 2);
	CHECK_INT(publish("news", "职工和书屋", "无", 500), 3);
	CHECK_INT(publish("news", "职工书屋", "无", 400), 4);
	CHECK_TEXT(FIND("职工 书屋"), "4,3,1,2");
	CHECK_TEXT(FIND("made in"), "");
	world_close(&w);
}

TEST(a_number_with_its_signs_is_one_thing)
{
	CHECK(setup());
	CHECK_INT(publish("news", "一", "增长0.5%，共1,000元", 1000), 1);
	CHECK_INT(publish("news", "二", "从0到5，1元和000", 2000), 2);
	CHECK_INT(publish("news", "三", "PM2.5下降，电话0571-8888", 3000), 3);
	CHECK_TEXT(FIND("0.5%"), "1");
	CHECK_TEXT(FIND("０．５"), "1");
	CHECK_TEXT(FIND("1,000元"), "1");
	CHECK_TEXT(FIND("pm2.5"), "3");
	CHECK_TEXT(FIND("0571-8888 电话"), "3");
	CHECK_TEXT(FIND("元、5"), "2,1");	/* a list of two */
	CHECK_TEXT(FIND("3,000"), "");		/* no 000 anywhere */
	world_close(&w);
}

TEST(a_title_with_a_word_too_many_is_found)
{
	CHECK(setup());
	CHECK_INT(publish("news", "上海市烟花爆竹安全管理条例", "无", 1000),
	    1);
	CHECK_INT(publish("news", "安全管理全文", "上海市", 2000), 2);
	CHECK_TEXT(FIND("上海市烟花爆竹安全管理条例全文"), "1");
	CHECK(json_get_bool(w.out, "relaxed", false));
	CHECK_TEXT(FIND("上海市烟花爆竹条例"), "1");
	CHECK_TEXT(FIND("请问烟花爆竹怎么办理"), "1");
	CHECK_TEXT(FIND("GB 烟花"), "1");
	world_close(&w);
}

/* The pairs of 食品安安全 are all in a title, but not so. */
TEST(what_only_the_index_takes_for_a_hit_is_no_answer)
{
	CHECK(setup());
	CHECK_INT(publish("news", "食品安全条例", "无", 1000), 1);
	CHECK_TEXT(FIND("食品安安全"), "1");
	CHECK(json_get_bool(w.out, "relaxed", false));
	CHECK_TEXT(out_text(&w, "suggestion"), "食品安全");
	world_close(&w);
}

TEST(relaxed_pages_follow_each_other)
{
	struct buf seen = { 0 };
	const char *next = NULL;
	int i;

	CHECK(setup());
	for (i = 1; i <= 5; i++)
		CHECK(publish("news", "职工书屋开放", "无", 1000 * i) != 0);
	for (i = 0; i < 9; i++) {
		buf_printf(&seen, "%s;", ids(&(struct search_query){
		    .q = "职工书屋没有", .limit = 2, .cursor = next }));
		CHECK(json_get_bool(w.out, "relaxed", false));
		if ((next = json_get_text(w.out, "next", NULL)) == NULL)
			break;
	}
	CHECK_TEXT(buf_string(&seen), "5,4;3,2;1;");
	buf_cleanup(&seen);
	world_close(&w);
}

static const char *
guessed(const char *q)
{
	FIND(q);
	return (out_text(&w, "suggestion"));
}

TEST(slips_of_all_kinds_lead_to_what_is_there)
{
	CHECK(setup());
	CHECK_INT(publish("news", "职工生活垃圾分类办法", "无", 1000), 1);
	CHECK_INT(publish("news", "女职工工伤保险", "无", 2000), 2);
	CHECK_TEXT(guessed("工保伤险"), "工伤保险");	/* changed places */
	CHECK_TEXT(guessed("工商保险"), "工伤保险");	/* sounds so */
	CHECK_TEXT(guessed("工份保险"), "工伤保险");	/* another one */
	CHECK_TEXT(guessed("生活圾"), "生活垃圾");	/* one is missing */
	CHECK_TEXT(guessed("生活垃垃圾"), "生活垃圾");	/* too many */
	CHECK_TEXT(guessed("生货垃圾"), "生活垃圾");
	CHECK_TEXT(guessed("圾垃"), NULL);
	CHECK_TEXT(guessed("nüzhigong"), "女职工");
	CHECK_TEXT(guessed("nuzhigong"), "女职工");
	world_close(&w);
}

TEST(what_most_titles_have_is_guessed)
{
	int i;

	CHECK(setup());
	for (i = 1; i <= 3; i++)
		CHECK(publish("news", "宪法宣传", "无", 1000 * i) != 0);
	CHECK_INT(publish("news", "保险法宣传", "无", 9000), 4);
	CHECK_TEXT(guessed("xianfa"), "宪法");
	world_close(&w);
}

TEST(the_site_has_synonyms_of_its_own)
{
	CHECK(setup());
	CHECK_INT(publish("news", "困难帮扶", "无", 1000), 1);
	CHECK_TEXT(FIND("送温暖"), "");
	CHECK_OK(ACT(&w, &keeper, "site.update",
	    "{'synonyms':'# ours\\n送温暖 困难帮扶\\n\\n单'}"));
	CHECK_TEXT(FIND("送温暖"), "1");
	CHECK_TEXT(marked(json_get(json_get(w.out, "results")->first,
	    "title_parts")), "[困难帮扶]");
	CHECK_TEXT(FIND("\"送温暖\""), "");
	CHECK_OK(ACT(&w, &keeper, "site.update", "{'synonyms':''}"));
	CHECK_TEXT(FIND("送温暖"), "");
	world_close(&w);
}
