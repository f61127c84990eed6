#include "html/diff.h"
#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "html/clean.h"
#include "html/text.h"

static struct buf out;
static struct html_changes changes;
static struct arena *arena;

static const char *
diff(const char *from, const char *to)
{
	if (arena == NULL)
		arena = arena_alloc();
	arena_reset(arena);
	buf_reset(&out);
	html_diff(from, strlen(from), to, strlen(to), arena, &out, &changes);
	return (buf_string(&out));
}

TEST(equal_bodies_have_no_marks)
{
	CHECK_TEXT(diff("<p>一 <b>二</b></p>\n<hr>", "<p>一 <b>二</b></p>\n<hr>"),
	    "<p>一 <b>二</b></p>\n<hr>");
	CHECK_INT(changes.added + changes.removed, 0);
	CHECK_INT(changes.attributes->length, 0);
}

TEST(single_han_characters_and_whole_numbers_are_marked)
{
	CHECK_TEXT(diff("<p>预算为1,200.50万元，由工会承担。</p>",
	    "<p>预算为1,300.50万元，由工会负担。</p>"),
	    "<p>预算为<del>1,200.50</del><ins>1,300.50</ins>万元，由工会"
	    "<del>承</del><ins>负</ins>担。</p>");
	CHECK_INT(changes.added, 2);
	CHECK_INT(changes.removed, 2);
}

TEST(latin_words_are_marked_whole)
{
	CHECK_TEXT(diff("<p>see color here</p>", "<p>see colour here</p>"),
	    "<p>see <del>color</del><ins>colour</ins> here</p>");
}

TEST(marks_stand_inside_blocks)
{
	CHECK_TEXT(diff("<p>甲</p>", "<p>甲</p><p>乙</p>"),
	    "<p>甲</p><p><ins>乙</ins></p>");
	CHECK_TEXT(diff("<p>甲</p><ul><li>乙</li><li>丙</li></ul>",
	    "<p>甲</p><ul><li>丙</li></ul>"),
	    "<p>甲</p><ul><li><del>乙</del></li><li>丙</li></ul>");
	CHECK_TEXT(diff("<p>甲</p><ul><li>乙</li></ul>", "<p>甲</p>"),
	    "<p>甲</p><ul><li><del>乙</del></li></ul>");
}

TEST(a_new_row_of_a_table_stays_a_row)
{
	CHECK_TEXT(diff("<table><tbody><tr><td>1</td></tr></tbody></table>",
	    "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody>"
	    "</table>"),
	    "<table><tbody><tr><td>1</td></tr><tr><td><ins>2</ins></td></tr>"
	    "</tbody></table>");
}

TEST(joined_and_split_paragraphs_show_a_sign)
{
	CHECK_TEXT(diff("<p>甲方</p><p>乙方</p>", "<p>甲方乙方</p>"),
	    "<p>甲方<del>¶</del>乙方</p>");
	CHECK_TEXT(diff("<p>甲方乙方</p>", "<p>甲方</p><p>乙方</p>"),
	    "<p>甲方<ins>¶</ins></p><p>乙方</p>");
}

TEST(a_changed_link_target_is_listed_apart)
{
	const struct json *c;

	CHECK_TEXT(diff("<p><a href=\"/a\">看</a></p>",
	    "<p><a href=\"/b?x=1&amp;y=2\">看</a></p>"),
	    "<p><a href=\"/b?x=1&amp;y=2\">看</a></p>");
	CHECK_INT(changes.attributes->length, 1);
	c = changes.attributes->first;
	CHECK_TEXT(json_get_text(c, "element", ""), "a");
	CHECK_TEXT(json_get_text(c, "attribute", ""), "href");
	CHECK_TEXT(json_get_text(c, "from", ""), "/a");
	CHECK_TEXT(json_get_text(c, "to", ""), "/b?x=1&y=2");
}

TEST(a_changed_picture_is_marked_and_listed)
{
	CHECK_TEXT(diff("<p>图<img src=\"/1.png\"></p>",
	    "<p>图<img src=\"/2.png\"></p>"),
	    "<p>图<del><img src=\"/1.png\"></del><ins><img src=\"/2.png\"></ins>"
	    "</p>");
	CHECK_INT(changes.attributes->length, 1);
	CHECK_TEXT(json_get_text(changes.attributes->first, "attribute", ""),
	    "src");
}

TEST(crumbs_between_changes_are_part_of_them)
{
	CHECK_TEXT(diff("<p>春天来了的花开</p>", "<p>冬季将至的雪落</p>"),
	    "<p><del>春天来了的花开</del><ins>冬季将至的雪落</ins></p>");
}

TEST(full_stops_are_not_moved)
{
	CHECK_TEXT(diff("<p>第一句。第三句。</p>", "<p>第一句。第二句。第三句。</p>"),
	    "<p>第一句。<ins>第二句。</ins>第三句。</p>");
}

TEST(titles_are_plain_text)
{
	arena = arena != NULL ? arena : arena_alloc();
	buf_reset(&out);
	html_diff_line("关于<b>的通知 & 说明", "关于<i>的公告 & 说明", arena, &out,
	    &changes);
	CHECK_TEXT(buf_string(&out), "关于&lt;<del>b</del><ins>i</ins>&gt;的"
	    "<del>通知</del><ins>公告</ins> &amp; 说明");
}

TEST(from_or_to_nothing)
{
	CHECK_TEXT(diff("", "<p>甲</p>"), "<p><ins>甲</ins></p>");
	CHECK_TEXT(diff("<p>甲</p>", ""), "<p><del>甲</del></p>");
	CHECK_TEXT(diff("", ""), "");
}

/* Two large texts without much in common: 200,000 words each. */
TEST(large_texts_with_little_in_common_take_bounded_time)
{
	struct buf a, b;
	unsigned seed = 7;
	int i;

	buf_init(&a);
	buf_init(&b);
	for (i = 0; i < 200000; i++) {
		seed = seed * 1103515245u + 12345u;
		buf_printf(i & 1 ? &a : &b, "%s%u%s", i % 50 < 2 ? "<p>" : " ",
		    (seed >> 16) % 500, i % 50 > 47 ? "</p>" : "");
	}
	diff(buf_string(&a), buf_string(&b));
	CHECK(out.length > a.length);
	CHECK(out.length < 3 * (a.length + b.length));
	buf_cleanup(&a);
	buf_cleanup(&b);
}
