/*
 * Published versions; see version.h.
 */
#include "cms/version.h"

#include <string.h>

#include "cms/content_diff.h"
#include "cms/entry.h"
#include "cms/live.h"
#include "cms/type.h"

/* What is open to visitors: publications behind the last withdrawal.  A text
 * that was published twice has one submission for each; the first will do. */
#define OPEN_SQL \
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
	" AS content_json FROM numbered n "

static enum err
unknown(struct fault *f, int64_t number)
{
	return (fault_set(f, ERR_NOT_FOUND, "version.unknown", "version",
	    "%lld", (long long)number));
}

static enum err
type_of(struct site *site, struct arena *a, int64_t entry,
    struct json **live, const struct type **out, struct fault *f)
{
	enum err e = live_entry(site, a, entry, live, f);

	if (e != ERR_OK)
		return (e);
	*out = type_find(site->cms, json_get_text(*live, "type", ""));
	return (*out != NULL && (*out)->history ? ERR_OK : unknown(f, 0));
}

enum err
version_list(struct site *site, struct arena *a, int64_t entry,
    struct json **out, struct fault *f)
{
	const struct type *type;
	struct json *live, *rows, *list, *o;
	enum err e = type_of(site, a, entry, &live, &type, f);

	if (e == ERR_OK)
		e = db_all(site->db, a, &rows, f, OPEN_SQL
		    "ORDER BY number DESC", DB_INT(":entry", entry));
	if (e != ERR_OK)
		return (e);
	*out = json_object(a);
	json_put_int(a, *out, "id", entry);
	json_put_text(a, *out, "title", json_get_text(live, "title", ""));
	json_put_text(a, *out, "url", json_get_text(live, "url", ""));
	json_put_text(a, *out, "column", json_get_text(live, "column", ""));
	list = json_put(*out, "versions", json_array(a));
	json_each(row, rows) {
		o = json_add(list, json_object(a));
		json_put(o, "number", json_copy(a, json_get(row, "number")));
		json_put(o, "at", json_copy(a, json_get(row, "at")));
		json_put(o, "hash", json_copy(a, json_get(row, "hash")));
		json_put_text(a, o, "title", json_get_text(json_get(row,
		    "content"), "title", ""));
		json_put_bool(a, o, "current", json_get_int(row, "current",
		    0) != 0);
	}
	return (ERR_OK);
}

/* The row of a version, its content without private fields. */
static enum err
load(struct site *site, struct arena *a, const struct type *type,
    int64_t entry, int64_t number, struct json **out, struct fault *f)
{
	enum err e = db_one(site->db, a, out, f, OPEN_SQL
	    "WHERE number = :number", DB_INT(":entry", entry),
	    DB_INT(":number", number));

	if (e != ERR_OK)
		return (e);
	if (*out == NULL || json_get(*out, "content") == NULL ||
	    json_get(*out, "content")->type != JSON_OBJECT)
		return (unknown(f, number));
	json_put(*out, "content", type_public(a, type, json_get(*out,
	    "content")));
	return (ERR_OK);
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
	*out = content_diff(site, a, type, json_get(x, "content"),
	    json_get(y, "content"));
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
