/* Templates: escaping for each place, errors with file and line, includes and
 * layouts, what is refused. */
#include "stage.h"

static struct stage st;
static int number;

/* Writes the text as a template of its own and renders it. */
static enum err
render(const char *text, const char *view)
{
	char name[32], path[80];

	snprintf(name, sizeof(name), "t%d", ++number);
	snprintf(path, sizeof(path), "themes/plain/templates/%s.html", name);
	stage_file(&st, path, text);
	return (stage_render(&st, name, view));
}

#define GIVES(text, view, want) do { \
	if (render(text, view) != ERR_OK) { \
		unit_fail(__FILE__, __LINE__, "%s: %s %s", text, \
		    st.fault.name, st.fault.detail); \
		goto out; \
	} \
	if (strcmp(buf_string(&st.out), want) != 0) { \
		unit_fail(__FILE__, __LINE__, "%s is\n  [%s], not\n  [%s]", \
		    text, buf_string(&st.out), want); \
		goto out; \
	} \
} while (0)

#define REFUSED(text, word) do { \
	enum err refused_e = render(text, "{'x':'y','c':true}"); \
	if (refused_e == ERR_OK || strstr(st.fault.detail, word) == NULL) { \
		unit_fail(__FILE__, __LINE__, "%s: %d [%s] [%s]", text, \
		    refused_e, st.fault.detail, buf_string(&st.out)); \
		goto out; \
	} \
} while (0)


TEST(text_is_escaped)
{
	GIVES("<p><%= x %></p>", "{'x':'<b>&'}", "<p>&lt;b&gt;&amp;</p>");
	GIVES("<p><%= x %></p>", "{'x':'\\\"it\\u0027s'}",
	    "<p>&quot;it&#39;s</p>");
	GIVES("<%= x %>|<%= y %>|<%= n %>|<%= 1.5 %>", "{'x':false,'y':null,"
	    "'n':12}", "||12|1.5");
	GIVES("<title><%= x %></title>", "{'x':'</title>'}",
	    "<title>&lt;/title&gt;</title>");
	GIVES("<textarea a=\"<%= x %>\"><%= x %></textarea>", "{'x':'<'}",
	    "<textarea a=\"&lt;\">&lt;</textarea>");
	GIVES("<p><%= raw(x) %></p>", "{'x':'<b>&</b>'}", "<p><b>&</b></p>");
	GIVES("江<%= x %>", "{'x':'城'}", "江城");
out:;
}

TEST(attributes_are_escaped)
{
	GIVES("<a title=\"<%= x %>\" id='<%= x %>'>", "{'x':'\\\"\\u0027>'}",
	    "<a title=\"&quot;&#39;&gt;\" id='&quot;&#39;&gt;'>");
	GIVES("<a title=\"<%= raw(x) %>\">", "{'x':'&amp;\\\"'}",
	    "<a title=\"&amp;&quot;\">");
	GIVES("<li<% if x then %> class=\"on\"<% end %>>", "{'x':true}",
	    "<li class=\"on\">");
	GIVES("<option <% if x then %>selected<% end %>>", "{'x':false}",
	    "<option >");
	GIVES("<a class=\"a<% if x then %> b<% end %>\"><%= x %></a>",
	    "{'x':'<'}", "<a class=\"a b\">&lt;</a>");
out:;
}

TEST(addresses_have_good_schemes_only)
{
	GIVES("<a href=\"<%= x %>\">", "{'x':'javascript:alert(1)'}",
	    "<a href=\"#\">");
	GIVES("<a href=\"<%= x %>\">", "{'x':' JavaScript:alert(1)'}",
	    "<a href=\"#\">");
	GIVES("<a href=\"<%= x %>\">", "{'x':'java\\tscript:alert(1)'}",
	    "<a href=\"#\">");
	GIVES("<a href=\"<%= x %>\">", "{'x':'data:text/html,x'}",
	    "<a href=\"#\">");
	GIVES("<a href=\"<%= raw(x) %>\">", "{'x':'javascript&#58;alert(1)'}",
	    "<a href=\"javascript&amp;#58;alert(1)\">");
	GIVES("<a href='<%= x %>'>", "{'x':'https://a.cn/?a=1&b=2'}",
	    "<a href='https://a.cn/?a=1&amp;b=2'>");
	GIVES("<img src=\"<%= x %>\">", "{'x':'/a b.png'}",
	    "<img src=\"/a b.png\">");
	GIVES("<a href=\"mailto:<%= x %>\">", "{'x':'a:b'}",
	    "<a href=\"mailto:a:b\">");
	GIVES("<a href=\"/s?q=<%= x %>&amp;p=<%= n %>#<%= x %>\">",
	    "{'x':'a&b c','n':2}",
	    "<a href=\"/s?q=a%26b%20c&amp;p=2#a&amp;b c\">");
	GIVES("<a href=\"<%= x %><%= y %>\">", "{'x':'java','y':'script:1'}",
	    "<a href=\"java#\">");
	GIVES("<a href=\"p<%= x %>\">", "{'x':':1'}", "<a href=\"p#\">");
	GIVES("<a href=\"<%= x %>&amp;p=<%= n %>\">", "{'x':'/?a','n':1}",
	    "<a href=\"/?a&amp;p=1\">");
	GIVES("<a href=\"<% if x then %>/a<% end %><%= y %>\">",
	    "{'x':false,'y':'javascript:1'}", "<a href=\"#\">");
	REFUSED("<a href=\"javascript:<%= x %>\">", "another scheme");
	REFUSED("<a href=\"<%= x %>:<%= x %>\">", "has to be written out");
	REFUSED("<a href=\"java&#115;cript:<%= x %>\">", "another scheme");
out:;
}

TEST(expressions_where_no_escaping_helps_are_refused)
{
	REFUSED("<script>var a = <%= x %></script>", "in <script>");
	REFUSED("<script>\n<% if c then %></script>", "in <script>");
	REFUSED("<style>a { color: <%= x %> }</style>", "in <style>");
	REFUSED("<!-- <%= x %> -->", "comment");
	REFUSED("<a title=<%= x %>>", "without quotes");
	REFUSED("<a title=a<%= x %>>", "without quotes");
	REFUSED("<a <%= x %>>", "attribute's name");
	REFUSED("<a title<%= x %>=\"\">", "attribute's name");
	REFUSED("<<%= x %>>", "behind a <");
	REFUSED("<b<%= x %>>", "name of a tag");
	REFUSED("</<%= x %>>", "behind a <");
	REFUSED("<a onclick=\"<%= x %>\">", "onclick");
	REFUSED("<a ONCLICK='a(\"<%= x %>\")'>", "onclick");
	REFUSED("<a style=\"<%= x %>\">", "style");
	REFUSED("<a hx-on:click=\"<%= x %>\">", "hx-on");
	REFUSED("<iframe srcdoc=\"<%= x %>\">", "srcdoc");
	REFUSED("<!doctype <%= x %>>", "<! >");
	REFUSED("<title><b></title>", "text only");
	REFUSED("<<%# %>script><%= x %></script>", "&lt;");
	REFUSED("<a x<% if c then %>y<% end %>z>", "in a tag");
out:;
}

TEST(branches_leave_the_html_alike)
{
	REFUSED("<% if c then %><a title=\"<% else %>b<% end %>\">",
	    "leaves a tag");
	REFUSED("<% if c then %><script><% end %><%= x %>", "<script>");
	REFUSED("<a <% if c then %>href=\"<% end %>\">", "leaves a tag");
	REFUSED("<a title=\"<% if c then %>\"><% end %><%= x %>\">",
	    "leaves a tag");
	REFUSED("<% local function f() %><b><% end %>", "use include()");
	REFUSED("<a title=\"<% for i = 1, 2 do break end %>\">",
	    "inside a tag");
	REFUSED("<% if c then %>x", "without end");
	REFUSED("x<% end %>", "without a beginning");
	GIVES("<% for i = 1, 3 do %><i><%= i %></i><% end %>", "{}",
	    "<i>1</i><i>2</i><i>3</i>");
	GIVES("<% local s = 'end if' -- end\n%><%= s %>", "{}", "end if");
	GIVES("<% --[[ if ]] local s = [==[ for ]] ]==] %><%= #s %>", "{}",
	    "8");
	GIVES("<% for i = 1, 3 do if i == 2 then break end %><%= i %>"
	    "<% end %>", "{}", "1");
	GIVES("<% local f = function(a) return a + 1 end %><%= f(1) %>", "{}",
	    "2");
out:;
}

TEST(an_error_names_file_and_line)
{
	REFUSED("a\nb\n<%= nothing %>", ".html:3: unset name 'nothing'");
	REFUSED("<%#\n\n%>\n<% local a\nif c then\n%>\n<%= view.a.b %>\n"
	    "<% end %>", ".html:7:");
	REFUSED("\n\n<%= x", ".html:3:");
	REFUSED("\n<% x = = 1 %>", ".html:2:");
	REFUSED("\n<p\n><script>\n<%= x %>", ".html:4:");
	REFUSED("\n\n<% error('no', 0) %>", "no");
	REFUSED("\n<%= {} %>", ".html:2: a table can't be written");
	REFUSED("<% y = 1 %>", "'y' can't be set here");
	REFUSED("<%= include('nowhere') %>", "no template 'nowhere'");
	REFUSED("<% while true do end %>", "");
	CHECK_TEXT(st.fault.name, "script.budget");
	CHECK_INT(st.out.length, 0);
	CHECK_INT(stage_render(&st, "absent", "{}"), ERR_INTERNAL);
out:;
}

TEST(what_is_rendered_is_all_or_nothing)
{
	buf_reset(&st.out);
	stage_file(&st, "themes/plain/templates/half.html", "a<%= none %>");
	buf_text(&st.out, "before ");
	CHECK_INT(script_render(st.script, st.w.site, "half", NULL, NULL,
	    &st.out, &st.fault), ERR_INTERNAL);
	CHECK_TEXT(buf_string(&st.out), "before ");
}

TEST(a_layout_gets_the_content)
{
	stage_file(&st, "themes/plain/templates/outer.html",
	    "<html><%= content %><%= view.title %></html>\n");
	stage_file(&st, "themes/plain/templates/inner.html",
	    "<% layout('outer') %>\n<main><%= content %></main>\n");
	GIVES("<% layout('inner') %>\n<b><%= title %></b>\n", "{'title':'<'}",
	    "<html><main><b>&lt;</b>\n</main>\n&lt;</html>\n");
	REFUSED("<% layout('nowhere') %>", "no template");
	stage_file(&st, "themes/plain/templates/loop.html",
	    "<% layout('loop') %>");
	REFUSED("<% layout('loop') %>", "one leads to another");
out:;
}

TEST(an_include_has_globals_of_its_own)
{
	stage_file(&st, "themes/plain/templates/partials/row.html",
	    "<i><%= item.title %><%= view.more %><%= page.path %></i>");
	GIVES("<% for _, e in ipairs(list) do %>"
	    "<%= include('partials/row', { item = e }) %><% end %>",
	    "{'list':[{'title':'a<'},{'title':'b'}]}",
	    "<i>a&lt;/</i><i>b/</i>");
	REFUSED("<%= include('partials/row') %>", "unset name 'item'");
	stage_file(&st, "themes/plain/templates/deep.html",
	    "<%= include('deep') %>");
	REFUSED("<%= include('deep') %>", "in each other");
	stage_file(&st, "themes/plain/templates/tree.html",
	    "(<%= n %><% if n > 0 then %><%= include('tree', { n = n - 1 }) "
	    "%><% end %><%= n %>)");
	GIVES("<%= include('tree', { n = 2 }) %>", "{}", "(2(1(00)1)2)");
out:;
}

/* Alone it writes by itself; as part of an expression it is a value. */
TEST(an_include_is_a_call_or_a_value)
{
	stage_file(&st, "themes/plain/templates/b.html", "<b><%= s %></b>");
	GIVES("-<%= include('b', { s = '(' }) %>-", "{}", "-<b>(</b>-");
	GIVES("<%= include ('b', { s = \")'\" }) -- so (\n%>", "{}",
	    "<b>)&#39;</b>");
	GIVES("<%=\n include\n( 'b', { s = [[)\"(]] } ) %>|<%= x %>", "{'x':1}",
	    "<b>)&quot;(</b>|1");
	GIVES("<% local v = include('b', { s = 1 }) %>2<%= v %>", "{}",
	    "2<b>1</b>");
	GIVES("<%= include('b', { s = include('b', { s = 'x' }) }) %>", "{}",
	    "<b><b>x</b></b>");
	GIVES("<%= include('b', { s = 1 }) and 'yes' %>", "{}", "yes");
	GIVES("<p title=\"<%= include('b', { s = 1 }) %>\"></p>", "{}",
	    "<p title=\"&lt;b&gt;1&lt;/b&gt;\"></p>");
	REFUSED("\n<%= include('b') %>", ".html:");
	REFUSED("<%= block %>", "a function can't be written");
out:;
}

TEST(a_block_that_fails_is_left_out)
{
	stage_file(&st, "themes/plain/templates/good.html", "<i><%= n %></i>");
	stage_file(&st, "themes/plain/templates/bad.html",
	    "<b><%= n.nothing.here %>");
	stage_file(&st, "themes/plain/templates/endless.html",
	    "<b><% while true do end %>");
	stage_file(&st, "themes/plain/templates/wrong.html", "<% if %>");
	GIVES("1<%= block{ template = 'bad', view = {} } %>2"
	    "<%= block{ template = 'good', view = { n = 3 } } %>"
	    "<%= block{ template = 'wrong' } %><%= block{ template = 'no' } %>"
	    "<%= block{} %>4", "{}", "12<i>3</i>4");
	GIVES("1<%= block{ template = 'endless' } %>2", "{}", "12");
out:;
}

TEST(files_are_looked_for_in_order)
{
	char path[800];

	stage_file(&st, "themes/plain/templates/who.html", "plain");
	GIVES("<%= include('who') %>", "{}", "plain");
	stage_file(&st, "themes/base/templates/who.html", "base");
	stage_file(&st, "plugins/qa/templates/ask.html", "qa");
	stage_file(&st, "plugins/qa/plugin.lua", "return { name = 'qa', "
	    "title = 'x', version = '1', api = 1, always = true }");
	stage_file(&st, "plugins/qa/init.lua", "");
	stage_file(&st, "plugins/off/plugin.lua", "return { name = 'off', "
	    "title = 'x', version = '1', api = 1 }");
	stage_file(&st, "plugins/off/init.lua", "");
	stage_file(&st, "plugins/off/static/a.js", "");
	stage_file(&st, "themes/plain/static/a.css", "");
	stage_file(&st, "plugins/qa/static/a.js", "");
	CHECK_INT(script_file(st.script, st.w.site, "a.css", path,
	    sizeof(path), NULL), ERR_OK);
	CHECK(strstr(path, "/themes/plain/static/a.css") != NULL);
	CHECK_INT(script_file(st.script, st.w.site, "qa/a.js", path,
	    sizeof(path), NULL), ERR_OK);
	CHECK(strstr(path, "/plugins/qa/static/a.js") != NULL);
	CHECK_INT(script_file(st.script, st.w.site, "off/a.js", path,
	    sizeof(path), NULL), ERR_NOT_FOUND);	/* it isn't used here */
	CHECK_INT(script_file(st.script, st.w.site, "../theme.lua", path,
	    sizeof(path), NULL), ERR_NOT_FOUND);
	CHECK_INT(script_file(st.script, st.w.site, "a.css", path, 8, NULL),
	    ERR_NOT_FOUND);
	GIVES("<%= include('qa/ask') %>", "{}", "qa");
	stage_file(&st, "themes/base/templates/qa/ask.html", "base's qa");
	GIVES("<%= include('who') %>", "{}", "base");
	REFUSED("<%= include('../theme.lua') %>", "no template");
	REFUSED("<%= include('/etc/passwd') %>", "no template");
	REFUSED("<%= include('.hidden') %>", "no template");
	GIVES("<%= asset('nowhere.css') %>", "{}", "/assets/nowhere.css");
	CHECK_INT(stage_render(&st, "who-page", "{}"), ERR_OK);
	CHECK_TEXT(buf_string(&st.out), "base");
out:;
}

TEST(helpers_write_what_people_read)
{
	stage_file(&st, "themes/base/lang/zh.lang",
	    "hello = 你好，{name}\nplain = 文字\n");
	stage_file(&st, "themes/base/lang/en.lang", "plain = text\n");
	GIVES("<%= t('plain') %> <%= t('hello', { name = x }) %> "
	    "<%= t('none.such') %>", "{'x':'<'}",
	    "文字 你好，&lt; none.such");
	GIVES("<%= date(d) %>|<%= date(d, 'day') %>|<%= date(d, 'short') %>|"
	    "<%= date(d, 'long') %>|<%= date(view.none) %>",
	    "{'d':1777340100}", "2026-04-28 09:35|2026-04-28|04-28|"
	    "2026年4月28日 星期二|");
	GIVES("<%= bytes(512) %> <%= bytes(3500) %> <%= bytes(12000000) %>",
	    "{}", "512 B 3.4 KB 11 MB");
	GIVES("<%= excerpt(x, 3) %>|<%= excerpt('a  b', 9) %>",
	    "{'x':'江城市总工会'}", "江城市…|a b");
	GIVES("<%= site.title %> <%= site.name %>", "{}", "江城 jiang");
	GIVES("<% for _, c in ipairs(cms.menu()) do %><%= c.title %>,<% end %>"
	    "<%= cms.column('party').url %> <%= cms.count{ column = 'news' } "
	    "%><%= cms.entry(1) %><%= cms.column('no') %>", "{}",
	    "新闻,党建,/party/ 0");
	REFUSED("<%= cms.latest{ colum = 'x' } %>", "takes no 'colum'");
	REFUSED("<%= link('nowhere') %>", "no route has the name");
out:;
}

/* The stage is one for all tests of this file. */
__attribute__((constructor)) static void
set(void)
{
	if (!stage_open(&st))
		exit(2);
}

__attribute__((destructor)) static void
strike(void)
{
	stage_close(&st);
}
