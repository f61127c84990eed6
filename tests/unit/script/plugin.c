/* Plugins: manifests, routes, acts on behalf of the one who asks, forms, hooks,
 * and how one that misbehaves is kept from the others. */
#include "cms/quarantine.h"
#include "stage.h"

static struct stage st;
static struct json *reply;
static struct actor nobody;

#define MANIFEST(name, more) "return { name = '" name "', title = 'x', " \
	"version = '1', api = 1, always = true, " more " }"

/* A plugin of its own, in a world of its own. */
static void
stage_plugin(const char *name, const char *manifest, const char *init)
{
	char path[80];

	if (!stage_open(&st))
		exit(2);
	stage_file(&st, "themes/plain/lang/zh.lang", "form.required = 必填\n"
	    "form.long = 最多 {max} 字\nform.unknown = 多余 {field}\n"
	    "fault.entry.unknown = 没有这篇稿件\n");
	snprintf(path, sizeof(path), "plugins/%s/plugin.lua", name);
	stage_file(&st, path, manifest);
	snprintf(path, sizeof(path), "plugins/%s/init.lua", name);
	stage_file(&st, path, init);
}

struct finding {
	const char			*name;
	const struct script_route	*route;
	size_t				 count;
};

static void
find_one(const struct script_route *r, void *arg)
{
	struct finding *f = arg;

	f->count++;
	if (strcmp(r->name, f->name) == 0)
		f->route = r;
}

static const struct script_route *
find(const char *name)
{
	struct finding f = { .name = name };

	if (script_routes(st.script, st.w.site, find_one, &f, &st.fault) !=
	    ERR_OK)
		return (NULL);
	return (f.route);
}

static enum err
handle_as(const struct actor *actor, const char *name, const char *request)
{
	const struct script_route *r = find(name);
	struct call c = { .cms = st.w.cms, .site = st.w.site, .actor = actor,
	    .arena = st.w.arena, .fault = &st.fault };

	reply = NULL;
	memset(&st.fault, 0, sizeof(st.fault));
	if (r == NULL)
		return (fault_set(&st.fault, ERR_NOT_FOUND, "no.route", NULL,
		    "%s", name));
	return (script_handle(st.script, &c, r, stage_json(&st, request),
	    &reply, &st.fault));
}

static enum err
handle(const char *name, const char *request)
{
	return (handle_as(NULL, name, request));
}

static const char *
reply_text(void)
{
	static struct buf b;

	buf_reset(&b);
	if (reply != NULL)
		json_write(&b, reply);
	return (buf_string(&b));
}

#define ROUTE(name, body) "local plugin = ... plugin:route('" name "', " \
	"'GET /" name "/{id:int}', { permission = 'public' }, " \
	"function(req) " body " end)\n"

TEST(a_route_answers)
{
	stage_plugin("one", MANIFEST("one", ""),
	    ROUTE("one", "return req:render('one/x', { id = req.params.id, "
	    "list = cms.array{}, who = req.query.who })")
	    "plugin:route('one.go', 'POST /go', { permission = 'session', "
	    "editor = true }, function(req) "
	    "return req:redirect(plugin:link('one', { id = 7 })) end)\n"
	    "plugin:route('one.data', 'GET /data', { permission = "
	    "'entry.save' }, function(req) return req:json({ 1, 2 }, 201) "
	    "end)");
	CHECK_INT(handle("one", "{'params':{'id':'12'},'query':{'who':'x'}}"),
	    ERR_OK);
	CHECK_TEXT(reply_text(), "{\"render\":{\"status\":200,\"template\":"
	    "\"one/x\",\"view\":{\"id\":12,\"list\":[],\"who\":\"x\"}}}");
	CHECK_INT(handle("one.go", "{}"), ERR_OK);
	CHECK_TEXT(reply_text(),
	    "{\"redirect\":{\"status\":303,\"url\":\"/one/7\"}}");
	CHECK_INT(handle("one.data", "{}"), ERR_OK);
	CHECK_TEXT(reply_text(), "{\"json\":{\"status\":201,\"value\":[1,2]}}");
	CHECK_TEXT(find("one.go")->permission, "session");
	CHECK_TEXT(find("one.go")->method, "POST");
	CHECK(find("one.go")->editor && !find("one.go")->form);
	stage_close(&st);
}

TEST(an_act_is_done_for_the_one_who_asks)
{
	struct person editor;

	stage_plugin("one", MANIFEST("one", ""),
	    "local plugin = ... local function create(req) "
	    "local out, err = plugin.cms.entry.create{ "
	    "column = 'news', title = '题', body = '<p>x</p>' } "
	    "if not out then return nil, err end "
	    "return req:json(out.state) end "
	    "plugin:route('one', 'POST /one', { permission = 'public' }, "
	    "create) plugin:route('one.look', 'GET /one', "
	    "{ permission = 'public' }, create)");
	CHECK_INT(handle("one", "{}"), ERR_AUTH);
	CHECK_INT(handle_as(&nobody, "one", "{}"), ERR_FORBIDDEN);
	editor = person(&st.w, 5, "e", ROLE_EDITOR, 0);
	CHECK_INT(handle_as(&ready(&editor)->actor, "one", "{}"), ERR_OK);
	CHECK_TEXT(reply_text(),
	    "{\"json\":{\"status\":200,\"value\":\"draft\"}}");
	CHECK_INT(handle_as(&editor.actor, "one.look", "{}"), ERR_FORBIDDEN);
	CHECK_TEXT(st.fault.name, "plugin.act");
	stage_close(&st);
}

TEST(an_error_of_an_act_has_code_and_sentence)
{
	struct person editor;

	stage_plugin("one", MANIFEST("one", ""),
	    ROUTE("one", "local out, err = plugin.cms.entry.read{ id = 99 } "
	    "return req:json{ out == nil, err.code, err.status, err.message "
	    "}"));
	editor = person(&st.w, 5, "e", ROLE_EDITOR, 0);
	CHECK_INT(handle_as(&ready(&editor)->actor, "one", "{'lang':'zh'}"),
	    ERR_OK);
	CHECK_TEXT(reply_text(), "{\"json\":{\"status\":200,\"value\":[true,"
	    "\"entry.unknown\",404,\"没有这篇稿件\"]}}");
	stage_close(&st);
}

TEST(a_form_is_read_as_declared)
{
	stage_plugin("one", MANIFEST("one", ""),
	    ROUTE("one", "local f, bad = req:form{ "
	    "title = { 'line', max = 3, required = true }, "
	    "n = { 'int', min = 1, max = 5 }, ok = { 'bool' }, "
	    "kind = { 'choice', choices = { 'a', 'b' } }, day = { 'date' }, "
	    "tags = { 'list' } } return req:json{ form = f, bad = bad }"));
	CHECK_INT(handle("one", "{'form_fields':{'title':' 江城 ','n':'5',"
	    "'ok':'on','kind':'b','day':'2024-02-29','tags':['x',' '],"
	    "'_csrf':'z'}}"), ERR_OK);
	CHECK_TEXT(reply_text(), "{\"json\":{\"status\":200,\"value\":{\"form\""
	    ":{\"day\":\"2024-02-29\",\"kind\":\"b\",\"n\":5,\"ok\":true,"
	    "\"tags\":[\"x\"],\"title\":\"江城\"}}}}");
	CHECK_INT(handle("one", "{'form_fields':{'title':'江城市总','n':'6',"
	    "'kind':'c','day':'2023-02-29','more':'1','ok':['1','1']}}"),
	    ERR_OK);
	CHECK_TEXT(reply_text(), "{\"json\":{\"status\":200,\"value\":{\"bad\":"
	    "{\"day\":\"form.date\",\"kind\":\"form.choice\",\"more\":"
	    "\"多余 more\",\"n\":\"form.most\",\"ok\":\"form.once\","
	    "\"title\":\"最多 3 字\"}}}}");
	CHECK_INT(handle("one", "{'form_fields':{'title':'  '}}"), ERR_OK);
	CHECK_TEXT(reply_text(), "{\"json\":{\"status\":200,\"value\":{\"bad\":"
	    "{\"title\":\"必填\"}}}}");
	stage_close(&st);
}

static const char *
manifest_fault(const char *text)
{
	stage_plugin("one", text, "");
	if (script_plugin_check(st.script, "one", &st.fault) == ERR_OK)
		return ("it is accepted");
	return (st.fault.detail);
}

#define MANIFEST_FAULT(text, word) do { \
	const char *detail = manifest_fault(text); \
	if (strstr(detail, "plugins/one/plugin.lua") == NULL || \
	    strstr(detail, word) == NULL) \
		unit_fail(__FILE__, __LINE__, "%s: %s", text, detail); \
	stage_close(&st); \
} while (0)

TEST(a_manifest_says_what_is_wrong_with_it)
{
	MANIFEST_FAULT("return { name = 'two', title = 'x', version = '1', "
	    "api = 1 }", "'name' has to be the name of the plugin's folder");
	MANIFEST_FAULT("return { name = 'one', title = 'x', version = 1, "
	    "api = 1 }", "'version' has to be a text");
	MANIFEST_FAULT("return { name = 'one', title = 'x', version = '1', "
	    "api = 2 }", "'api' has to be 1");
	MANIFEST_FAULT(MANIFEST("one", "colour = 'red'"), "no key 'colour'");
	MANIFEST_FAULT(MANIFEST("one", "capabilities = { 'root' }"),
	    "'capabilities' has to be of session");
	MANIFEST_FAULT(MANIFEST("one", "guards = { 'entry.view' }"),
	    "'guards' has to be of entry.validate");
	MANIFEST_FAULT(MANIFEST("one", "guards = { 'entry.submit' }"),
	    "'guards' names entry.submit, which init.lua has to hook");
	MANIFEST_FAULT(MANIFEST("one", "settings = { 'days' }"),
	    "'settings' has to be a table of tables");
	MANIFEST_FAULT(MANIFEST("one", "types = 'x'"),
	    "'types' has to be a list of tables");
	MANIFEST_FAULT(MANIFEST("one", "depends = { 1 }"),
	    "'depends' has to be a list of texts");
	MANIFEST_FAULT("return os.time()", "unset name 'os'");
	MANIFEST_FAULT("return 1 +", "plugin.lua:1:");
	MANIFEST_FAULT("while true do end", "plugin.lua:1:");
}

/* What is wrong in the tables of a manifest, and how it is called. */
TEST(what_stands_in_the_tables_of_a_manifest_is_checked)
{
	static const struct { const char *text, *word; } bad[] = {
		{ "settings = { days = { kind = 'int' } }",
		    "'settings.days.default' has to be there" },
		{ "settings = { days = { default = 1 } }",
		    "'settings.days.kind' has to be a text" },
		{ "settings = { days = { kind = 'day', default = 1 } }",
		    "'settings.days.kind' has to be line, text, html" },
		{ "settings = { days = { kind = 'int', default = '1' } }",
		    "'settings.days.default' has to be a whole number from" },
		{ "settings = { d = { kind = 'int', default = 9, max = 8 } }",
		    "'settings.d.default' has to be a whole number from" },
		{ "settings = { d = { kind = 'int', default = 1, min = 3, "
		    "max = 2 } }", "'settings.d.min' has to be no more" },
		{ "settings = { d = { kind = 'int', default = 1, max = 'x' } }",
		    "'settings.d.max' has to be a whole number" },
		{ "settings = { d = { kind = 'bool', default = 1 } }",
		    "'settings.d.default' has to be true or false" },
		{ "settings = { d = { kind = 'line', default = 'abc', "
		    "max = 2 } }", "'settings.d.default' has to be a text of" },
		{ "settings = { d = { kind = 'choice', default = 'a' } }",
		    "'settings.d.choices' has to be a list of texts" },
		{ "settings = { d = { kind = 'choice', default = 'c', "
		    "choices = { 'a', 'b' } } }",
		    "'settings.d.default' has to be one of" },
		{ "settings = { d = { kind = 'choice', default = 'a', "
		    "choices = { 'a', 2 } } }",
		    "'settings.d.choices' has to be a list of texts" },
		{ "settings = { d = { kind = 'bool', default = true, "
		    "colour = 'red' } }", "'settings.d.colour' has to be left" },
		{ "settings = { ['D-1'] = { kind = 'bool', default = true } }",
		    "'settings.D-1' has to be named of a-z" },
		{ "columns = { { path = 'ask' } }",
		    "'columns[1].title' has to be a text" },
		{ "columns = { { path = 'ask', title = 'x' }, { path = '/Ask', "
		    "title = 'x' } }", "'columns[2].path' has to be the path" },
		{ "jobs = { { name = 'fetch' } }",
		    "'jobs[1].every' has to be a whole number" },
		{ "jobs = { { name = 'fetch', every = 59 } }",
		    "'jobs[1].every' has to be 60 seconds or more" },
		{ "jobs = { { name = 'Fetch it', every = 60 } }",
		    "'jobs[1].name' has to be of a-z" },
		{ "permissions = { ['two.answer'] = { 'editor' } }",
		    "'permissions.two.answer' has to be called by" },
		{ "permissions = { ['one.answer'] = { 'king' } }",
		    "'permissions.one.answer' has to be a list of roles" },
		{ "depends = { 'one' }",
		    "'depends[1]' has to be a list of names of other" },
		{ "depends = { 'nowhere' }", "'nowhere', which isn't there" },
	};
	char text[400];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "return { name = 'one', "
		    "title = 'x', version = '1', api = 1, %s }", bad[i].text);
		MANIFEST_FAULT(text, bad[i].word);
	}
}

TEST(what_depends_on_itself_is_found)
{
	stage_plugin("one", MANIFEST("one", "depends = { 'two' }"), "");
	stage_file(&st, "plugins/two/plugin.lua",
	    MANIFEST("two", "depends = { 'one' }"));
	stage_file(&st, "plugins/two/init.lua", "");
	CHECK_INT(script_plugin_check(st.script, "one", &st.fault), ERR_INPUT);
	CHECK(strstr(st.fault.detail, "in no circle") != NULL);
	stage_close(&st);
}

TEST(what_init_may_register_is_checked)
{
	static const struct { const char *init, *word; } bad[] = {
		{ "local plugin = ... plugin:route('two.x', 'GET /x', {}, "
		    "print)", "unset name 'print'" },
		{ "local plugin = ...\nplugin:route('two.x', 'GET /x', "
		    "{ permission = 'public' }, function() end)",
		    "init.lua:2: a route's name has to begin with \"one.\"" },
		{ "local p = ... p:route('one', 'GET x', "
		    "{ permission = 'public' }, error)", "METHOD /pattern" },
		{ "local p = ... p:route('one', 'GET /x', { permission = "
		    "'anybody' }, error)", "permission has to be" },
		{ "local p = ... p:hook('no.such', error)", "no event" },
		{ "local p = ... p:hook('submission.check', error)",
		    "'guards' has to name submission.check, which init.lua" },
		{ "local p = ... p.x = 1", "can't be changed" },
		{ "local p = ... p:colour()", "no colour" },
		{ "require 'desk.x'", "can't be had here" },
		{ "require 'one...x'", "no module's name" },
		{ "require 'os'", "can't be had here" },
		{ "local p = ... p.cms.entry.list{}", "no request now" },
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		stage_plugin("one", MANIFEST("one", ""), bad[i].init);
		if (script_plugin_check(st.script, "one", &st.fault) ==
		    ERR_OK || strstr(st.fault.detail, bad[i].word) == NULL)
			unit_fail(__FILE__, __LINE__, "%s: %s", bad[i].init,
			    st.fault.detail);
		stage_close(&st);
	}
}

TEST(a_module_of_its_own_gets_the_handle)
{
	stage_plugin("one", MANIFEST("one", ""),
	    "local plugin = ... local m = require 'one.pages.first' "
	    "plugin:route('one', 'GET /x', { permission = 'public' }, m.f)");
	stage_file(&st, "plugins/one/pages/first.lua", "local plugin = ... "
	    "return { f = function(req) return req:json(plugin.name) end }");
	CHECK_INT(handle("one", "{}"), ERR_OK);
	CHECK_TEXT(reply_text(), "{\"json\":{\"status\":200,\"value\":\"one\"}}");
	stage_close(&st);
}

TEST(three_failures_in_a_row_end_it_and_no_other)
{
	int i;

	stage_plugin("one", MANIFEST("one", ""), ROUTE("one",
	    "if req.query.bad then while true do pcall(error) end end "
	    "return req:json(1)"));
	stage_file(&st, "plugins/two/plugin.lua", MANIFEST("two", ""));
	stage_file(&st, "plugins/two/init.lua", ROUTE("two",
	    "return req:json(2)"));
	for (i = 0; i < 2; i++) {
		CHECK_INT(handle("one", "{'query':{'bad':'1'}}"),
		    ERR_INTERNAL);
		CHECK_TEXT(st.fault.name, "script.budget");
	}
	CHECK_INT(handle("one", "{}"), ERR_OK);	/* not in a row any more */
	for (i = 0; i < 3; i++)
		CHECK_INT(handle("one", "{'query':{'bad':'1'}}"),
		    ERR_INTERNAL);
	CHECK(find("one") == NULL);
	CHECK_INT(handle("two", "{}"), ERR_OK);
	quarantine_release(cms_quarantine(st.w.cms), st.w.site->id, "one");
	CHECK_INT(handle("one", "{}"), ERR_OK);
	stage_close(&st);
}

TEST(a_plugin_is_on_only_where_the_site_says_so)
{
	stage_plugin("one", "return { name = 'one', title = 'x', "
	    "version = '1', api = 1, settings = { n = { kind = 'int', "
	    "default = 4 } } }",
	    ROUTE("one", "return req:json(plugin.config.n)"));
	CHECK(find("one") == NULL);
	CHECK_INT(script_plugin_check(st.script, "one", NULL), ERR_OK);
	stage_close(&st);
}

TEST(a_hook_adds_to_what_is_shown)
{
	struct call c = { .site = NULL };
	struct json *payload;

	stage_plugin("one", MANIFEST("one", ""), "local plugin = ... "
	    "plugin:hook('home.blocks', function(event) "
	    "event.blocks[#event.blocks + 1] = { title = '<x>' } end)");
	stage_file(&st, "plugins/two/plugin.lua", MANIFEST("two", ""));
	stage_file(&st, "plugins/two/init.lua", "local plugin = ... "
	    "plugin:hook('home.blocks', function(event) event.blocks = nil "
	    "error('no') end)");
	c = (struct call){ .cms = st.w.cms, .site = st.w.site,
	    .arena = st.w.arena, .fault = &st.fault };
	payload = stage_json(&st, "{'blocks':[]}");
	script_emit(st.script, &c, "home.blocks", &payload);
	reply = payload;
	CHECK_TEXT(reply_text(), "{\"blocks\":[{\"title\":\"<x>\"}]}");
	script_emit(st.script, &c, "head.meta", &payload);
	CHECK(payload == reply);
	stage_close(&st);
}

/* What the hook makes of {"a":{"n":1,"t":"x","l":[1]},"b":true}. */
static const char *
hooked(const char *body)
{
	static char text[400];
	struct call c = { .site = NULL };
	struct json *payload;

	snprintf(text, sizeof(text), "local plugin = ... local kept "
	    "plugin:hook('home.blocks', function(e) %s end)", body);
	stage_plugin("one", MANIFEST("one", ""), text);
	c = (struct call){ .cms = st.w.cms, .site = st.w.site,
	    .arena = st.w.arena, .fault = &st.fault };
	payload = stage_json(&st,
	    "{'a':{'n':1,'t':'x','l':[1]},'b':true}");
	script_emit(st.script, &c, "home.blocks", &payload);
	script_emit(st.script, &c, "home.blocks", &payload);
	reply = payload;
	snprintf(text, sizeof(text), "%s", reply_text());
	stage_close(&st);
	return (text);
}

TEST(a_payload_comes_back_as_the_hook_left_it)
{
	CHECK_TEXT(hooked(""), "{\"a\":{\"n\":1,\"t\":\"x\",\"l\":[1]},"
	    "\"b\":true}");
	CHECK_TEXT(hooked("e.a.n = e.a.n + 1"), "{\"a\":{\"n\":3,"
	    "\"t\":\"x\",\"l\":[1]},\"b\":true}");
	CHECK_TEXT(hooked("e.a.l[#e.a.l + 1] = 5"), "{\"a\":{\"n\":1,"
	    "\"t\":\"x\",\"l\":[1,5,5]},\"b\":true}");
	CHECK_TEXT(hooked("e.b = nil e.a = nil e.c = { x = 'y' }"),
	    "{\"c\":{\"x\":\"y\"}}");
	CHECK_TEXT(hooked("local _ = e.b e.b = nil e.a.t = 2"),
	    "{\"a\":{\"n\":1,\"t\":2,\"l\":[1]}}");
	CHECK_TEXT(hooked("e.a = { n = e.a.n }"),
	    "{\"a\":{\"n\":1},\"b\":true}");
	CHECK_TEXT(hooked("local n = 0 for k, v in pairs(e.a) do n = n + 1 "
	    "end e.b = n"), "{\"a\":{\"l\":[1],\"n\":1,\"t\":\"x\"},"
	    "\"b\":3}");
	CHECK_TEXT(hooked("e.b = { e.a }"), "{\"a\":{\"n\":1,\"t\":\"x\","
	    "\"l\":[1]},\"b\":[{\"l\":[1],\"n\":1,\"t\":\"x\"}]}");
	CHECK_TEXT(hooked("e.x = e.nothing == nil and e[1] == nil"),
	    "{\"a\":{\"n\":1,\"t\":\"x\",\"l\":[1]},\"b\":true,"
	    "\"x\":true}");
}

TEST(a_payload_that_is_kept_is_over)
{
	CHECK_TEXT(hooked("if kept then e.b, e.m = pcall(function() "
	    "return kept.a end) else kept = e end"),
	    "{\"a\":{\"n\":1,\"t\":\"x\",\"l\":[1]},\"b\":false,"
	    "\"m\":\"plugins/one/init.lua:1: this event is over\"}");
	/* Nor does the record behind it help, put where it doesn't belong. */
	CHECK_TEXT(hooked("local k, v = next(e) local t = { } "
	    "t[k] = cms.null e.b = pcall(rawset, e, k, {})"),
	    "{\"a\":{\"n\":1,\"t\":\"x\",\"l\":[1]},\"b\":false}");
}

TEST(only_a_plugin_with_the_capability_signs_people_in)
{
	stage_plugin("one", MANIFEST("one", ""),
	    ROUTE("one", "return nil, req:sign_in{ name = 'a' }"));
	CHECK_INT(handle("one", "{}"), ERR_INTERNAL);
	CHECK(strstr(st.fault.detail, "capability \"session\"") != NULL);
	stage_close(&st);
	stage_plugin("one", MANIFEST("one", "capabilities = { 'session' }"),
	    ROUTE("one", "return nil, req:sign_in{ name = 'a' }"));
	CHECK_INT(handle("one", "{}"), ERR_INTERNAL);
	CHECK(strstr(st.fault.detail, "nobody can sign in here") != NULL);
	stage_close(&st);
}

TEST(a_changed_file_is_seen)
{
	struct finding f = { .name = "one.new" };

	stage_plugin("one", MANIFEST("one", ""), ROUTE("one",
	    "return req:json(1)"));
	CHECK(find("one") != NULL);
	stage_file(&st, "plugins/one/init.lua", "local plugin = ... "
	    "plugin:route('one.new', 'GET /new', { permission = 'public' }, "
	    "function(req) return req:json(1) end)");
	while (f.route == NULL && f.count < 4000) {	/* within a second */
		usleep(20000);
		CHECK_INT(script_routes(st.script, st.w.site, find_one, &f,
		    NULL), ERR_OK);
	}
	CHECK(f.route != NULL && find("one") == NULL);
	stage_close(&st);
}
