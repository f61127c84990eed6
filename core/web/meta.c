/* Titles and meta tags of pages: see meta.h. */
#include "web/meta.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/setting.h"
#include "cms/type.h"
#include "html/text.h"
#include "script/script.h"
#include "web/hant.h"
#include "web/route.h"

#define DESCRIPTION_MAX 240	/* bytes */
#define SUMMARY_MAX 76		/* characters, of a text without a summary */

static void
meta_tag(struct arena *a, struct json *tags, const char *name,
    const char *content)
{
	struct json *tag;

	if (content == NULL || *content == '\0')
		return;
	tag = json_object(a);
	json_put_text(a, tag, "name", name);
	json_put_text(a, tag, "content", content);
	json_add(tags, tag);
}

/* A text setting of the site; "" where there is none. */
static const char *
meta_setting(struct exchange *x, const char *name)
{
	struct json *v = NULL;
	struct fault unread;

	if (setting_read(x->site, x->rq->arena, name, &v, &unread) != ERR_OK ||
	    v == NULL || v->type != JSON_STRING)
		return ("");
	return (v->text);
}

static void
meta_site_tags(struct exchange *x, struct json *tags)
{
	struct arena *a = x->rq->arena;

	meta_tag(a, tags, "SiteName", meta_setting(x, "title"));
	meta_tag(a, tags, "SiteDomain", exchange_host(x));
	meta_tag(a, tags, "SiteIDCode", meta_setting(x, "site_code"));
}

/* The first of them that isn't empty. */
static const char *
meta_first(const char *a, const char *b)
{
	return (a != NULL && a[0] != '\0' ? a : b);
}

/* The page's address, and the same in both kinds of characters.  Of what is
 * asked for only the number of a page counts. */
static void
meta_address(struct exchange *x, struct json *m, const char *path)
{
	struct arena *a = x->rq->arena;
	const char *base = exchange_base(x);
	const char *page = pairs_get(&x->rq->query, "page");

	if (page != NULL && strcmp(page, "1") != 0 && page[0] != '\0' &&
	    strspn(page, "0123456789") == strlen(page))
		path = arena_printf(a, "%s?page=%s", path, page);
	json_put_text(a, m, "canonical", arena_printf(a, "%s%s%s", base,
	    x->hant ? HANT_PREFIX : "", path));
	json_put_text(a, m, "simplified", arena_printf(a, "%s%s", base,
	    path));
	json_put_text(a, m, "traditional", arena_printf(a, "%s%s%s", base,
	    HANT_PREFIX, path));
}

/* {title, description, canonical, kind, tags}, the tags so far being those of
 * the site.  No path: a page without an address of its own. */
static struct json *
meta_start(struct exchange *x, const char *kind, const char *title,
    const char *description, const char *path)
{
	struct arena *a = x->rq->arena;
	struct json *m = json_object(a), *tags = json_array(a);
	char text[DESCRIPTION_MAX];

	utf8_copy(text, sizeof(text), description != NULL ? description : "");
	json_put_text(a, m, "kind", kind);
	json_put_text(a, m, "title", title);
	json_put_text(a, m, "description", text);
	if (path != NULL)
		meta_address(x, m, path);
	json_put(m, "tags", tags);
	meta_site_tags(x, tags);
	return (m);
}

static struct json *
meta_tags(struct json *m)
{
	struct json *v;

	for (v = m->first; v != NULL; v = v->next)
		if (strcmp(v->name, "tags") == 0)
			break;
	return (v);
}

struct json *
meta_site(struct exchange *x)
{
	struct json *m = meta_start(x, "site", meta_setting(x, "title"),
	    meta_setting(x, "description"), "/");

	json_put_text(x->rq->arena, m, "keywords",
	    meta_setting(x, "keywords"));
	return (m);
}

/* The column's kind in words, as "文章". */
static const char *
meta_type(struct exchange *x, const struct json *column)
{
	const struct type *type = type_find(x->lane->cms,
	    json_get_text(column, "type", ""));

	return (type == NULL ? json_get_text(column, "type", "") :
	    script_text(x->lane->script, x->site, x->lang, type->title));
}

struct json *
meta_column(struct exchange *x, const struct json *column)
{
	struct arena *a = x->rq->arena;
	const char *title = json_get_text(column, "title", "");
	const char *description = json_get_text(column, "description", "");
	struct json *m = meta_start(x, "column", title, description,
	    json_get_text(column, "url", "/"));

	json_put_text(a, m, "keywords", json_get_text(column, "keywords",
	    ""));
	meta_tag(a, meta_tags(m), "ColumnName", title);
	meta_tag(a, meta_tags(m), "ColumnDescription",
	    meta_first(description, title));
	meta_tag(a, meta_tags(m), "ColumnKeywords",
	    meta_first(json_get_text(column, "keywords", NULL), title));
	meta_tag(a, meta_tags(m), "ColumnType", meta_type(x, column));
	return (m);
}

/* Its tags, "a,b"; those of its column where it has none. */
static const char *
entry_keywords(struct exchange *x, const struct json *entry,
    const struct json *column)
{
	const char *words = "";

	json_each(tag, json_get(entry, "tags"))
		if (tag->type == JSON_STRING)
			words = arena_printf(x->rq->arena, "%s%s%s", words,
			    words[0] != '\0' ? "," : "", tag->text);
	return (meta_first(words, json_get_text(column, "keywords", "")));
}

/* What names no source is the site's own. */
static const char *
entry_source(struct exchange *x, const struct json *entry)
{
	return (meta_first(json_get_text(entry, "source", ""),
	    meta_first(meta_setting(x, "sponsor"),
		meta_setting(x, "title"))));
}

/* The summary, or how the text begins. */
static const char *
entry_description(struct exchange *x, const struct json *entry)
{
	const char *summary = json_get_text(entry, "summary", ""), *text;
	const struct json *body = json_get(entry, "body");
	struct buf out = { 0 };

	if (summary[0] != '\0' || body == NULL || body->type != JSON_STRING)
		return (summary);
	html_summary(body->text, body->length, SUMMARY_MAX, &out);
	text = arena_copy(x->rq->arena, buf_string(&out), out.length);
	buf_cleanup(&out);
	return (text);
}

static void
picture_note(enum html_link kind, const char *url, const char *text,
    void *arg)
{
	struct buf *first = arg;

	(void)text;
	if (kind == HTML_LINK_PICTURE && first->length == 0 &&
	    strncmp(url, "/media/", strlen("/media/")) == 0)
		buf_text(first, url);
}

/* The cover, or the first picture of the text; NULL: there is none. */
static const char *
entry_picture(struct exchange *x, const struct json *entry)
{
	const struct json *body = json_get(entry, "body");
	const char *url = json_get_text(json_get(entry, "cover"), "url", NULL);
	struct buf first = { 0 };

	if (url != NULL || body == NULL || body->type != JSON_STRING ||
	    strstr(body->text, "/media/") == NULL)
		return (url);
	html_links(body->text, body->length, picture_note, &first);
	if (first.length > 0)
		url = arena_copy(x->rq->arena, buf_string(&first),
		    first.length);
	buf_cleanup(&first);
	return (url);
}

struct json *
meta_entry(struct exchange *x, const struct json *entry,
    const struct json *column)
{
	struct arena *a = x->rq->arena;
	const char *description = entry_description(x, entry);
	const char *picture = entry_picture(x, entry);
	struct json *m = meta_start(x, "article",
	    json_get_text(entry, "title", ""), description,
	    json_get_text(entry, "url", "/")), *tags = meta_tags(m);
	char date[TIME_SIZE];

	time_minute(json_get_int(entry, "published_at", 0), date);
	meta_tag(a, tags, "ColumnName", json_get_text(column, "title", ""));
	meta_tag(a, tags, "ColumnType", meta_type(x, column));
	meta_tag(a, tags, "ArticleTitle", json_get_text(entry, "title", ""));
	meta_tag(a, tags, "PubDate", date);
	meta_tag(a, tags, "ContentSource", entry_source(x, entry));
	meta_tag(a, tags, "Keywords", entry_keywords(x, entry, column));
	meta_tag(a, tags, "Author", json_get_text(entry, "author", ""));
	meta_tag(a, tags, "Description", description);
	meta_tag(a, tags, "Image", picture);
	if (picture != NULL)
		json_put_text(a, m, "image", arena_printf(a, "%s%s",
		    exchange_base(x), picture));
	meta_tag(a, tags, "Url", json_get_text(m, "canonical", NULL));
	if (x->preview != NULL)
		meta_tag(a, tags, "robots", "noindex");
	return (m);
}

struct json *
meta_tagged(struct exchange *x, const char *tag, const char *url)
{
	struct arena *a = x->rq->arena;
	struct json *m = meta_start(x, "tag", tag, "", url);

	json_put_text(a, m, "tag", tag);
	return (m);
}

struct json *
meta_search(struct exchange *x)
{
	struct json *m = meta_start(x, "search", "", "", "/search");

	meta_tag(x->rq->arena, meta_tags(m), "robots", "noindex");
	return (m);
}

struct json *
meta_error(struct exchange *x)
{
	return (meta_start(x, "error", x->site != NULL ?
	    meta_setting(x, "title") : "", "", NULL));
}

/* What the plugin gave, over what every page has. */
static struct json *
meta_given(struct exchange *x, int status, const struct json *given)
{
	bool page = status == 200 && !method_unsafe(x->rq->method);
	struct json *m = meta_start(x, json_get_text(given, "kind", "page"),
	    meta_setting(x, "title"), "", page ? x->rq->path : NULL);
	struct json *tags = meta_tags(m);

	json_each(v, given)
		if (strcmp(v->name, "tags") != 0 && v->type != JSON_NULL)
			json_put(m, v->name, json_share(x->rq->arena, v));
	json_each(tag, json_get(given, "tags"))
		json_add(tags, json_share(x->rq->arena, tag));
	if (!page)
		meta_tag(x->rq->arena, tags, "robots", "noindex");
	return (m);
}

const struct json *
meta_complete(struct exchange *x, int status, const struct json *view)
{
	const struct json *given = json_get(view, "meta");
	struct json *page;

	if (x->site == NULL || x->route == NULL || x->route->script == NULL ||
	    strcmp(x->route->permission, "public") != 0 ||
	    strcmp(json_get_text(given, "kind", ""), "error") == 0)
		return (view);
	page = json_object(x->rq->arena);
	json_each(v, view)
		json_put(page, v->name, json_share(x->rq->arena, v));
	json_put(page, "meta", meta_given(x, status, given));
	return (page);
}
