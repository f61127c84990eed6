/*
 * Published versions; see version.h.
 */
#include "cms/version.h"

#include <string.h>

#include "cms/content_diff.h"
#include "cms/entry.h"
#include "cms/live.h"
#include "cms/type.h"

/* What may be open to visitors: publications behind the last withdrawal.  A
 * text that was published twice has two submissions; the first will do. */
#define SHOWN_SQL \
	"WITH shown AS (SELECT id, at, content_hash FROM ledger" \
	" WHERE entry = :entry AND act IN ('publish', 'correct')" \
	" AND id > (SELECT coalesce(max(id), 0) FROM ledger" \
	" WHERE entry = :entry AND act IN ('withdraw', 'purge'))" \
	" AND EXISTS (SELECT 1 FROM live WHERE entry = :entry))," \
	" numbered AS (SELECT row_number() OVER (ORDER BY id) AS number, at," \
	" content_hash AS hash, id = max(id) OVER () AS current FROM shown)" \
	" SELECT number, at, n.hash, current, (SELECT content FROM revision r" \
	" JOIN submission s ON s.revision = r.id WHERE s.entry = :entry" \
	" AND s.state = 'published' AND r.public_hash = n.hash LIMIT 1)" \
	" AS content_json FROM numbered n ORDER BY number DESC"

static enum err
unknown(struct fault *f, int64_t number)
{
	return (fault_set(f, ERR_NOT_FOUND, "version.unknown", "version",
	    "%lld", (long long)number));
}

/* {number, at, hash, current, open, content}, newest first.  The newest text is
 * open; where staff decide, one before it only if the text after it says so:
 * a correction that doesn't show what it corrects hides all that was before. */
static enum err
shown_rows(struct site *site, struct arena *a, const struct type *type,
    int64_t entry, struct json **out, struct fault *f)
{
	struct json *rows = NULL, *copy;
	const struct json *content;
	bool open = true;
	enum err e = db_all(site->db, a, &rows, f, SHOWN_SQL,
	    DB_INT(":entry", entry));

	if (e != ERR_OK)
		return (e);
	*out = json_array(a);
	json_each(row, rows) {
		content = json_get(row, "content");
		copy = json_add(*out, json_copy(a, row));
		json_put_bool(a, copy, "open", open && content != NULL &&
		    content->type == JSON_OBJECT);
		open = open && (type->opened == NULL ||
		    json_get_bool(content, type->opened, false));
	}
	return (ERR_OK);
}

/* The live entry and its type, where that opens versions at all. */
static enum err
type_of(struct site *site, struct arena *a, int64_t entry,
    struct json **live, const struct type **out, struct fault *f)
{
	enum err e = live_entry(site, a, entry, live, f);
	const struct type *type;

	if (e != ERR_OK)
		return (e);
	type = type_find(site->cms, json_get_text(*live, "type", ""));
	*out = type;
	return (type != NULL && type->history && (type->opened == NULL ||
	    json_get_bool(json_get(*live, "content"), type->opened, false)) ?
	    ERR_OK : unknown(f, 0));
}

static void
list_add(struct arena *a, struct json *list, const struct json *row)
{
	bool open = json_get_bool(row, "open", false);
	const struct json *content = json_get(row, "content");
	struct json *o = json_add(list, json_object(a));

	json_put(o, "number", json_copy(a, json_get(row, "number")));
	json_put(o, "at", json_copy(a, json_get(row, "at")));
	json_put(o, "hash", json_copy(a, json_get(row, "hash")));
	json_put_bool(a, o, "open", open);
	json_put_bool(a, o, "current", json_get_int(row, "current", 0) != 0);
	json_put_text(a, o, "title", open ? json_get_text(content, "title",
	    "") : "");
	json_put_text(a, o, "note", open ? json_get_text(content,
	    TYPE_CORRECTION, "") : "");
}

enum err
version_list(struct site *site, struct arena *a, int64_t entry,
    struct json **out, struct fault *f)
{
	const struct type *type;
	struct json *live, *rows, *list;
	enum err e = type_of(site, a, entry, &live, &type, f);

	if (e == ERR_OK)
		e = shown_rows(site, a, type, entry, &rows, f);
	if (e != ERR_OK)
		return (e);
	*out = json_object(a);
	json_put_int(a, *out, "id", entry);
	json_put_text(a, *out, "title", json_get_text(live, "title", ""));
	json_put_text(a, *out, "url", json_get_text(live, "url", ""));
	json_put_text(a, *out, "column", json_get_text(live, "column", ""));
	list = json_put(*out, "versions", json_array(a));
	json_each(row, rows)
		list_add(a, list, row);
	return (ERR_OK);
}

/* A version that is open, its content without private fields. */
static enum err
load(struct site *site, struct arena *a, const struct type *type,
    int64_t entry, int64_t number, struct json **out, struct fault *f)
{
	struct json *rows;
	enum err e = shown_rows(site, a, type, entry, &rows, f);

	if (e != ERR_OK)
		return (e);
	json_each(row, rows) {
		if (json_get_int(row, "number", 0) != number ||
		    !json_get_bool(row, "open", false))
			continue;
		*out = json_copy(a, row);
		json_put(*out, "content", type_public(a, type, json_get(row,
		    "content")));
		return (ERR_OK);
	}
	return (unknown(f, number));
}

/* What was said about the correction stands beside it, not in it. */
static struct json *
compared(struct arena *a, const struct type *type, const struct json *content)
{
	struct json *o = json_object(a);

	json_each(member, content)
		if (strcmp(member->name, TYPE_CORRECTION) != 0 &&
		    (type->opened == NULL ||
		    strcmp(member->name, type->opened) != 0))
			json_put(o, member->name, json_copy(a, member));
	return (o);
}

enum err
version_diff(struct site *site, struct arena *a, int64_t entry,
    int64_t from, int64_t to, struct json **out, struct fault *f)
{
	const struct type *type;
	struct json *live, *x, *y;
	enum err e;

	if ((e = type_of(site, a, entry, &live, &type, f)) != ERR_OK ||
	    (e = load(site, a, type, entry, from, &x, f)) != ERR_OK ||
	    (e = load(site, a, type, entry, to, &y, f)) != ERR_OK)
		return (e);
	*out = content_diff(site, a, type, compared(a, type, json_get(x,
	    "content")), compared(a, type, json_get(y, "content")));
	return (ERR_OK);
}

enum err
version_read(struct site *site, struct arena *a, int64_t entry,
    int64_t number, struct json **out, struct fault *f)
{
	const struct type *type;
	const struct json *content;
	struct json *live;
	enum err e;

	if ((e = type_of(site, a, entry, &live, &type, f)) != ERR_OK ||
	    (e = load(site, a, type, entry, number, out, f)) != ERR_OK)
		return (e);
	content = json_get(*out, "content");
	json_put_text(a, *out, "title", json_get_text(content, "title", ""));
	json_put_text(a, *out, "body", json_get_text(content, "body", ""));
	return (ERR_OK);
}

/* Is the text with this hash one of the open versions of the entry? */
static bool
open_hash(struct site *site, struct arena *a, int64_t entry, const char *hash)
{
	const struct type *type;
	struct json *live, *rows;

	if (type_of(site, a, entry, &live, &type, NULL) != ERR_OK ||
	    shown_rows(site, a, type, entry, &rows, NULL) != ERR_OK)
		return (false);
	json_each(row, rows)
		if (json_get_bool(row, "open", false) &&
		    strcmp(json_get_text(row, "hash", ""), hash) == 0)
			return (true);
	return (false);
}

enum err
version_shows(struct site *site, struct arena *a, const char *media,
    bool *out, struct fault *f)
{
	struct json *rows = NULL;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT DISTINCT r.entry, r.public_hash AS hash FROM media_use u"
	    " JOIN revision r ON r.id = u.revision"
	    " JOIN live l ON l.entry = r.entry WHERE u.media = :media"
	    " LIMIT 50", DB_TEXT(":media", media));

	*out = false;
	if (e != ERR_OK)
		return (e);
	json_each(row, rows)
		*out = *out || open_hash(site, a, json_get_int(row, "entry",
		    0), json_get_text(row, "hash", ""));
	return (ERR_OK);
}
