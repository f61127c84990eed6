/* See words_bind.h. */
#include "script/words_bind.h"

#include <lauxlib.h>

#include "base/utf8.h"
#include "html/text.h"
#include "script/plugin_store.h"
#include "script/value.h"
#include "script/words_share.h"
#include "script/world.h"

#define WORDS "mingchuang.words"
#define TEXT_BYTES_MAX (8 * 1024 * 1024)
#define HITS_DEFAULT 200

static struct words_shared *
list_of(lua_State *L)
{
	struct words_shared **s = luaL_checkudata(L, 1, WORDS);

	if (*s == NULL)
		luaL_error(L, "the list is gone");
	return (*s);
}

static int
list_gc(lua_State *L)
{
	struct words_shared **s = luaL_checkudata(L, 1, WORDS);

	words_release(*s);
	*s = NULL;
	return (0);
}

static int
list_length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)words_shared_count(list_of(L)));
	return (1);
}

/* Hits with places in characters; made outside of Lua, pushed afterwards. */
struct collecting {
	struct arena	*a;
	struct json	*hits;
	const char	*text;
	size_t		at, characters;	/* how far it is counted */
	int64_t		max;		/* of those that block, and of others */
	int64_t		blocks, others;
	int64_t		around;		/* characters told before and after */
	size_t		length;
};

/* What stands before and after the hit. */
static void
hit_around(const struct words_hit *hit, const struct collecting *c,
    struct json *o)
{
	const char *from = c->text + hit->start, *to = c->text + hit->end;
	const char *end = c->text + c->length;
	int64_t i;

	for (i = 0; i < c->around && from > c->text; i++)
		do
			from--;
		while (from > c->text && ((unsigned char)*from & 0xC0) == 0x80);
	for (i = 0; i < c->around && to < end; i++)
		(void)utf8_next(&to, end);
	json_put(o, "before", json_bytes(c->a, from,
	    (size_t)(c->text + hit->start - from)));
	json_put(o, "after", json_bytes(c->a, c->text + hit->end,
	    (size_t)(to - c->text) - hit->end));
}

static void
hit_collect(const struct words_hit *hit, void *arg)
{
	struct collecting *c = arg;
	int64_t *count = hit->severity == WORDS_BLOCK ? &c->blocks :
	    &c->others;
	struct json *o;

	if (*count >= c->max)
		return;
	++*count;
	c->characters += utf8_count(c->text + c->at, hit->start - c->at);
	c->at = hit->start;
	o = json_add(c->hits, json_object(c->a));
	json_put_int(c->a, o, "number", hit->rule->number);
	json_put_text(c->a, o, "kind", words_kind_name(hit->rule->kind));
	json_put_text(c->a, o, "severity", words_severity_name(hit->severity));
	json_put_int(c->a, o, "start", (int64_t)c->characters);
	json_put_int(c->a, o, "length", (int64_t)utf8_count(c->text +
	    hit->start, hit->end - hit->start));
	json_put(o, "text", json_bytes(c->a, c->text + hit->start,
	    hit->end - hit->start));
	if (c->around > 0)
		hit_around(hit, c, o);
}

static bool
option(lua_State *L, int index, const char *name, int64_t *number)
{
	bool set = false;

	if (!lua_istable(L, index))
		return (false);
	lua_getfield(L, index, name);
	set = lua_toboolean(L, -1);
	if (number != NULL && lua_isinteger(L, -1))
		*number = lua_tointeger(L, -1);
	lua_pop(L, 1);
	return (set);
}

/* list:find(text, { html =, max =, around = }): the first `max` hits that
 * block, and as many others, in the order of the text; with so many characters
 * `before` and `after` each */
static int
list_find(lua_State *L)
{
	const struct words_shared *s = list_of(L);
	struct call *call = plugin_call(L);
	size_t length;
	const char *text = value_check_text(L, 2, TEXT_BYTES_MAX, &length);
	struct collecting c = { .a = call->arena, .max = HITS_DEFAULT };
	bool html = option(L, 3, "html", NULL);
	struct buf read = { 0 };

	(void)option(L, 3, "max", &c.max);
	(void)option(L, 3, "around", &c.around);
	state_charge(L, (int64_t)length / 32);
	state_leave(L);
	if (html) {
		html_text(text, length, &read);
		text = arena_copy(call->arena, buf_string(&read), read.length);
		length = read.length;
		buf_cleanup(&read);
	}
	c.text = text;
	c.length = length;
	c.hits = json_array(call->arena);
	words_find(words_shared_list(s), text, length, hit_collect, &c);
	state_enter(L);
	value_push(L, c.hits);
	return (1);
}

static void
list_push(lua_State *L, struct words_shared *s)
{
	static const luaL_Reg own[] = {
		{ "__gc", list_gc },
		{ "__len", list_length },
		{ NULL, NULL }
	};
	struct words_shared **out = lua_newuserdatauv(L,
	    sizeof(struct words_shared *), 0);

	*out = s;
	if (luaL_newmetatable(L, WORDS)) {
		luaL_setfuncs(L, own, 0);
		lua_createtable(L, 0, 1);
		lua_pushcfunction(L, list_find);
		lua_setfield(L, -2, "find");
		lua_setfield(L, -2, "__index");
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_setmetatable(L, -2);
}

/* words(version, sql) */
static int
bind_words(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	const char *version = luaL_checkstring(L, 1);
	const char *sql = luaL_checkstring(L, 2);
	struct words_shared *s = NULL;
	struct fault f = { .err = ERR_OK };
	struct store *store;
	enum err e;

	store = db_store(L);
	state_leave(L);
	e = words_share(&s, p->script->root, arena_printf(c->arena, "%s/%s",
	    c->site->folder, p->name), version, store->db, sql, &f);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (state_raise(L, &f));
	}
	list_push(L, s);
	return (1);
}

static int
kind_check(lua_State *L, const char *name)
{
	int kind = words_kind_of(name);

	return (kind >= 0 ? kind : luaL_error(L, "there is no kind '%s'",
	    name));
}

/* words_try(kind, text) */
static int
bind_try(lua_State *L)
{
	struct plugin *p = state_owner(L);
	const char *text = luaL_checkstring(L, 2);
	int kind = kind_check(L, luaL_checkstring(L, 1));
	struct words_rule r = { .kind = (enum words_kind)kind,
	    .fold = WORDS_FOLD_ALL, .text = text };
	struct fault f = { .err = ERR_OK };
	enum err e;

	state_charge(L, 50);
	state_leave(L);
	e = words_try(p->script->root, &r, &f);
	state_enter(L);
	if (e == ERR_OK) {
		lua_pushboolean(L, 1);
		return (1);
	}
	f.err = e;
	return (plugin_push_fault(L, &f, NULL));
}

/* words_spread(rules, sql) */
static int
bind_spread(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	const char *sql = luaL_checkstring(L, 2);
	struct fault f = { .err = ERR_OK };
	struct json *rules, *counts = NULL;
	struct store *store;
	int64_t texts = 0;
	enum err e;

	luaL_checktype(L, 1, LUA_TTABLE);
	rules = value_get(L, 1, c->arena);
	store = db_store(L);
	state_leave(L);
	e = words_spread(p->script->root, rules, store->db, sql, c->arena,
	    &counts, &texts, &f);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (state_raise(L, &f));
	}
	value_push(L, counts);
	lua_pushinteger(L, texts);
	return (2);
}

/* words_mask(kind, text) */
static int
bind_mask(lua_State *L)
{
	int kind = kind_check(L, luaL_checkstring(L, 1));
	size_t length;
	const char *text = luaL_checklstring(L, 2, &length);
	struct buf *b = &((struct plugin *)state_owner(L))->script->scratch;

	state_charge(L, (int64_t)length);
	buf_reset(b);
	words_mask(text, length,
	    words_mask_default((enum words_kind)kind), b);
	lua_pushlstring(L, buf_string(b), b->length);
	return (1);
}

void
words_bind_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "words", bind_words },
		{ "words_try", bind_try },
		{ "words_spread", bind_spread },
		{ "words_mask", bind_mask },
		{ NULL, NULL }
	};
	unsigned i;

	luaL_setfuncs(L, functions, 0);
	lua_newtable(L);
	for (i = 0; words_fold_name(i) != NULL; i++) {
		lua_pushstring(L, words_fold_name(i));
		lua_rawseti(L, -2, i + 1);
	}
	lua_setfield(L, -2, "words_folds");
}
