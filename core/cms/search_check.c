/* Is the index what `live` says?  See search.h. */
#include "cms/search_inside.h"

static enum err
totals_read(struct site *site, struct search_report *out, struct fault *f)
{
	enum err e = db_value(site->db, &out->live, f,
	    "SELECT count(*) FROM live");

	if (e == ERR_OK)
		e = db_value(site->db, &out->indexed, f,
		    "SELECT count(*) FROM search_doc d JOIN live l"
		    " ON l.entry = d.entry WHERE d.sum IS NOT NULL");
	if (e == ERR_OK)
		e = db_value(site->db, &out->waiting, f,
		    "SELECT count(*) FROM live WHERE entry NOT IN"
		    " (SELECT entry FROM search_doc WHERE sum IS NOT NULL)");
	if (e == ERR_OK)
		e = db_value(site->db, &out->strange, f,
		    "SELECT count(*) FROM search_doc WHERE entry NOT IN"
		    " (SELECT entry FROM live)");
	return (e);
}

/* Texts whose sum is another, and rows that FTS5 doesn't have. */
static enum err
texts_compare(struct site *site, struct arena *a, struct search_report *out,
    struct fault *f)
{
	struct search_filter filter = { .names = "" };
	struct search_text t;
	struct search_ids ids;
	struct arena *own = arena_alloc();
	struct json *rows;
	bool found;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT id, entry, sum, files AS files_json FROM search_doc"
	    " WHERE sum IS NOT NULL ORDER BY id");

	if (e == ERR_OK)
		json_each(row, rows) {
			arena_reset(own);
			e = search_text_read(site, own, json_get_int(row,
			    "entry", 0), json_get(row, "files"), &t, &found,
			    f);
			filter.low = filter.high = json_get_int(row, "id", 0);
			if (e == ERR_OK && found)
				e = search_ids(site, own, SEARCH_TEXTS,
				    arena_printf(own, "\"\x02t%s\"", t.type),
				    &filter, 1, &ids, f);
			if (e == ERR_OK && found && (ids.count == 0 ||
			    (search_sum(&t.title_text) ^
			    search_sum(&t.text)) != json_get_int(row, "sum",
			    0)))
				out->changed++;
			search_text_cleanup(&t);
			if (e != ERR_OK)
				break;
		}
	arena_free(own);
	return (e);
}

enum err
search_check(struct site *site, struct search_report *out, struct fault *f)
{
	struct arena *a = arena_alloc();
	enum err e;

	*out = (struct search_report){ .live = 0 };
	e = totals_read(site, out, f);
	if (e == ERR_OK)
		e = texts_compare(site, a, out, f);
	arena_free(a);
	return (e);
}
