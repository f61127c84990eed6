/* What the sandbox holds back, and what ends a script that runs away. */
#include <stdlib.h>
#include <time.h>

#include <lauxlib.h>

#include "script/sandbox.h"
#include "script/state.h"
#include "../unit.h"

static struct fault f;

static int
run_text(lua_State *L)
{
	const char *text = lua_touserdata(L, 1);

	sandbox_load(L, text, strlen(text), "@test.lua");
	lua_call(L, 0, 0);
	return (0);
}

/* Of the processor: the machine may be busy with others. */
static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ((int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

static int64_t took;

static enum err
run(const char *text)
{
	static const struct state_limit limit = {
		.memory = 16 * 1024 * 1024, .steps = 3000000,
		.milliseconds = 500
	};
	struct state *s = state_alloc(&limit, NULL);
	int64_t begin = now_ms();
	enum err e;

	memset(&f, 0, sizeof(f));
	e = state_run(s, run_text, (void *)(uintptr_t)text, &f);
	took = now_ms() - begin;
	state_free(s);
	return (e);
}

static int
run_loop(lua_State *L)
{
	int i;

	for (i = 0; i < 1000; i++)
		state_charge(L, 1000);
	return (0);
}

static int
run_hoard(lua_State *L)
{
	int i;

	lua_newtable(L);
	for (i = 1; i < 1000000; i++) {
		lua_pushfstring(L, "%d and so on, and so on, and so on", i);
		lua_rawseti(L, -2, i);
	}
	return (0);
}

static int
run_good(lua_State *L)
{
	lua_pushinteger(L, lua_tointeger(L, 1));
	lua_setfield(L, LUA_REGISTRYINDEX, "good");
	return (0);
}

/* Three parts with budgets of their own; the run goes on behind each. */
static int
run_parts(lua_State *L)
{
	static const struct state_limit limit = {
		.memory = 1024 * 1024, .steps = 100000, .milliseconds = 100
	};
	static const lua_CFunction parts[] = { run_loop, run_hoard, run_good };
	enum err *results = lua_touserdata(L, 1);
	int64_t used;
	size_t i;

	for (i = 0; i < 3; i++) {
		lua_pushcfunction(L, parts[i]);
		lua_pushinteger(L, 7);
		results[i] = state_within(L, &limit, 1, &used, &f);
		state_charge(L, 10);
	}
	lua_getfield(L, LUA_REGISTRYINDEX, "good");
	results[3] = (enum err)lua_tointeger(L, -1);
	return (0);
}

/* Ended by the budget, in time, and no pcall in between made it good. */
#define STOPPED(text) do { \
	enum err stopped_e = run(text); \
	if (stopped_e != ERR_INTERNAL || strcmp(f.name, "script.budget") != 0 || \
	    took > 3000) { \
		unit_fail(__FILE__, __LINE__, "%s: %d %s %s after %lld ms", \
		    text, stopped_e, f.name != NULL ? f.name : "", f.detail, \
		    (long long)took); \
		return; \
	} \
} while (0)

#define FAILS(text, word) do { \
	enum err fails_e = run(text); \
	if (fails_e != ERR_INTERNAL || strcmp(f.name, "script.failed") != 0 || \
	    strstr(f.detail, word) == NULL) { \
		unit_fail(__FILE__, __LINE__, "%s: %d %s [%s]", text, fails_e, \
		    f.name != NULL ? f.name : "", f.detail); \
		return; \
	} \
} while (0)

#define HOLDS(text) do { \
	enum err holds_e = run(text); \
	if (holds_e != ERR_OK) { \
		unit_fail(__FILE__, __LINE__, "%s: %s %s", text, \
		    f.name != NULL ? f.name : "", f.detail); \
		return; \
	} \
} while (0)

TEST(a_part_has_a_budget_of_its_own)
{
	static const struct state_limit limit = {
		.memory = 4 * 1024 * 1024, .steps = 50, .milliseconds = 500
	};
	struct state *s = state_alloc(&(struct state_limit){
	    .memory = 4 * 1024 * 1024, .steps = 100000, .milliseconds = 500 },
	    NULL);
	enum err results[4] = { ERR_OK };

	state_set_limit(s, &limit);
	CHECK_INT(state_run(s, run_parts, results, &f), ERR_OK);
	CHECK_INT(results[0], ERR_INTERNAL);
	CHECK_INT(results[1], ERR_INTERNAL);
	CHECK_INT(results[2], ERR_OK);
	CHECK_INT((int)results[3], 7);
	CHECK_TEXT(f.name, "script.budget");
	CHECK(state_memory(s) < 4 * 1024 * 1024);
	state_free(s);
}

TEST(an_endless_loop_ends)
{
	STOPPED("while true do end");
	CHECK(strstr(f.detail, "test.lua:1:") != NULL);
	STOPPED("local function r() return r() end r()");
	STOPPED("for i = 1, math.huge do local x <const> = i end");
	STOPPED("goto a ::a:: while true do for _ in pairs({}) do end end");
}

TEST(an_endless_loop_in_a_coroutine_ends)
{
	STOPPED("coroutine.wrap(function() while true do end end)()");
	STOPPED("local co = coroutine.create(function() while true do end end) "
	    "while true do coroutine.resume(co) end");
	FAILS("local function f() return coroutine.wrap(f)() end f()",
	    "C stack overflow");
	STOPPED("while true do coroutine.wrap(function() end)() end");
	STOPPED("local co = coroutine.wrap(function() "
	    "while true do coroutine.yield() end end) while true do co() end");
}

TEST(an_endless_loop_in_a_metamethod_ends)
{
	STOPPED("local t = setmetatable({}, { __index = function() "
	    "while true do end end }) return t.x");
	STOPPED("error(setmetatable({}, { __tostring = function() "
	    "while true do end end }))");
	STOPPED("local t = setmetatable({}, { __close = function() "
	    "while true do end end }) do local c <close> = t end");
	STOPPED("local mt = { __lt = function() while true do end end } "
	    "table.sort({ setmetatable({}, mt), setmetatable({}, mt) })");
}

TEST(no_pcall_swallows_the_end)
{
	STOPPED("while true do pcall(function() while true do end end) end");
	STOPPED("pcall(pcall, pcall, function() while true do end end)");
	STOPPED("xpcall(function() while true do end end, "
	    "function() while true do end end)");
	STOPPED("while true do xpcall(error, function() while true do end end) "
	    "end");
	STOPPED("local co = coroutine.wrap(function() pcall(function() "
	    "while true do end end) coroutine.yield() end) "
	    "while true do pcall(co) end");
	STOPPED("local mt = {} local function deep(n) "
	    "local c <close> = setmetatable({}, mt) "
	    "if n > 0 then deep(n - 1) end while true do end end "
	    "mt.__close = function() while true do end end "
	    "pcall(deep, 150)");
	STOPPED("for i = 1, 100 do pcall(string.rep, ('x'):rep(4000000) .. i) "
	    "end local t = {} while true do t[#t + 1] = ('x'):rep(1000) end");
}

TEST(memory_has_a_limit)
{
	STOPPED("local t = {} for i = 1, 1e9 do t[i] = {} end");
	STOPPED("local s = 'x' while true do s = s .. s end");
	STOPPED("local s = 'x' while true do pcall(function() s = s .. s end) "
	    "end");
	STOPPED("local t = {} for i = 1, 100 do t[i] = ('x'):rep(4000000) end");
	STOPPED("local function f(...) return f(1, ...) end f()");
	STOPPED("string.format(('%s'):rep(50), table.unpack((function() "
	    "local t = {} for i = 1, 50 do t[i] = ('x'):rep(1000000) end "
	    "return t end)()))");
}

TEST(a_large_repeat_is_refused)
{
	FAILS("('x'):rep(1 << 30)", "string.rep");
	FAILS("('x'):rep(1, ('y'):rep(3000000)):rep(1 << 60)", "string.rep");
	FAILS("('x'):rep(math.maxinteger, 'yy')", "string.rep");
	HOLDS("assert(('ab'):rep(3, ',') == 'ab,ab,ab')");
	HOLDS("assert((''):rep(1 << 60) == '' and ('x'):rep(-1) == '')");
}

TEST(work_on_long_texts_is_charged)
{
	STOPPED("local s = ('x'):rep(4000000) while true do s:lower() end");
	STOPPED("local s = ('x'):rep(4000000) while true do local t = s .. '' "
	    "t = t .. 'y' end");
	STOPPED("local s = ('x'):rep(4000000) while true do s:find('y', 1, "
	    "true) end");
}

TEST(a_catastrophic_pattern_ends)
{
	STOPPED("(('a'):rep(40)):find(('a?'):rep(40) .. ('a'):rep(41))");
	STOPPED("(('a'):rep(100000)):find('.-.-.-.-b')");
	STOPPED("(('('):rep(1000000)):gsub('%b()', '')");
	STOPPED("(('a'):rep(1000000)):match('(.*)%1b')");
	STOPPED("for _ in (('a'):rep(100000)):gmatch('a*a*a*b') do end");
	STOPPED("pcall(string.gsub, ('a'):rep(100000), '.-.-.-b', '')");
}

TEST(patterns_are_those_of_lua)
{
	HOLDS("assert(('hello world'):find('o w') == 5)");
	HOLDS("local a, b, c = ('key = val'):find('(%w+) = (%w+)') "
	    "assert(a == 1 and b == 9 and c == 'key')");
	HOLDS("assert(('x]y'):match('[]]') == ']' and "
	    "('a-b'):match('[a%-]+') == 'a-')");
	HOLDS("assert(('THE (quick) fox'):find('%((%a+)%)') == 5)");
	HOLDS("assert(('f(a(b)c)d'):match('%b()') == '(a(b)c)')");
	HOLDS("assert(('THE (quick) fox'):gsub('%f[%a]%a+', 'w') == "
	    "'w (w) w')");
	HOLDS("assert(('abc'):gsub('', '-') == '-a-b-c-')");
	HOLDS("assert(('hello'):gsub('l', { l = 'L' }) == 'heLLo')");
	HOLDS("assert(('$name is'):gsub('%$(%w+)', { name = 'x' }) == 'x is')");
	HOLDS("assert(('abc'):gsub('%w', '%0%0', 2) == 'aabbc')");
	HOLDS("assert(('a,b,,c'):gsub(',', ';') == 'a;b;;c')");
	HOLDS("assert(('  x '):match('^%s*(.-)%s*$') == 'x')");
	HOLDS("assert(select('#', ('abc'):match('()b()')) == 2 and "
	    "('abc'):match('()b()') == 2)");
	HOLDS("local n = 0 for k, v in ('a=1,b=2'):gmatch('(%w)=(%w)') do "
	    "n = n + tonumber(v) end assert(n == 3)");
	HOLDS("assert(('\"x\" \\'y\\''):match('([\"\\'])(.-)%1') == '\"')");
	HOLDS("assert(('abc'):find('b', -1) == nil and ('abc'):find('', 10) "
	    "== nil and ('abc'):find('', 4) == 4)");
	HOLDS("assert(('a.b'):find('.', 1, true) == 2)");
	HOLDS("assert(('x^y'):find('^y') == nil and ('ab'):gsub('^a', '') == "
	    "'b' and ('a$'):find('a$', 1, true) == 1)");
	FAILS("('a'):find('[a')", "missing ']'");
	FAILS("('a'):find('%')", "ends with '%'");
	FAILS("('a'):find('(a')", "unfinished capture");
	/* In a long subject, places where no match can begin are passed over. */
	HOLDS("local s = ('中&<a'):rep(300) "
	    "assert(s:gsub('[&<]', '') == ('中a'):rep(300))");
	HOLDS("local s = ('x'):rep(999) .. 'y7' "
	    "assert(s:find('(%d)') == 1001 and s:find('()y') == 1000 and "
	    "s:find('%d$') == 1001 and s:match('y?7') == 'y7' and "
	    "s:find('z') == nil and s:find('[^x]') == 1000 and "
	    "s:find('x-y') == 1 and s:find('%f[%d]') == 1001 and "
	    "s:find('$') == 1002 and s:find('') == 1 and "
	    "s:gsub('^x', '') == s:sub(2))");
	HOLDS("local s = ('a'):rep(600) .. '(b(c))' "
	    "assert(s:match('%b()') == '(b(c))' and s:gsub('(%()', '%1%1', 1) "
	    "== ('a'):rep(600) .. '((b(c))')");
	FAILS("(('a'):rep(600)):find('[')", "missing ']'");
	FAILS("('a'):gsub('a', '%2')", "capture index");
	FAILS("('a'):find(('('):rep(40))", "too many captures");
}

TEST(tables_with_false_lengths_are_refused)
{
	FAILS("table.insert(setmetatable({}, { __len = function() "
	    "return 1 << 53 end }), 1, 'x')", "plain table");
	FAILS("table.concat(setmetatable({}, { __index = tostring }), '', 1, "
	    "1 << 53)", "plain table");
	FAILS("table.move({}, 1, 1 << 53, 2)", "behind the end");
	FAILS("table.move({}, -(1 << 53), 1, 2)", "out of range");
	FAILS("table.concat({}, '', 1, 5)", "behind the end");
	FAILS("table.unpack({}, 1, 1e8)", "too many results");
	HOLDS("local t = { 3, 1, 2 } table.sort(t) table.insert(t, 4) "
	    "assert(table.concat(t, ',') == '1,2,3,4' and "
	    "table.remove(t, 1) == 1 and select('#', table.unpack(t)) == 3 "
	    "and table.pack(1, nil).n == 2)");
}

TEST(nothing_dangerous_has_a_name)
{
	FAILS("return _G", "unset name '_G'");
	FAILS("os.exit()", "unset name 'os'");
	FAILS("io.open('/etc/passwd')", "unset name 'io'");
	FAILS("debug.sethook()", "unset name 'debug'");
	FAILS("package.loadlib('x', 'y')", "unset name 'package'");
	FAILS("load('x = 1')", "unset name 'load'");
	FAILS("dofile('x')", "unset name 'dofile'");
	FAILS("string.dump(print)", "unset name 'print'");
	HOLDS("assert(rawget(string, 'dump') == nil and string.dump == nil)");
	FAILS("collectgarbage('collect')", "count");
	FAILS("coroutine.close()", "nil value");
	HOLDS("assert(collectgarbage('count') > 0)");
}

TEST(no_text_tells_where_memory_lies)
{
	HOLDS("assert(tostring({}) == 'table' and tostring(error) == 'function')");
	HOLDS("assert(string.format('%s %5s|%d%%', {}, error, 7) == "
	    "'table function|7%')");
	HOLDS("assert(tostring(setmetatable({}, { __tostring = function() "
	    "return 'own' end })) == 'own' and tostring(12) == '12')");
	HOLDS("assert(tostring(coroutine.create(error)) == 'thread')");
	FAILS("return string.format('%p', {})", "no %p");
	FAILS("return string.format('%-8p', 'x')", "no %p");
	FAILS("error(({}) .. 'x')", "concatenate a table value");
}

TEST(globals_and_libraries_stay_as_they_are)
{
	FAILS("x = 1", "'x' can't be set here");
	FAILS("return x", "unset name 'x'");
	FAILS("string.rep = nil", "can't be set here");
	FAILS("_ENV.pcall = error", "can't be set here");
	FAILS("rawset(_ENV, 'pcall', error)", "protected");
	FAILS("rawset(string, 'rep', error)", "protected");
	FAILS("table.insert(string, 1)", "plain table");
	FAILS("setmetatable(_ENV, {})", "protected");
	HOLDS("assert(getmetatable('') == false and getmetatable(_ENV) == "
	    "false and getmetatable(string) == false)");
	HOLDS("assert(next(_ENV) == nil)");
	FAILS("setmetatable({}, { __gc = function() end })", "__gc");
	HOLDS("local mt = {} setmetatable({}, mt) "
	    "mt.__gc = function() while true do end end "
	    "assert(not pcall(setmetatable, {}, mt)) "
	    "for i = 1, 20000 do local t = { i } end");
}

TEST(bytecode_is_refused)
{
	CHECK_INT(run("\x1BLua"), ERR_INTERNAL);
	CHECK(strstr(f.detail, "binary") != NULL);
}

TEST(an_error_says_where)
{
	FAILS("local a\nlocal b\na.x = 1", "test.lua:3:");
	FAILS("error({})", "an error that is a table");
	FAILS("error()", "an error that is a nil");
	FAILS("error('plain', 0)", "plain");
	FAILS("x +", "test.lua:1:");
	HOLDS("local ok, e = pcall(error, 'a', 0) assert(not ok and e == 'a')");
	HOLDS("local ok, e = xpcall(function() error('a', 0) end, function(m) "
	    "return m .. 'b' end) assert(e == 'ab')");
	HOLDS("local co = coroutine.create(function(a) "
	    "local ok, b = pcall(coroutine.yield, a) error(b, 0) end) "
	    "assert(select(2, coroutine.resume(co, 1)) == 1) "
	    "local ok, e = coroutine.resume(co, 'x') "
	    "assert(not ok and e == 'x' and coroutine.status(co) == 'dead') "
	    "assert(coroutine.resume(co) == false)");
}

static int
forever(lua_State *L)
{
	(void)L;
	for (;;)
		state_charge(L, 1000);
	return (0);
}

static int
nested(lua_State *L)
{
	struct fault inner;

	if (state_run(state_of(L), forever, NULL, &inner) != ERR_INTERNAL)
		abort();
	return (luaL_error(L, "the inner run has spent it all"));
}

TEST(a_run_in_a_run_shares_the_budget)
{
	static const struct state_limit limit = { .memory = 4 << 20,
		.steps = 1000000, .milliseconds = 5000 };
	struct state *s = state_alloc(&limit, NULL);

	CHECK_INT(state_run(s, nested, NULL, &f), ERR_INTERNAL);
	CHECK_TEXT(f.name, "script.budget");
	CHECK_INT(state_run(s, run_text, (void *)(uintptr_t)"return 1", &f),
	    ERR_OK);
	state_free(s);
}

static int
raise_busy(lua_State *L)
{
	struct fault busy;

	fault_set(&busy, ERR_BUSY, "db.busy", NULL, "x");
	return (state_raise(L, &busy));
}

TEST(a_fault_of_the_core_comes_through)
{
	static const struct state_limit limit = { .memory = 4 << 20,
		.steps = 100000, .milliseconds = 500 };
	struct state *s = state_alloc(&limit, NULL);

	CHECK_INT(state_run(s, raise_busy, NULL, &f), ERR_BUSY);
	CHECK_TEXT(f.name, "db.busy");
	CHECK_TEXT(f.detail, "x");
	state_free(s);
}
