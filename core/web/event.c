/* Events of pages: see event.h. */
#include "web/event.h"

#include <stdlib.h>
#include <string.h>

#include "cms/event.h"
#include "html/clean.h"
#include "script/script.h"
#include "web/route.h"

#define BLOCKS_MAX 40
#define ADDED_MAX 20	/* tags, links */

/* Kinds of links that lead somewhere; none that loads something. */
static const char *const rels[] = { "alternate", "search", "hub", "self",
    "license", "author", "related", "prev", "next" };

static const char *
text_of(const struct json *o, const char *name)
{
	return (json_get_text(o, name, ""));
}

static struct json *
member(struct json *o, const char *name)
{
	struct json *v;

	for (v = o->first; v != NULL; v = v->next)
		if (strcmp(v->name, name) == 0)
			return (v);
	return (NULL);
}

/* A name that a template may have as a global, over no helper of its own. */
static bool
name_free(const struct json *view, const char *name)
{
	static const char *const taken[] = { "t", "raw", "link", "asset",
	    "date", "bytes", "excerpt", "include", "layout", "block", "cms",
	    "site", "page", "content", "view", "string", "table", "math",
	    "utf8", "ipairs", "pairs", "tostring", "tonumber", "type",
	    "select", "next", "error", "assert", "pcall" };
	size_t i, n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (n == 0 || name[n] != '\0' || json_get(view, name) != NULL)
		return (false);
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (strcmp(taken[i], name) == 0)
			return (false);
	return (true);
}

static void
view_add(struct exchange *x, struct json *view, const struct json *payload)
{
	const struct json *more = json_get(payload, "view");

	if (more == NULL || more->type != JSON_OBJECT)
		return;
	json_each(m, more)
		if (m->type != JSON_NULL && name_free(view, m->name))
			json_put(view, m->name, json_copy(x->rq->arena, m));
}

static struct json *
payload_of(struct exchange *x, const struct json *view, const char *const *names)
{
	struct arena *a = x->rq->arena;
	struct json *payload = json_object(a);

	for (; *names != NULL; names++)
		if (json_get(view, *names) != NULL)
			json_put(payload, *names,
			    json_share(a, json_get(view, *names)));
	json_put(payload, "view", json_object(a));
	return (payload);
}

/* What a plugin wrote is cleaned like what people write. */
static void
body_take(struct exchange *x, struct json *entry, const char *body)
{
	const struct html_rules rules = { .local_media_only = true };
	struct buf clean = { 0 };
	struct fault f;

	if (strcmp(body, text_of(entry, "body")) == 0)
		return;
	if (script_is_clean(x->lane->script, body, strlen(body))) {
		json_put_text(x->rq->arena, entry, "body", body);
		return;
	}
	if (html_clean(body, strlen(body), &rules, &clean, NULL, &f) == ERR_OK)
		json_put(entry, "body", json_bytes(x->rq->arena,
		    buf_string(&clean), clean.length));
	buf_cleanup(&clean);
}

void
event_entry(struct exchange *x, struct json *view)
{
	static const char *const names[] = { "entry", NULL };
	struct json *payload, *entry = member(view, "entry");
	const char *body;

	if (entry == NULL || !event_wanted(&x->call, "entry.view"))
		return;
	payload = payload_of(x, view, names);
	body = text_of(entry, "body");
	script_set_clean(x->lane->script, body, strlen(body));
	event_emit(&x->call, "entry.view", &payload);
	body = json_get_text(json_get(payload, "entry"), "body", NULL);
	if (body != NULL)
		body_take(x, entry, body);
	view_add(x, view, payload);
}

void
event_column(struct exchange *x, struct json *view)
{
	static const char *const names[] = { "column", "entries", NULL };
	struct json *payload;

	if (!event_wanted(&x->call, "column.view"))
		return;
	payload = payload_of(x, view, names);
	event_emit(&x->call, "column.view", &payload);
	view_add(x, view, payload);
}

static int
block_compare(const void *a, const void *b)
{
	const struct json *const *p = a, *const *q = b;
	int64_t m = json_get_int(*p, "position", 100);
	int64_t n = json_get_int(*q, "position", 100);

	return (m < n ? -1 : m > n);
}

void
event_home(struct exchange *x, struct json *view)
{
	const struct json *sorted[BLOCKS_MAX];
	struct arena *a = x->rq->arena;
	struct json *payload, *blocks;
	size_t i, count = 0;

	blocks = json_put(view, "blocks", json_array(a));
	if (!event_wanted(&x->call, "home.blocks"))
		return;
	payload = json_object(a);
	json_put(payload, "blocks", json_array(a));
	event_emit(&x->call, "home.blocks", &payload);
	json_each(b, json_get(payload, "blocks"))
		if (count < BLOCKS_MAX && b->type == JSON_OBJECT &&
		    strchr(text_of(b, "template"), '/') != NULL)
			sorted[count++] = b;
	qsort(sorted, count, sizeof(struct json *), block_compare);
	for (i = 0; i < count; i++)
		json_add(blocks, json_share(a, sorted[i]));
}

static bool
link_good(const struct json *link)
{
	size_t i;

	if (text_of(link, "href")[0] == '\0')
		return (false);
	for (i = 0; i < sizeof(rels) / sizeof(rels[0]); i++)
		if (strcmp(rels[i], text_of(link, "rel")) == 0)
			return (true);
	return (false);
}

static bool
tag_good(const struct json *tag)
{
	return (text_of(tag, "name")[0] != '\0' &&
	    json_get_text(tag, "content", NULL) != NULL);
}

/* Puts the good ones of `added` behind those that the page has. */
static void
head_add(struct exchange *x, struct json *meta, const char *name,
    const struct json *added, bool (*good)(const struct json *))
{
	struct json *list = member(meta, name);
	size_t left = ADDED_MAX;

	if (list == NULL || list->type != JSON_ARRAY)
		list = json_put(meta, name, json_array(x->rq->arena));
	json_each(item, added)
		if (item->type == JSON_OBJECT && good(item) && left-- > 0)
			json_add(list, json_copy(x->rq->arena, item));
}

/* The view with a copy of its `meta`, to be changed; the rest is shared. */
static struct json *
head_page(struct arena *a, const struct json *view)
{
	struct json *page = json_object(a);

	json_each(m, view)
		json_put(page, m->name, strcmp(m->name, "meta") == 0 ?
		    json_copy(a, m) : json_share(a, m));
	return (page);
}

const struct json *
event_head(struct exchange *x, const struct json *view)
{
	const struct json *meta = json_get(view, "meta");
	const char *kind = json_get_text(meta, "kind", "page");
	struct arena *a = x->rq->arena;
	struct json *payload, *asked, *page;

	if (meta == NULL || meta->type != JSON_OBJECT ||
	    strcmp(kind, "error") == 0 ||
	    !event_wanted(&x->call, "head.meta"))
		return (view);
	payload = json_object(a);
	json_put_text(a, payload, "kind", kind);
	asked = json_put(payload, "meta", json_object(a));
	json_put(asked, "tags", json_array(a));
	json_put(asked, "links", json_array(a));
	json_put_text(a, asked, "title", text_of(meta, "title"));
	if (text_of(meta, "tag")[0] != '\0')
		json_put_text(a, asked, "tag", text_of(meta, "tag"));
	if (json_get(view, "entry") != NULL)
		json_put_int(a, payload, "entry", json_get_int(json_get(view,
		    "entry"), "id", 0));
	if (json_get(view, "column") != NULL)
		json_put_text(a, payload, "column", text_of(json_get(view,
		    "column"), "path"));
	event_emit(&x->call, "head.meta", &payload);
	page = head_page(a, view);
	head_add(x, member(page, "meta"), "tags", json_get(json_get(payload,
	    "meta"), "tags"), tag_good);
	head_add(x, member(page, "meta"), "links", json_get(json_get(payload,
	    "meta"), "links"), link_good);
	return (page);
}
