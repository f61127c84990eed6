/*
 * Every kind of page in the theme, rendered through the whole pipeline: a site
 * of its own in a temporary folder, all plugins, an entry of each type with a
 * picture, made from the types' schemas and taken through the review.
 */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "cli/plugin_site.h"
#include "cli/theme.h"
#include "cms/act.h"
#include "cms/type.h"
#include "cms/upload.h"
#include "html/text.h"

#define DAY 86400
#define ANY 0	/* any status but a failure */

/* A picture of one point. */
static const unsigned char PICTURE[] = {
	0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80,
	0x00, 0x00, 0xb7, 0x33, 0x1a, 0xff, 0xff, 0xff, 0x2c, 0x00, 0x00,
	0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01,
	0x00, 0x3b
};

#define BODY "这是正文的第一段。"

struct stand {
	struct theme_check *check;
	struct play	    play;
	struct arena	   *arena;
	const char	   *picture;	/* its hash; "": there is none */
	int64_t		    article;	/* the live one; 0: there is none */
	struct json	   *routes;
	bool		    lean;	/* only what a type must have */
	struct fault	   *fault;
};

static enum err
stand_act(struct stand *s, const char *role, const char *act,
    const struct json *in, struct json **out)
{
	struct call c;
	struct json *unused;
	enum err e = play_call(&s->play, role, &c, s->arena, s->fault);

	return (e != ERR_OK ? e : act_call(&c, act, in,
	    out != NULL ? out : &unused));
}

/* ---- sample content, from a schema ---- */

static const char *
sample_day(struct stand *s, const struct type *t, const char *name)
{
	char day[TIME_SIZE];
	bool end = t->until != NULL && strcmp(t->until, name) == 0;

	time_day(time_now() + (end ? 400 : -1) * (int64_t)DAY, day);
	return (arena_text(s->arena, day));
}

static void sample_rows(struct stand *s, const struct type *t,
    const struct field *f, struct json *content);

/* Fields with a pattern stay blank: nobody knows what they want, unless they
 * must be filled. */
static void
sample_field(struct stand *s, const struct type *t, const struct field *f,
    struct json *content)
{
	struct arena *a = s->arena;

	if (f->kind == FIELD_HTML)
		json_put_text(a, content, f->name, "<h2>小标题</h2>"
		    "<p>" BODY "</p><ul><li>一项</li></ul>");
	else if (f->kind == FIELD_DATE && (f->required || (t->until != NULL &&
	    strcmp(t->until, f->name) == 0)))
		json_put_text(a, content, f->name, sample_day(s, t, f->name));
	else if (f->kind == FIELD_MEDIA && s->picture[0] != '\0')
		json_put_text(a, content, f->name, s->picture);
	else if (f->kind == FIELD_CHOICE && f->choices != NULL)
		json_put(content, f->name, json_copy(a, f->choices->first));
	else if (f->kind == FIELD_INT)
		json_put_int(a, content, f->name, 2026);
	else if (f->kind == FIELD_TAGS)
		json_add(json_put(content, f->name, json_array(a)),
		    json_string(a, "示例"));
	else if (f->kind == FIELD_ITEMS)
		sample_rows(s, t, f, content);
	else if (f->kind == FIELD_LINE && f->pattern != NULL && f->required)
		json_put_text(a, content, f->name, "sample");
	else if ((f->kind == FIELD_LINE || f->kind == FIELD_TEXT) &&
	    f->pattern == NULL && strcmp(f->name, "from") != 0 &&
	    (f->required || !s->lean || strcmp(f->name, "summary") == 0))
		json_put_text(a, content, f->name, "示例");
}

static void
sample_rows(struct stand *s, const struct type *t, const struct field *f,
    struct json *content)
{
	struct json *row = json_object(s->arena);
	size_t i;

	for (i = 0; i < f->field_count; i++)
		sample_field(s, t, &f->fields[i], row);
	json_add(json_put(content, f->name, json_array(s->arena)), row);
}

/* ---- the site ---- */

static enum err
stand_picture(struct stand *s)
{
	const struct upload upload = { .field = "file", .name = "sample.gif",
	    .type = "image/gif", .data = PICTURE, .length = sizeof(PICTURE) };
	struct json *in = json_object(s->arena), *out = NULL;
	struct call c;
	enum err e = play_call(&s->play, "site_keeper", &c, s->arena,
	    s->fault);

	s->picture = "";
	if (e != ERR_OK)
		return (e);
	c.uploads = &upload;
	c.upload_count = 1;
	json_put_int(s->arena, in, "file", 0);
	if (act_call(&c, "media.upload", in, &out) == ERR_OK)
		s->picture = json_get_text(out, "hash", "");
	return (ERR_OK);
}

/* All plugins that are whole, with their columns, and the theme. */
static enum err
stand_site(struct stand *s)
{
	const struct theme_statement *st;
	struct json *in, *list = NULL;
	enum err e;

	if ((e = play_fresh(&s->play, s->arena, s->fault)) != ERR_OK ||
	    (e = stand_act(s, NULL, "plugin.list", json_object(s->arena),
		&list)) != ERR_OK)
		return (e);
	json_each(p, json_get(list, "plugins")) {
		in = json_object(s->arena);
		json_put_text(s->arena, in, "name",
		    json_get_text(p, "name", ""));
		json_put_bool(s->arena, in, "all_columns", true);
		(void)stand_act(s, NULL, "plugin.enable", in, NULL);
	}
	in = json_object(s->arena);
	json_put_text(s->arena, in, "theme", s->check->name);
	json_put_text(s->arena, in, "slogan", "示例口号");
	json_put_text(s->arena, in, "notice_text", "示例公告");
	json_put_text(s->arena, in, "mourning_text", "示例悼念");
	for (st = theme_statements; st->setting != NULL; st++)
		json_put_text(s->arena, in, st->setting, st->text);
	return (stand_act(s, NULL, "site.update", in, NULL));
}

/* Written, submitted, approved; false where a plugin refuses it. */
static bool
stand_publish(struct stand *s, const struct json *content)
{
	static const char *const roles[] = { "reviewer1", "reviewer2",
	    "reviewer3" };
	struct json *in, *out = NULL;
	int64_t id;
	size_t i;

	if (stand_act(s, "contributor", "entry.create", content, &out) !=
	    ERR_OK)
		return (false);
	id = json_get_int(out, "id", 0);
	in = json_object(s->arena);
	json_put_int(s->arena, in, "id", id);
	if (stand_act(s, NULL, "entry.read", in, &out) != ERR_OK)
		return (false);
	json_put_bool(s->arena, in, "secrecy_checked", true);
	if (stand_act(s, "contributor", "entry.submit", in, NULL) != ERR_OK)
		return (false);
	in = json_object(s->arena);
	json_put_int(s->arena, in, "id", id);
	json_put_text(s->arena, in, "hash", json_get_text(out, "hash", ""));
	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (stand_act(s, roles[i], "entry.approve", in, NULL) !=
		    ERR_OK)
			return (false);
	if (strcmp(json_get_text(content, "type", ""), "article") == 0)
		s->article = id;
	return (true);
}

static bool
stand_entry(struct stand *s, const struct type *t, const char *path)
{
	struct json *in = json_object(s->arena);
	size_t i;

	for (i = 0; i < t->field_count; i++)
		sample_field(s, t, &t->fields[i], in);
	json_put_text(s->arena, in, "column", path);
	json_put_text(s->arena, in, "type", t->name);
	return (stand_publish(s, in));
}

/* A column of the type, and an entry in it: with all fields, or, where they
 * don't go together, with the needed ones. */
static void
stand_type(struct stand *s, const struct type *t)
{
	struct json *in = json_object(s->arena);
	const char *path = arena_printf(s->arena, "sample-%s", t->name);

	json_put_text(s->arena, in, "path", path);
	json_put_text(s->arena, in, "title", t->name);
	json_put_text(s->arena, in, "description", "示例栏目");
	json_put_text(s->arena, in, "type", t->name);
	if (stand_act(s, NULL, "column.create", in, NULL) != ERR_OK)
		return;
	s->lean = false;
	if (stand_entry(s, t, path))
		return;
	s->lean = true;
	(void)stand_entry(s, t, path);
}

/* ---- pages ---- */

/* The sentence that staff see in place of a page. */
static const char *
page_reason(struct stand *s, const char *path)
{
	struct json *in = json_object(s->arena), *out = NULL;
	const char *body, *from, *reason;
	struct buf text = { 0 };

	json_put_text(s->arena, in, "path", path);
	json_put_text(s->arena, in, "as", "site_keeper");
	if (play_request(&s->play, in, s->arena, &out, s->fault) != ERR_OK)
		return (s->fault->detail);
	body = json_get_text(out, "body", "");
	if ((from = strstr(body, "fault-text\">")) == NULL)
		return (arena_printf(s->arena, "%.*s",
		    (int)strcspn(body, "<\n"), body));
	from += strlen("fault-text\">");
	html_text(from, strcspn(from, "<"), &text);
	reason = arena_text(s->arena, buf_string(&text));
	buf_cleanup(&text);
	return (reason);
}

/* What came: is it a page, the one that was wanted, with what is in it? */
static void
page_judge(struct stand *s, const char *name, const char *path, int status,
    const char *holds, const struct json *out)
{
	const char *body = json_get_text(out, "body", "");
	bool page = strncmp(json_get_text(json_get(out, "headers"),
	    "content-type", ""), "text/html", 9) == 0;
	int64_t got = json_get_int(out, "status", 0);

	if (got >= 500 || (got / 100 != 3 && status != ANY && got != status))
		theme_found(s->check, name, 0, "%lld: %s", (long long)got,
		    page_reason(s, path));
	else if (page)
		theme_whole(s->check, name, body);
	else if (got >= 400)
		theme_found(s->check, name, 0, "%lld comes as a bare sentence:"
		    " the template \"error\" fails, see the log",
		    (long long)got);
	if (page && got == status && strstr(body, holds) == NULL)
		theme_found(s->check, name, 0, "what the page is about isn't"
		    " on it (%s): does each layout write content?", holds);
}

static void
page_look(struct stand *s, const char *path, const char *lang, int status,
    const char *holds)
{
	struct json *in = json_object(s->arena), *out = NULL;
	const char *name = arena_printf(s->arena, "page %s (%s)", path, lang);

	json_put_text(s->arena, in, "path", path);
	json_put_text(s->arena, in, "lang", lang);
	if (play_request(&s->play, in, s->arena, &out, s->fault) != ERR_OK)
		theme_found(s->check, name, 0, "%s", s->fault->detail);
	else
		page_judge(s, name, path, status, holds, out);
}

static void
page_both(struct stand *s, const char *path, int status, const char *holds)
{
	page_look(s, path, "zh", status, holds);
	page_look(s, path, "en", status, holds);
}

/* The pages of plugins that anybody may read; without what some of them are
 * asked for, they may say so. */
static void
route_note(const struct script_route *r, void *arg)
{
	struct stand *s = arg;

	if (strcmp(r->method, "GET") == 0 && strcmp(r->permission,
	    "public") == 0 && strcspn(r->pattern, "{.") ==
	    strlen(r->pattern) && strncmp(r->pattern, "/desk", 5) != 0)
		json_add(s->routes, json_string(s->arena, r->pattern));
}

static void
stand_routes(struct stand *s)
{
	struct call c;

	s->routes = json_array(s->arena);
	if (play_call(&s->play, NULL, &c, s->arena, s->fault) != ERR_OK ||
	    script_routes(s->play.staff->script, c.site, route_note, s,
	    s->fault) != ERR_OK)
		return;
	json_each(path, s->routes)
		page_both(s, path->text, ANY, "");
}

static void
stand_live(struct stand *s)
{
	struct json *in = json_object(s->arena), *out = NULL;
	const char *url;

	json_put_int(s->arena, in, "limit", 100);
	if (stand_act(s, NULL, "live.list", in, &out) != ERR_OK)
		return;
	json_each(e, json_get(out, "entries")) {
		url = json_get_text(e, "url", "/");
		page_both(s, url, 200, strcmp(json_get_text(e, "type", ""),
		    "article") == 0 ? BODY : json_get_text(e, "title", ""));
		page_both(s, arena_printf(s->arena, "/%s/", json_get_text(e,
		    "column", "")), 200, strcmp(json_get_text(e, "type", ""),
		    "article") == 0 ? url : "");
	}
}

static void
stand_withdrawn(struct stand *s)
{
	struct json *in = json_object(s->arena);

	json_put_int(s->arena, in, "id", s->article);
	json_put_text(s->arena, in, "reason", "示例：内容有误");
	if (s->article != 0 && stand_act(s, "site_keeper", "entry.withdraw",
	    in, NULL) == ERR_OK)
		page_both(s, arena_printf(s->arena, "/sample-article/%lld.html",
		    (long long)s->article), 410, "示例：内容有误");
}

enum err
theme_pages(struct theme_check *t, struct fault *f)
{
	struct stand s = { .check = t, .arena = t->arena, .fault = f,
	    .play = { .cli = t->cli, .plugin = "feeds" } };
	enum err e;

	if ((e = stand_site(&s)) == ERR_OK)
		e = stand_picture(&s);
	if (e == ERR_OK) {
		page_both(&s, "/", 200, "");	/* of an empty site */
		for (const struct type *y = type_first(s.play.staff->cms);
		    y != NULL; y = y->next)
			stand_type(&s, y);
		page_both(&s, "/", 200, "href=\"/sample-");
		page_both(&s, "/tags/", 200, "%E7%A4%BA%E4%BE%8B");
		page_both(&s, "/tags/%E7%A4%BA%E4%BE%8B/", 200,
		    "href=\"/sample-");
		page_both(&s, "/search", 200, "");
		page_both(&s, "/search?q=%E7%A4%BA%E4%BE%8B", 200,
		    "href=\"/sample-");
		page_both(&s, "/no-such-page/", 404, "");
		stand_live(&s);
		stand_routes(&s);
		stand_withdrawn(&s);
	}
	play_end(&s.play);
	return (e);
}
