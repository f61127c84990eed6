#include "house.h"

static struct house h;
#define w (h.w)

/* A text of `count` Chinese characters. */
static const char *
characters(size_t count)
{
	struct buf b = { 0 };
	const char *text;

	while (count-- > 0)
		buf_text(&b, "字");
	text = arena_text(w.arena, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

TEST(an_unknown_act_is_not_found)
{
	CHECK(house_open(&h));
	CHECK_ERR(ACT(&w, &w.root, "entry.burn", "{}"), ERR_NOT_FOUND,
	    "act.unknown");
	CHECK(act_find("entry.burn") == NULL);
	CHECK(act_find("unit.create") != NULL);
	house_close(&h);
}

TEST(names_of_acts_are_unique)
{
	const struct act *act;
	size_t i;

	for (i = 0; (act = act_at(i)) != NULL; i++)
		if (act_find(act->name) != act)
			unit_fail(__FILE__, __LINE__, "%s", act->name);
	CHECK(i > 0);
}

TEST(an_unknown_field_is_refused_by_name)
{
	CHECK(house_open(&h));
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'市','colour':'red'}"), ERR_INPUT,
	    "input.unknown");
	CHECK_TEXT(w.fault.field, "colour");
	house_close(&h);
}

TEST(a_missing_field_is_named)
{
	CHECK(house_open(&h));
	CHECK_ERR(ACT(&w, &w.root, "unit.create", "{'code':'A'}"), ERR_INPUT,
	    "input.missing");
	CHECK_TEXT(w.fault.field, "name");
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':null}"), ERR_INPUT, "input.missing");
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'  '}"), ERR_INPUT, "input.missing");
	house_close(&h);
}

TEST(a_field_of_the_wrong_type_is_named)
{
	CHECK(house_open(&h));
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':7,'name':'市'}"), ERR_INPUT, "input.type");
	CHECK_TEXT(w.fault.field, "code");
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'市','parent':'1'}"), ERR_INPUT,
	    "input.type");
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'市','parent':1.5}"), ERR_INPUT,
	    "input.type");
	CHECK_ERR(ACT(&w, &w.root, "site.create",
	    "{'name':'a','title':'b','hosts':'a.cn'}"), ERR_INPUT,
	    "input.type");
	CHECK_ERR(ACT(&w, &w.root, "site.create",
	    "{'name':'a','title':'b','hosts':[1]}"), ERR_INPUT,
	    "input.type");
	CHECK_ERR(ACT(&w, &w.root, "unit.create", "[]"), ERR_INPUT,
	    "input.type");
	house_close(&h);
}

TEST(limits_count_characters_and_hold_at_the_edge)
{
	CHECK(house_open(&h));
	CHECK_OK(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'%s'}", characters(80)));
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'B','name':'%s'}", characters(81)), ERR_INPUT,
	    "input.long");
	CHECK_TEXT(w.fault.detail, "80");
	house_close(&h);
}

TEST(a_line_holds_no_line_break_and_no_control_character)
{
	CHECK(house_open(&h));
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'a\\nb'}"), ERR_INPUT, "input.control");
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'a\\u0000b'}"), ERR_INPUT, "input.control");
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'a\\u2028b'}"), ERR_INPUT, "input.control");
	CHECK_ERR(ACT(&w, &w.root, "site.update",
	    "{'description':'a\\u001bb'}"), ERR_INPUT, "input.control");
	CHECK_OK(ACT(&w, &w.root, "site.update",
	    "{'description':'a\\nb'}"));
	house_close(&h);
}

TEST(a_list_has_a_limit)
{
	struct json *in, *hosts;
	int i;

	CHECK(house_open(&h));
	in = json_object(w.arena);
	json_put_text(w.arena, in, "name", "gang");
	json_put_text(w.arena, in, "title", "钢");
	hosts = json_put(in, "hosts", json_array(w.arena));
	for (i = 0; i < 21; i++)
		json_add(hosts, json_string(w.arena,
		    arena_printf(w.arena, "h%d.cn", i)));
	CHECK_ERR(world_call(&w, &w.root, "site.create", in), ERR_INPUT,
	    "input.many");
	house_close(&h);
}

TEST(an_act_on_a_site_needs_one)
{
	struct site *site;

	CHECK(house_open(&h));
	site = w.site;
	w.site = NULL;
	CHECK_ERR(ACT(&w, &w.root, "site.read", "{}"), ERR_NOT_FOUND,
	    "site.needed");
	CHECK_OK(ACT(&w, &w.root, "unit.list", "{}"));
	w.site = site;
	house_close(&h);
}

TEST(a_reading_lane_refuses_acts_that_change)
{
	struct cms *writer, *reader;

	CHECK(house_open(&h));
	CHECK_OK(cms_open(&reader, world_root(), cms_sites(w.cms), DB_READ,
	    &w.fault));
	writer = w.cms;
	w.cms = reader;
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'市'}"), ERR_INTERNAL, "act.read_only");
	CHECK_OK(ACT(&w, &w.root, "unit.list", "{}"));
	w.cms = writer;
	cms_close(reader);
	house_close(&h);
}

TEST(a_failed_act_leaves_no_transaction_and_no_row)
{
	CHECK(house_open(&h));
	CHECK_OK(ACT(&w, &w.root, "unit.create", "{'code':'A','name':'市'}"));
	CHECK_ERR(ACT(&w, &w.root, "unit.create",
	    "{'code':'A','name':'市'}"), ERR_CONFLICT, "unit.exists");
	CHECK(!db_in_transaction(cms_hub(w.cms)));
	CHECK(!db_in_transaction(w.site->db));
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM unit"), 1);
	CHECK_INT(hub_value(&h, "SELECT count(*) FROM audit WHERE"
	    " act = 'unit.create' AND object = 'unit A' AND"
	    " result = 'unit.exists'"), 1);
	house_close(&h);
}
