/* Rows of the index: see search_inside.h. */
#include <string.h>

#include "cms/live_inside.h"
#include "cms/search_inside.h"

#define FIND(table) \
	"SELECT rowid FROM " table " WHERE " table " MATCH :expression" \
	" AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :max"

static enum err
find_first(struct site *site, enum search_table table, const char *expression,
    const struct search_filter *filter, size_t max, db_stmt **st,
    struct fault *f)
{
	const struct db_arg args[] = {
		DB_TEXT(":expression", expression),
		DB_INT(":low", filter->low), DB_INT(":high", filter->high),
		DB_INT(":max", (int64_t)max + 1), { .name = NULL } };

	switch (table) {
	case SEARCH_TITLES:
		return (db_first_text(site->db, st, f, FIND("search_title"),
		    args));
	case SEARCH_TEXTS:
		return (db_first_text(site->db, st, f, FIND("search_text"),
		    args));
	case SEARCH_FILES:
		break;
	}
	return (db_first_text(site->db, st, f, FIND("search_file"), args));
}

enum err
search_ids(struct site *site, struct arena *a, enum search_table table,
    const char *expression, const struct search_filter *filter, size_t max,
    struct search_ids *out, struct fault *f)
{
	db_stmt *st;
	enum err e;

	if (filter->names[0] != '\0')
		expression = arena_printf(a, "%s AND %s", expression,
		    filter->names);
	out->id = arena_get(a, max * sizeof(int64_t));
	out->count = 0;
	out->more = false;
	e = find_first(site, table, expression, filter, max, &st, f);
	while (e == ERR_OK && st != NULL) {
		if (out->count == max) {
			out->more = true;
			break;
		}
		out->id[out->count++] = db_column_int(st, 0);
		e = db_next(site->db, &st, f);
	}
	db_done(&st);
	return (e);
}

enum err
search_summary(struct site *site, struct arena *a, int64_t entry,
    struct json **out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL " WHERE l.entry = :entry",
	    DB_INT(":entry", entry));

	*out = e == ERR_OK && row != NULL ? live_summary(a, row) : NULL;
	return (e);
}
