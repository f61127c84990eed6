/* Items as entries: see import.h.  Which field holds what, and what is done
 * where it doesn't fit: titles are cut, and the person is told. */
#include <string.h>

#include "base/url.h"
#include "cms/act.h"
#include "cms/import.h"
#include "cms/media_type.h"
#include "html/clean.h"
#include "html/text.h"

#define TITLE_OF_TEXT 40	/* characters, of what has no title */
#define PATH_MAX_BYTES 500

/* ---- the parts of an item ---- */

/* Elements that cleaning leaves out with all that is in them. */
static void
note_drops(struct arena *a, struct json *item, const struct html_report *r)
{
	struct json *told = json_object(a);

	json_each(drop, r->drops) {
		const char *name = json_get_text(drop, "element", "");

		if (strcmp(json_get_text(drop, "kind", ""), "element") != 0 ||
		    json_get(told, name) != NULL ||
		    strcmp(name, "style") == 0 || strcmp(name, "title") == 0)
			continue;
		json_put_bool(a, told, name, true);
		import_note(a, item, "import.element", "<%.40s>", name);
	}
}

static enum err
put_body(struct import *m, struct arena *a, struct json *item,
    struct json *in)
{
	const char *body = json_get_text(item, "body", "");
	struct import_place_of at = { m, a, item };
	struct buf moved = { 0 }, clean = { 0 };
	struct html_report report;
	enum err e;

	html_report_init(&report, a);
	e = import_addresses(body, strlen(body), import_place, &at, &moved,
	    m->c->fault);
	/* Once here, for what the report says; saving cleans with the site's
	 * rules. */
	if (e == ERR_OK)
		e = html_clean(buf_string(&moved), moved.length, NULL, &clean,
		    &report, m->c->fault);
	if (e == ERR_OK) {
		note_drops(a, item, &report);
		if (clean.length == 0)
			import_note(a, item, "import.empty", "%s", "");
		json_put_text(a, in, "body", buf_string(&clean));
	}
	buf_cleanup(&moved);
	buf_cleanup(&clean);
	return (e);
}

static void
put_files(struct import *m, struct arena *a, struct json *item,
    struct json *in, const struct field *field)
{
	struct import_place_of at = { m, a, item };
	struct json *list = json_array(a), *o;
	const char *hash, *name;

	json_each(file, json_get(item, "attachments")) {
		hash = import_file(&at, json_get_text(file, "url", ""));
		if (hash == NULL || list->length == field->max)
			continue;
		name = strrchr(json_get_text(file, "url", ""), '/');
		o = json_add(list, json_object(a));
		json_put_text(a, o, "hash", hash);
		json_put_text(a, o, "name", json_get_text(file, "name",
		    name != NULL ? name + 1 : json_get_text(file, "url",
		    "")));
	}
	if (list->length > 0 && !m->trial)
		json_put(in, field->name, list);
}

static void
put_cover(struct import *m, struct arena *a, struct json *item,
    struct json *in, const char *name)
{
	struct import_place_of at = { m, a, item };
	const char *url = json_get_text(item, "cover", ""), *hash = NULL;

	if (*url != '\0')
		hash = import_file(&at, url);
	if (hash != NULL && !m->trial)
		json_put_text(a, in, name, hash);
}

static void
missing(struct import *m, const char *name)
{
	json_put_int(m->arena, m->missing, arena_text(m->arena, name),
	    json_get_int(m->missing, name, 0) + 1);
}

/* Fields by the names that html/import.h gives them. */
static void
put_known(struct import *m, struct arena *a, struct json *item,
    struct json *in)
{
	static const char *const KNOWN[][2] = { { "title", "title" },
	    { "summary", "summary" }, { "source", "source" },
	    { "author", "author" }, { "editor", "editor" },
	    { "keywords", "keywords" }, { "date", "signed_date" },
	    { "tags", "tags" }, { "cover", "cover" },
	    { "attachments", "attachments" } };
	const struct field *field;
	const struct json *v;
	size_t i;

	for (i = 0; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++) {
		if ((v = json_get(item, KNOWN[i][0])) == NULL)
			continue;
		field = type_field(m->type, KNOWN[i][1]);
		if (field == NULL)
			missing(m, KNOWN[i][0]);
		else if (field->kind == FIELD_TAGS)
			import_tags_put(m, a, item, in, field, v);
		else if (field->kind == FIELD_MEDIA_LIST)
			put_files(m, a, item, in, field);
		else if (field->kind == FIELD_MEDIA)
			put_cover(m, a, item, in, field->name);
		else
			import_field_put(m, a, item, in, field, v->text);
	}
	json_each(own, json_get(item, "fields")) {
		field = import_field_find(m, own->name);
		if (field == NULL)
			missing(m, own->name);
		else
			import_field_put(m, a, item, in, field, own->text);
	}
}

/* What has no title: the file's name, else its first words. */
static void
title_find(struct import *m, struct arena *a, struct json *item,
    const char *body)
{
	struct buf words = { 0 };

	if (json_get(item, "title") != NULL)
		return;
	if (m->name[0] == '\0')
		html_summary(body, strlen(body), TITLE_OF_TEXT, &words);
	import_put(a, item, "title", m->name[0] != '\0' ? m->name :
	    buf_string(&words));
	if (m->name[0] == '\0' && words.length > 0)
		import_note(a, item, "import.untitled", "%s",
		    buf_string(&words));
	buf_cleanup(&words);
}

/* The path of the old address; one that is told apart by its query leads
 * nowhere. */
static const char *
old_path(struct arena *a, const char *link)
{
	const char *p = strstr(link, "://"), *path;

	p = p != NULL ? strchr(p + 3, '/') : link;
	if (p == NULL || *p != '/' || strchr(p, '?') != NULL)
		return (NULL);
	path = url_text(a, p, strcspn(p, "#"), false);
	return (path != NULL && strlen(path) <= PATH_MAX_BYTES ? path : NULL);
}

/* The input of entry.import. */
static enum err
request(struct import *m, struct arena *a, struct json *item,
    struct json **out)
{
	struct json *in = json_object(a), *entry = json_object(a);
	const char *path = old_path(a, json_get_text(item, "link", ""));
	enum err e;

	if ((e = put_body(m, a, item, entry)) != ERR_OK)
		return (e);
	title_find(m, a, item, json_get_text(entry, "body", ""));
	put_known(m, a, item, entry);
	json_put_text(a, entry, "column", m->column);
	json_put_text(a, entry, "type", m->type->name);
	json_put_text(a, in, "kind", m->kind);
	json_put_text(a, in, "item", json_get_text(item, "key", ""));
	if (path != NULL)
		json_put_text(a, in, "path", path);
	json_put_bool(a, in, "trial", m->trial);
	json_put(in, "entry", entry);
	*out = in;
	return (ERR_OK);
}

enum err
import_take(struct import *m, struct arena *a, struct json *item,
    struct json **out)
{
	const char *title;
	struct json *in;
	int64_t id;
	enum err e;

	m->c->arena = a;
	e = import_known(m->c->site, m->kind, json_get_text(item, "key", ""),
	    &id, m->c->fault);
	if (e == ERR_OK && id != 0) {
		*out = json_object(a);
		json_put_int(a, *out, "id", id);
		json_put_bool(a, *out, "already", true);
		json_put_text(a, *out, "title", json_get_text(item, "title",
		    m->name));
		return (ERR_OK);
	}
	if (e == ERR_OK)
		e = request(m, a, item, &in);
	if (e == ERR_OK)
		e = act_call(m->c, "entry.import", in, out);
	if (e != ERR_OK)
		return (e);
	title = json_get_text(json_get(in, "entry"), "title", "");
	json_put_text(a, *out, "title", title);
	return (ERR_OK);
}

enum err
import_docx_check(struct call *c, const char *name, const void *p, size_t n)
{
	struct upload u = { .field = "", .name = name, .type = "", .data = p,
	    .length = n };
	struct media_limits limits;
	struct media_info info;
	enum err e;

	media_limits_read(c->cms, &limits);
	e = media_check(&u, &limits, &info, c->fault);
	media_info_cleanup(&info);
	return (e);
}
