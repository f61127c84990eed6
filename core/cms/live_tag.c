/*
 * Entries by tag, and the tags of the site, with their public acts.  The
 * tables of 010_live_tag.sql are kept by triggers; here they are read.
 */
#include "cms/act.h"
#include "cms/live_inside.h"
#include "cms/live_tag.h"

#define TAG_MAX 200		/* bytes of one that may be asked for */

/* The page is cut out of the index alone; only what it shows is read. */
enum err
live_tagged(struct site *site, struct arena *a, const char *tag,
    const struct live_query *page, struct json **out, struct fault *f)
{
	bool first = page->before_at == 0;
	struct json *rows = NULL;
	enum err e = db_all(site->db, a, &rows, f,
	    SUMMARY_SQL " FROM (SELECT entry AS tagged FROM live_tag"
	    " WHERE tag = :tag AND (published_at, entry) < (:at, :id)"
	    " ORDER BY published_at DESC, entry DESC"
	    " LIMIT :limit OFFSET :offset) CROSS JOIN live l"
	    " ON l.entry = tagged" JOINS_SQL
	    " ORDER BY l.published_at DESC, l.entry DESC",
	    DB_TEXT(":tag", tag),
	    DB_INT(":at", first ? INT64_MAX : page->before_at),
	    DB_INT(":id", first ? INT64_MAX : page->before_id),
	    DB_INT(":limit", page->limit), DB_INT(":offset", page->offset));

	if (e != ERR_OK)
		return (e);
	*out = json_array(a);
	json_each(row, rows)
		json_add(*out, live_summary(a, row));
	return (ERR_OK);
}

enum err
live_tag_count(struct site *site, const char *tag, int64_t *out,
    struct fault *f)
{
	*out = 0;
	return (db_value(site->db, out, f,
	    "SELECT entries FROM tag_count WHERE tag = :tag",
	    DB_TEXT(":tag", tag)));
}

enum err
live_tags(struct site *site, struct arena *a, int64_t least, int64_t limit,
    struct json **out, struct fault *f)
{
	return (db_all(site->db, a, out, f,
	    "SELECT tag, entries FROM tag_count WHERE entries >= :least"
	    " ORDER BY entries DESC, tag LIMIT :limit",
	    DB_INT(":least", least), DB_INT(":limit", limit)));
}

static enum err
tagged_act(struct call *c, const struct json *in, struct json **out)
{
	struct live_query q = { .column = NULL };
	struct json *list;
	enum err e;

	if ((e = live_page_read(c, in, &q)) != ERR_OK)
		return (e);
	e = live_tagged(c->site, c->arena, json_get_text(in, "tag", ""), &q,
	    &list, c->fault);
	if (e == ERR_OK)
		*out = live_page(c->arena, list, q.limit);
	return (e);
}

static enum err
tags_act(struct call *c, const struct json *in, struct json **out)
{
	int64_t limit = json_get_int(in, "limit", 100);
	struct json *list;
	enum err e;

	if (limit < 1 || limit > LIVE_TAGS_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", LIVE_TAGS_MAX));
	e = live_tags(c->site, c->arena, json_get_int(in, "least", 1), limit,
	    &list, c->fault);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "tags", list);
	return (ERR_OK);
}

static const struct input TAGGED[] = {
	{ .name = "tag", .kind = INPUT_LINE, .required = true, .max = TAG_MAX },
	{ .name = "cursor", .kind = INPUT_LINE, .max = 60 },
	{ .name = "limit", .kind = INPUT_INT },
	{ .name = NULL }
};
static const struct input TAGS[] = {
	{ .name = "least", .kind = INPUT_INT },
	{ .name = "limit", .kind = INPUT_INT },
	{ .name = NULL }
};

const struct act tag_acts[] = {
	{ "live.tagged", tagged_act, true, false, TAGGED },
	{ "live.tags", tags_act, true, false, TAGS },
	{ .name = NULL }
};
