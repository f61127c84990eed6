/* Values between JSON and Lua, and files of pure data. */
#include <stdlib.h>

#include <lauxlib.h>

#include "script/sandbox.h"
#include "script/script.h"
#include "script/state.h"
#include "script/value.h"
#include "../unit.h"

static struct fault f;
static struct buf text;
static struct arena *arena;

struct passing {
	const char	*chunk;		/* gets the value, returns one */
	struct json	*v;
};

static int
pass_run(lua_State *L)
{
	struct passing *p = lua_touserdata(L, 1);

	sandbox_push_library(L);
	lua_pushcfunction(L, value_array);
	lua_setfield(L, -2, "array");
	lua_pop(L, 1);
	sandbox_load(L, p->chunk, strlen(p->chunk), "@pass.lua");
	value_push(L, p->v);
	lua_call(L, 1, 1);
	p->v = value_get(L, -1, arena);
	return (0);
}

/* What becomes of the value in a script: JSON, or the message. */
static const char *
pass(const char *json, const char *chunk)
{
	static const struct state_limit limit = { .memory = 64 << 20,
		.steps = 50000000, .milliseconds = 5000 };
	struct state *s = state_alloc(&limit, NULL);
	struct passing p = { .chunk = chunk };
	enum err e;

	if (arena == NULL)
		arena = arena_alloc();
	arena_reset(arena);
	buf_reset(&text);
	if (json_parse(arena, json, strlen(json), &p.v, &f) != ERR_OK)
		return ("bad JSON in a test");
	e = state_run(s, pass_run, &p, &f);
	state_free(s);
	if (e != ERR_OK)
		return (f.detail);
	json_write(&text, p.v);
	return (buf_string(&text));
}

TEST(values_come_back_as_they_went)
{
	static const char *const all[] = { "[]", "{}", "[1,2.5,\"江\",true]",
		"{\"a\":[],\"b\":{},\"c\":[[]]}", "9007199254740993",
		"-9223372036854775808", "\"\"", "false", "[null,1,null]",
		"{\"a\":{\"b\":{\"c\":[{\"d\":1}]}}}" };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CHECK_TEXT(pass(all[i], "return ..."), all[i]);
}

TEST(null_in_an_object_is_an_absent_field)
{
	CHECK_TEXT(pass("{\"a\":null,\"b\":1}", "return ..."), "{\"b\":1}");
	CHECK_TEXT(pass("[null]", "local t = ... return #t"), "1");
	CHECK_TEXT(pass("1", "return nil"), "null");
}

TEST(an_empty_table_is_an_object_unless_marked)
{
	CHECK_TEXT(pass("1", "return { a = {}, b = array{}, c = { 1 }, "
	    "d = array() }"), "{\"a\":{},\"b\":[],\"c\":[1],\"d\":[]}");
	CHECK_TEXT(pass("[1]", "local t = ... table.remove(t) return t"),
	    "[]");
}

TEST(members_have_one_order)
{
	CHECK_TEXT(pass("1", "return { z = 1, a = 2, m = 3, b = { y = 1, "
	    "x = 2 } }"), "{\"a\":2,\"b\":{\"x\":2,\"y\":1},\"m\":3,\"z\":1}");
}

TEST(integers_stay_integers)
{
	CHECK_TEXT(pass("7", "local n = ... return { n, n / 1, n // 2 }"),
	    "[7,7.0,3]");
}

TEST(what_is_no_value_is_refused_by_its_path)
{
	CHECK(strstr(pass("1", "return { a = { 1, type } }"),
	    "a[2]: a function can't be passed on") != NULL);
	CHECK(strstr(pass("1", "return { 1, x = 2 }"),
	    "keys of more than one kind") != NULL);
	CHECK(strstr(pass("1", "return { [3] = 1 }"), "keys of more") != NULL);
	CHECK(strstr(pass("1", "return { a = '\\xff' }"),
	    "a: text that isn't UTF-8") != NULL);
	CHECK(strstr(pass("1", "return { ['a\\0b'] = 1 }"),
	    "a key that isn't text") != NULL);
	CHECK(strstr(pass("1", "return { 0 / 0 }"), "infinite") != NULL);
	CHECK(strstr(pass("1", "return math.huge"), "infinite") != NULL);
	CHECK(strstr(pass("1", "return coroutine.create(type)"), "a thread") !=
	    NULL);
}

TEST(depth_and_size_have_limits)
{
	CHECK(strstr(pass("1", "local t = {} t.t = t return t"),
	    "32 deep") != NULL);
	CHECK(strstr(pass("1", "local t = {} for i = 1, 200001 do t[i] = i "
	    "end return t"), "200000 values") != NULL);
	CHECK(strstr(pass("1", "local s = ('x'):rep(3000000) "
	    "return { s, s, s }"), "8 MB of text") != NULL);
	CHECK_TEXT(pass("1", "local t = {} local u = t for i = 1, 30 do "
	    "u.u = {} u = u.u end return type(t)"), "\"table\"");
}

static const char *
data(const char *content)
{
	char path[600];
	struct json *v;
	FILE *file;

	if (arena == NULL)
		arena = arena_alloc();
	snprintf(path, sizeof(path), "%s/data.lua", unit_folder());
	file = fopen(path, "w");
	if (file == NULL)
		exit(2);
	fputs(content, file);
	fclose(file);
	if (script_data(arena, path, &v, &f) != ERR_OK)
		return (f.detail);
	buf_reset(&text);
	json_write(&text, v);
	return (buf_string(&text));
}

TEST(a_data_file_is_data_and_nothing_else)
{
	CHECK_TEXT(data("-- note\nlocal a <const> = 'x' .. 1\n"
	    "return { name = a, list = { 1, 2 } }"),
	    "{\"list\":[1,2],\"name\":\"x1\"}");
	CHECK(strstr(data("return { os.getenv('HOME') }"),
	    "unset name 'os'") != NULL);
	CHECK(strstr(data("\nreturn require 'x'"),
	    "data.lua:2: unset name 'require'") != NULL);
	CHECK(strstr(data("return 1"), "has to return a table") != NULL);
	CHECK(strstr(data("return {"), "data.lua:1:") != NULL);
	CHECK(strstr(data("while true do end"), "data.lua:1:") != NULL);
	CHECK_TEXT(f.name, "script.budget");
	CHECK_INT(script_data(arena, "/nowhere/x.lua", &(struct json *){ NULL },
	    &f), ERR_NOT_FOUND);
	CHECK_INT(script_data(arena, "/tmp", &(struct json *){ NULL }, &f),
	    ERR_NOT_FOUND);
}
