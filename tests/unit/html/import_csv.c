/* Tables as items: names of columns, quotes, charsets, lines that are bad. */
#include "html/import.h"
#include "../unit.h"

static struct json *items;
static struct arena *arena;

static enum err
keep(void *arg, struct arena *a, struct json *item)
{
	(void)arg, (void)a;
	json_add(items, json_copy(arena, item));
	return (ERR_OK);
}

static enum err
read_table(const char *text, size_t n, struct fault *f)
{
	struct buf b = { 0 };
	enum err e;

	if (arena == NULL)
		arena = arena_alloc();
	items = json_array(arena);
	memset(f, 0, sizeof(*f));
	buf_append(&b, text, n);
	e = import_csv(&b, keep, NULL, f);
	buf_cleanup(&b);
	return (e);
}

#define READ(text) read_table(text, sizeof(text) - 1, &f)

static const struct json *
item(size_t i)
{
	const struct json *v = items->first;

	while (v != NULL && i-- > 0)
		v = v->next;
	return (v);
}

static const char *
text_of(size_t i, const char *name)
{
	return (json_get_text(item(i), name, NULL));
}

TEST(names_of_columns_in_both_languages_are_fields)
{
	struct fault f;

	CHECK_INT(READ("标题,正文,日期,来源,标签,备注\n"
	    "开放,\"一\n二\",2024年5月1日,办公室,工会、读书,x\n"), ERR_OK);
	CHECK_INT(items->length, 1);
	CHECK_TEXT(text_of(0, "title"), "开放");
	CHECK_TEXT(text_of(0, "body"), "<p>一</p><p>二</p>");
	CHECK_TEXT(text_of(0, "date"), "2024-05-01");
	CHECK_TEXT(text_of(0, "source"), "办公室");
	CHECK_INT(json_get(item(0), "tags")->length, 2);
	CHECK_TEXT(json_get(item(0), "tags")->last->text, "读书");
	CHECK_TEXT(json_get_text(json_get(item(0), "fields"), "备注", NULL),
	    "x");
	CHECK_INT(READ("Title;Body\r\nA;<p>b</p>\r\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "body"), "<p>b</p>");
}

TEST(the_date_of_signing_goes_before_that_of_publication)
{
	struct fault f;

	CHECK_INT(READ("title,date,成文日期\na,2024-05-02,2024/4/30\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "date"), "2024-04-30");
	CHECK_INT(READ("title,成文日期,date\na,2024/4/30,2024-05-02\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "date"), "2024-04-30");
	CHECK_INT(READ("title,date\na,2023-02-29\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "date"), NULL);
	CHECK_INT(json_get(item(0), "notes")->length, 1);
}

TEST(what_is_told_ends_at_a_character)
{
	struct fault f;
	const char *told;

	CHECK_INT(READ("title,date\na,通通通通通通通通通通通通通通通通\n"), ERR_OK);
	told = json_get_text(json_get(item(0), "notes")->first, "detail", "");
	CHECK_TEXT(told, "通通通通通通通通通通通通通");
}

TEST(quotes_hold_separators_quotes_and_line_breaks)
{
	struct fault f;

	CHECK_INT(READ("title,body\n\"a, \"\"b\"\"\",\"c\r\nd\"\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "title"), "a, \"b\"");
	CHECK_TEXT(text_of(0, "body"), "<p>c</p><p>d</p>");
}

TEST(a_bad_line_is_refused_by_its_number_and_the_others_go_in)
{
	struct fault f;

	CHECK_INT(READ("title,body\na,b\n\"c\"d,e\nf,\"g\nh,i,j\n\nk,l"),
	    ERR_OK);
	CHECK_INT(items->length, 5);
	CHECK_TEXT(text_of(0, "title"), "a");
	CHECK_INT(json_get_int(item(1), "line", 0), 3);
	CHECK_TEXT(json_get_text(json_get(item(1), "refused"), "name", ""),
	    "import.quote");
	CHECK_INT(json_get_int(item(2), "line", 0), 4);
	CHECK_TEXT(json_get_text(json_get(item(2), "refused"), "name", ""),
	    "import.unclosed");
	CHECK_INT(json_get_int(item(3), "line", 0), 5);
	CHECK_TEXT(json_get_text(json_get(item(3), "refused"), "name", ""),
	    "import.cells");
	CHECK_INT(json_get_int(item(4), "line", 0), 7);
	CHECK_TEXT(text_of(4, "title"), "k");
}

TEST(gb18030_and_a_byte_order_mark_are_read)
{
	struct fault f;

	/* 标题 */
	CHECK_INT(READ("\xB1\xEA\xCC\xE2\n\xB9\xA4\xBB\xE1\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "title"), "工会");
	CHECK_INT(READ("\xEF\xBB\xBFtitle\na\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "title"), "a");
}

TEST(a_table_without_title_or_with_two_is_refused)
{
	struct fault f;

	CHECK_INT(READ("a,b\nc,d\n"), ERR_INPUT);
	CHECK_TEXT(f.name, "import.header");
	CHECK_INT(READ(""), ERR_INPUT);
	CHECK_INT(READ("title,标题\nc,d\n"), ERR_INPUT);
	CHECK_TEXT(f.name, "import.twice");
}

TEST(equal_lines_have_equal_keys_and_others_others)
{
	struct fault f;

	CHECK_INT(READ("title,body\na,b\na,b\nab,\n"), ERR_OK);
	CHECK_TEXT(text_of(0, "key"), text_of(1, "key"));
	CHECK(strcmp(text_of(0, "key"), text_of(2, "key")) != 0);
	arena_free(arena);
	arena = NULL;
}
