/*
 * /search: a page for everybody who asks, whatever they ask.  A filter or a
 * cursor that can't be right is left out, and the page says which.  Results of
 * a search are no page for other search engines to keep.
 */
#include "web/search.h"

#include <string.h>

#include "base/time.h"
#include "base/url.h"
#include "cms/column.h"
#include "cms/live.h"
#include "cms/search.h"
#include "cms/type.h"
#include "web/meta.h"
#include "web/route.h"

#define DAY 86400

static const char *
query_text(const struct exchange *x, const char *name)
{
	const char *text = pairs_get(&x->rq->query, name);

	return (text != NULL ? text : "");
}

/* A day of the form; `dropped` gets its name where it is none. */
static int64_t
query_day(struct exchange *x, const char *name, struct json *dropped)
{
	const char *text = query_text(x, name);
	int64_t t = 0;

	if (text[0] != '\0' && !time_parse(text, &t))
		json_add(dropped, json_string(x->rq->arena, name));
	return (t);
}

/* The path of a column that there is, or NULL. */
static const char *
query_column(struct exchange *x, struct json *dropped)
{
	const char *path = query_text(x, "column");
	struct column col;
	struct fault unread;

	if (path[0] == '\0')
		return (NULL);
	if (column_by_path(x->site, x->rq->arena, path, &col, &unread) ==
	    ERR_OK)
		return (path);
	json_add(dropped, json_string(x->rq->arena, "column"));
	return (NULL);
}

/* Asks; once more from the first page where the cursor is nobody's. */
static enum err
search_ask(struct exchange *x, struct json *dropped, struct json **out)
{
	struct search_query q = { .q = query_text(x, "q"),
	    .column = query_column(x, dropped),
	    .type = query_text(x, "type"),
	    .from = query_day(x, "from", dropped),
	    .to = query_day(x, "to", dropped),
	    .cursor = query_text(x, "cursor") };
	enum err e;

	if (q.to != 0)
		q.to += DAY;
	e = search_run(x->site, x->rq->arena, &q, out, &x->fault);
	if (e != ERR_INPUT)
		return (e);
	q.cursor = NULL;
	return (search_run(x->site, x->rq->arena, &q, out, &x->fault));
}

/* The address of this search with another cursor, or another query. */
static const char *
search_url(struct exchange *x, const char *q, const char *cursor)
{
	static const char *const names[] = { "column", "type", "from", "to" };
	struct buf b = { 0 };
	const char *url, *value;
	size_t i;

	buf_text(&b, "/search?q=");
	url_component(&b, q);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = query_text(x, names[i]);
		if (value[0] == '\0')
			continue;
		buf_printf(&b, "&%s=", names[i]);
		url_component(&b, value);
	}
	if (cursor != NULL) {
		buf_text(&b, "&cursor=");
		url_component(&b, cursor);
	}
	url = arena_text(x->rq->arena, buf_string(&b));
	buf_cleanup(&b);
	return (url);
}

/* What may be chosen: columns of the menu, and types that columns have. */
static enum err
search_choices(struct exchange *x, struct json *view)
{
	struct arena *a = x->rq->arena;
	struct json *menu, *rows, *types, *o;
	const struct type *t;
	const char *name;
	enum err e = live_menu(x->site, a, &menu, &x->fault);

	if (e == ERR_OK)
		e = db_all(x->site->db, a, &rows, &x->fault,
		    "SELECT DISTINCT type FROM \"column\" ORDER BY type");
	if (e != ERR_OK)
		return (e);
	json_put(view, "columns", menu);
	types = json_put(view, "types", json_array(a));
	json_each(row, rows) {
		name = json_get_text(row, "type", "");
		if ((t = type_find(x->lane->cms, name)) == NULL)
			continue;
		o = json_add(types, json_object(a));
		json_put_text(a, o, "name", name);
		json_put_text(a, o, "title", t->title);
	}
	return (ERR_OK);
}

static void
search_chosen(struct exchange *x, struct json *view)
{
	static const char *const names[] = { "q", "column", "type", "from",
	    "to", "cursor" };
	struct json *chosen = json_put(view, "chosen",
	    json_object(x->rq->arena));
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_put_text(x->rq->arena, chosen, names[i],
		    query_text(x, names[i]));
}

enum err
search_page(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *view = json_object(a), *found;
	struct json *dropped = json_put(view, "dropped", json_array(a));
	const char *next, *guess;
	enum err e = search_ask(x, dropped, &found);

	if (e == ERR_OK)
		e = search_choices(x, view);
	if (e != ERR_OK)
		return (e);
	search_chosen(x, view);
	next = json_get_text(found, "next", NULL);
	guess = json_get_text(found, "suggestion", NULL);
	json_put(view, "found", found);
	json_put_text(a, view, "first_url", search_url(x, query_text(x, "q"),
	    NULL));
	if (next != NULL)
		json_put_text(a, view, "next_url", search_url(x,
		    query_text(x, "q"), next));
	if (guess != NULL)
		json_put_text(a, view, "guess_url", search_url(x, guess,
		    NULL));
	json_put(view, "meta", meta_search(x));
	exchange_header(x, "x-robots-tag", "noindex");
	return (exchange_render(x, 200, "search", view));
}

enum err
search_suggestions(struct exchange *x)
{
	struct json *list, *out = json_object(x->rq->arena);
	enum err e = search_suggest(x->site, x->rq->arena, query_text(x, "q"),
	    &list, &x->fault);

	if (e != ERR_OK)
		return (e);
	json_put(out, "suggestions", list);
	exchange_header(x, "x-robots-tag", "noindex");
	return (exchange_json(x, 200, out));
}
