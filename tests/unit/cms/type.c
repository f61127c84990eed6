/* Types as data: registered, checked, replaced, taken away. */
#include "world.h"

#include "cms/type.h"

#define TERM \
	"{'name':'term','title':'type.term','fields':[" \
	"{'name':'title','kind':'line','max':20,'required':true}," \
	"{'name':'code','kind':'line','pattern':'[A-Z]{2}\\\\d{4}'}," \
	"{'name':'grade','kind':'choice','choices':['a','b']}]}"

static struct world w;
static struct person editor;

static bool
setup(void)
{
	if (!world_open(&w))
		return (false);
	editor = person(&w, 13, "丙", ROLE_EDITOR, 0);
	ready(&editor);
	return (type_register(w.cms, json_of(&w, "%s", TERM), &w.fault) == ERR_OK);
}

TEST(an_entry_of_a_new_type_is_checked_by_its_fields)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &editor, "entry.create", "{'column':'news',"
	    "'type':'term','title':'词','code':'JC2026','grade':'a'}"));
	CHECK_ERR(ACT(&w, &editor, "entry.create", "{'column':'news',"
	    "'type':'term','title':'词','code':'JC26'}"), ERR_INPUT,
	    "input.pattern");
	CHECK_TEXT(w.fault.field, "code");
	CHECK_ERR(ACT(&w, &editor, "entry.create", "{'column':'news',"
	    "'type':'term','title':'词','grade':'c'}"), ERR_INPUT,
	    w.fault.name);
	CHECK_TEXT(w.fault.field, "grade");
	world_close(&w);
}

TEST(a_broken_schema_is_refused_and_says_where)
{
	CHECK(setup());
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'a','kind':'line','pattern':'(('}]}"), &w.fault),
	    ERR_INPUT, "type.bad");
	CHECK(strstr(w.fault.detail, "regular expression") != NULL);
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'a','kind':'colour'}]}"), &w.fault), ERR_INPUT,
	    "type.bad");
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'x','fields':["
	    "{'name':'title','kind':'line','required':true},"
	    "{'name':'body','kind':'text'}]}"), &w.fault), ERR_INPUT,
	    "type.bad");
	CHECK_ERR(type_register(w.cms, json_of(&w, "{'name':'article','fields':["
	    "{'name':'title','kind':'line','required':true}]}"), &w.fault),
	    ERR_CONFLICT,
	    "type.taken");
	world_close(&w);
}

TEST(a_type_that_is_gone_takes_no_new_entries)
{
	CHECK(setup());
	type_forget(w.cms, "term");
	CHECK(type_find(w.cms, "term") == NULL);
	CHECK(ACT(&w, &editor, "entry.create", "{'column':'news',"
	    "'type':'term','title':'词'}") != ERR_OK);
	world_close(&w);
}
