/* Rows in the content of an entry: the kind "items". */
#include "world.h"

#include "cms/content.h"
#include "cms/type.h"

#define PERSON \
	"{'name':'worker','title':'type.worker','fields':[" \
	"{'name':'title','kind':'line','max':20,'required':true}," \
	"{'name':'honours','kind':'items','max':3,'fields':[" \
	"{'name':'year','kind':'int','required':true}," \
	"{'name':'level','kind':'choice','choices':['国家级','市级']}," \
	"{'name':'page','kind':'link'}," \
	"{'name':'won','kind':'bool'}]}]}"

static struct world w;
static struct person editor;

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	editor = person(&w, 13, "丙", ROLE_EDITOR, 0);
	ready(&editor);
	return (type_register(w.cms, json_of(&w, "%s", PERSON), &w.fault) ==
	    ERR_OK);
}

static enum err
create(const char *honours)
{
	return (ACT(&w, &editor, "entry.create", "{'column':'news',"
	    "'type':'worker','title':'某','honours':%s}", honours));
}

/* The rows as they were stored. */
static const char *
stored(void)
{
	static struct buf b;
	const struct json *content;

	if (ACT(&w, &editor, "entry.read", "{'id':%lld}",
	    (long long)out_int(&w, "id")) != ERR_OK)
		return (w.fault.name);
	content = json_get(w.out, "content");
	buf_reset(&b);
	json_canonical(&b, json_get(content, "honours"));
	return (buf_string(&b));
}

TEST(rows_have_all_fields_and_blank_rows_are_left_out)
{
	CHECK(setup());
	CHECK_OK(create("[{'year':2019,'level':'市级'},"
	    "{'year':null,'level':'','won':false},{'year':2021,'won':true}]"));
	CHECK_TEXT(stored(),
	    "[{\"level\":\"市级\",\"page\":\"\",\"won\":false,\"year\":2019},"
	    "{\"level\":\"\",\"page\":\"\",\"won\":true,\"year\":2021}]");
	CHECK_OK(create("[]"));
	CHECK_TEXT(stored(), "[]");
	world_close(&w);
}

TEST(a_bad_cell_is_named_with_its_row)
{
	CHECK(setup());
	CHECK_ERR(create("[{'year':2019},{},{'level':'市级'}]"), ERR_INPUT,
	    "input.missing");
	CHECK_TEXT(w.fault.field, "honours.2.year");
	CHECK_ERR(create("[{'year':'x'}]"), ERR_INPUT, "input.type");
	CHECK_TEXT(w.fault.field, "honours.1.year");
	CHECK_ERR(create("[{'year':1,'level':'省级'}]"), ERR_INPUT,
	    "input.choice");
	CHECK_ERR(create("[{'year':1,'page':'javascript:x'}]"), ERR_INPUT,
	    "input.link");
	CHECK_ERR(create("[{'year':1,'month':2}]"), ERR_INPUT,
	    "input.unknown");
	CHECK_ERR(create("['x']"), ERR_INPUT, "input.type");
	CHECK_ERR(create("'x'"), ERR_INPUT, "input.type");
	world_close(&w);
}

TEST(no_more_rows_than_the_field_takes)
{
	CHECK(setup());
	CHECK_OK(create("[{'year':1},{},{'year':2},{'year':3}]"));
	CHECK_ERR(create("[{'year':1},{'year':2},{'year':3},{'year':4}]"),
	    ERR_INPUT, "input.many");
	world_close(&w);
}

TEST(a_difference_shows_the_rows_in_words)
{
	int64_t id, from, to;

	CHECK(setup());
	CHECK_OK(create("[{'year':2019,'level':'市级'}]"));
	id = out_int(&w, "id");
	from = out_int(&w, "revision");
	CHECK_OK(ACT(&w, &editor, "entry.save", "{'id':%lld,"
	    "'base_revision':%lld,'honours':[{'year':2020,'level':'市级'}]}",
	    (long long)id, (long long)from));
	to = out_int(&w, "revision");
	CHECK_OK(ACT(&w, &editor, "entry.diff",
	    "{'id':%lld,'from':%lld,'to':%lld}", (long long)id,
	    (long long)from, (long long)to));
	CHECK(strstr(json_get_text(json_get(w.out, "fields")->first, "html",
	    ""), "<del>2019</del><ins>2020</ins> 市级") != NULL);
	world_close(&w);
}

TEST(files_in_rows_count_as_used)
{
	struct json *list;

	CHECK(setup());
	CHECK_OK(type_register(w.cms, json_of(&w, "{'name':'lesson','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'parts','kind':'items','fields':["
	    "{'name':'film','kind':'media'}]}]}"), &w.fault));
	list = content_media(w.arena, type_find(w.cms, "lesson"),
	    json_of(&w, "{'title':'x','parts':[{'film':'%064d'}]}", 7));
	CHECK_INT(list->length, 1);
	world_close(&w);
}

TEST(rows_in_rows_and_html_in_rows_are_refused)
{
	CHECK(setup());
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'a','kind':'items','fields':["
	    "{'name':'b','kind':'html'}]}]}"), &w.fault), ERR_INPUT,
	    "type.bad");
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'a','kind':'items'}]}"), &w.fault), ERR_INPUT,
	    "type.bad");
	world_close(&w);
}

TEST(a_private_field_shows_by_its_name)
{
	CHECK(setup());
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'age','kind':'int','private':true}]}"), &w.fault),
	    ERR_INPUT, "type.bad");
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'consent_age','kind':'int'}]}"), &w.fault),
	    ERR_INPUT, "type.bad");
	CHECK_OK(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'private_age','kind':'int','private':true}]}"),
	    &w.fault));
	world_close(&w);
}

TEST(private_fields_hold_no_files_and_rows_have_no_private_parts)
{
	static const char *const fields[] = {
		"{'name':'private_scan','kind':'media','private':true}",
		"{'name':'private_scans','kind':'media_list','private':true}",
		"{'name':'private_note','kind':'html','private':true}",
		"{'name':'private_rows','kind':'items','private':true,"
		    "'fields':[{'name':'scan','kind':'media'}]}",
		"{'name':'people','kind':'items','fields':["
		    "{'name':'private_age','kind':'int','private':true}]}"
	};
	char text[400];
	size_t i;

	CHECK(setup());
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		snprintf(text, sizeof(text), "{'name':'y','fields':["
		    "{'name':'title','kind':'line','required':true},%s]}",
		    fields[i]);
		CHECK_ERR(type_register(w.cms, json_of(&w, text), &w.fault),
		    ERR_INPUT, "type.bad");
	}
	CHECK_OK(type_register(w.cms, json_of(&w, "{'name':'y','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'private_rows','kind':'items','private':true,"
	    "'fields':[{'name':'age','kind':'int'}]}]}"), &w.fault));
	world_close(&w);
}
