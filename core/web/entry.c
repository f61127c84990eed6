/*
 * The page of an entry: as it is live, or, for staff, as a revision would be
 * (preview).  Both go through the same hooks and templates.
 */
#include "web/entry.h"

#include <stdlib.h>
#include <string.h>

#include "cms/act.h"
#include "cms/live.h"
#include "cms/live_draft.h"
#include "cms/picture.h"
#include "web/event.h"
#include "web/meta.h"

#define ENTRY_LATEST 6		/* beside an article */

/* A page that says that its article was withdrawn (410). */
static enum err
entry_gone(struct exchange *x, struct json *tombstone)
{
	struct json *view = json_object(x->rq->arena);

	json_put(view, "entry", tombstone);
	json_put(view, "meta", meta_error(x));
	return (exchange_render(x, 410, "gone", view));
}

/* A plugin found that it may be shown no more (`gone` in the view), before the
 * clerk came to withdraw it: the same page, without a title. */
static enum err
entry_over(struct exchange *x, const struct json *entry, const char *reason)
{
	struct arena *a = x->rq->arena;
	struct json *stone = json_object(a);

	json_put_text(a, stone, "column", json_get_text(entry, "column", ""));
	json_put_text(a, stone, "reason", reason);
	return (entry_gone(x, stone));
}

static enum err
entry_view(struct exchange *x, struct json *entry, struct json *view)
{
	struct arena *a = x->rq->arena;
	const char *path = json_get_text(entry, "column", "");
	struct live_query q = { .column = path, .limit = ENTRY_LATEST };
	struct json *column, *crumbs, *latest, *previous, *next;
	enum err e;

	if ((e = live_column(x->site, a, path, &column, &x->fault)) !=
		ERR_OK ||
	    (e = live_breadcrumb(x->site, a, path, &crumbs, &x->fault)) !=
		ERR_OK ||
	    (e = live_latest(x->site, a, &q, &latest, &x->fault)) != ERR_OK ||
	    (e = live_neighbours(x->site, a, json_get_int(entry, "id", 0),
		&previous, &next, &x->fault)) != ERR_OK)
		return (e);
	json_put(view, "entry", entry);
	json_put(view, "column", column);
	json_put(view, "breadcrumb", crumbs);
	json_put(view, "latest", latest);
	if (previous != NULL)
		json_put(view, "previous", previous);
	if (next != NULL)
		json_put(view, "next", next);
	json_put(view, "meta", meta_entry(x, entry, column));
	return (ERR_OK);
}

/* After the plugins, who see the text as it is stored. */
static enum err
entry_pictures(struct exchange *x, struct json *entry)
{
	struct buf body = { 0 };
	enum err e = picture_body(x->site, x->rq->arena,
	    json_get_text(entry, "body", ""), &body, &x->fault);

	if (e == ERR_OK)
		json_put(entry, "body", json_bytes(x->rq->arena,
		    buf_string(&body), body.length));
	buf_cleanup(&body);
	return (e);
}

/* A topic may have blocks of plugins, which are those of the home page. */
static bool
entry_plugged(const struct json *entry)
{
	json_each(part, json_get(json_get(entry, "content"), "parts"))
		if (strcmp(json_get_text(part, "form", ""),
		    "topic_plugin") == 0)
			return (true);
	return (false);
}

static enum err
entry_render(struct exchange *x, struct json *entry)
{
	struct arena *a = x->rq->arena;
	struct json *view = json_object(a);
	const char *gone;
	enum err e;

	if ((e = entry_view(x, entry, view)) != ERR_OK)
		return (e);
	event_entry(x, view);
	if (entry_plugged(entry))
		event_home(x, view);
	gone = json_get_text(view, "gone", NULL);
	if (gone != NULL && x->preview == NULL)
		return (entry_over(x, entry, gone));
	if ((e = entry_pictures(x, entry)) != ERR_OK)
		return (e);
	return (exchange_render(x, 200, arena_printf(a, "entry-%s",
	    json_get_text(entry, "type", "article")), view));
}

enum err
entry_page(struct exchange *x, int64_t id)
{
	struct json *entry = NULL;
	const char *url;
	enum err e;

	e = live_entry(x->site, x->rq->arena, id, &entry, &x->fault);
	if (e == ERR_GONE)
		return (entry_gone(x, entry));
	if (e != ERR_OK)
		return (e);
	url = json_get_text(entry, "url", "/");
	if (strcmp(url, x->rq->path) != 0)
		return (exchange_redirect(x, 301, url));
	return (entry_render(x, entry));
}

/* Who may read the revision: the act decides. */
static enum err
preview_read(struct exchange *x, int64_t id, struct json **revision)
{
	struct arena *a = x->rq->arena;
	const char *asked = pairs_get(&x->rq->query, "revision");
	struct json *in = json_object(a), *entry = NULL;
	int64_t number = 0;
	enum err e;

	json_put_int(a, in, "id", id);
	if ((e = act_call(&x->call, "entry.read", in, &entry)) != ERR_OK)
		return (e);
	if (asked == NULL)
		number = json_get_int(entry, "revision", 0);
	else if (asked[0] != '\0' && strlen(asked) <= 18 &&
	    strspn(asked, "0123456789") == strlen(asked))
		number = strtoll(asked, NULL, 10);
	json_put_int(a, in, "revision", number);
	return (act_call(&x->call, "entry.revision", in, revision));
}

enum err
preview_answer(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	int64_t id = strtoll(pairs_get(&x->rq->params, "id"), NULL, 10);
	struct json *revision = NULL, *entry, *bar = json_object(a);
	enum err e;

	if ((e = preview_read(x, id, &revision)) != ERR_OK ||
	    (e = live_draft(x->site, a, id, json_get_int(revision,
	    "revision", 0), &entry, &x->fault)) != ERR_OK)
		return (e);
	json_put_int(a, bar, "entry", id);
	json_put_int(a, bar, "number", json_get_int(revision, "number", 0));
	json_put_bool(a, bar, "live", json_get_bool(revision, "live", false));
	x->preview = bar;
	x->call.looking = true;
	exchange_header(x, "x-robots-tag", "noindex");
	return (entry_render(x, entry));
}
