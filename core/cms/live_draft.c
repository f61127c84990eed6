/* A revision in the shape of a live entry: see live_draft.h. */
#include "cms/live_draft.h"

#include "base/time.h"
#include "cms/live_inside.h"

enum err
live_draft(struct site *site, struct arena *a, int64_t entry,
    int64_t revision, struct json **out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    "SELECT r.entry AS id, r.content ->> '$.title' AS title,"
	    " coalesce(r.content ->> '$.summary', '') AS summary, e.type,"
	    " m.hash AS cover, coalesce(l.published_at, :now) AS published_at,"
	    " CASE WHEN l.revision <> r.id THEN :now ELSE l.corrected_at END"
	    " AS corrected_at, r.hash, k.path AS \"column\","
	    " k.title AS column_title,"
	    " coalesce(r.content ->> '$.source', '') AS source,"
	    " coalesce(r.content -> '$.tags', '[]') AS tags_json,"
	    " m.name AS cover_name, m.alt AS cover_alt, m.width, m.height,"
	    " m.sizes AS sizes_json, CASE e.type WHEN 'topic' THEN"
	    " r.content ->> '$.name' END AS topic, r.content AS content_json"
	    " FROM revision r JOIN entry e ON e.id = r.entry"
	    " JOIN \"column\" k ON k.id = r.\"column\""
	    " LEFT JOIN live l ON l.entry = r.entry"
	    " LEFT JOIN media m ON m.hash = r.content ->> '$.cover'"
	    " WHERE r.id = :revision AND r.entry = :entry",
	    DB_INT(":now", time_now()), DB_INT(":revision", revision),
	    DB_INT(":entry", entry));

	if (e != ERR_OK)
		return (e);
	if (row == NULL || json_get_text(row, "title", NULL) == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "live.unknown", "id",
		    "%lld", (long long)entry));
	return (live_full(site, a, row, out, f));
}
