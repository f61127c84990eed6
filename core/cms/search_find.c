/* Rows of the index: see search_inside.h. */
#include <string.h>

#include "cms/live_inside.h"
#include "cms/search_inside.h"

#define ROWS_MAX 12000		/* of all terms together */
#define ROWS_MIN 4096		/* of a site of that size all are counted */

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

/* Rows that may be passed before `enough` counts: FTS5 goes through the list
 * of each term, and takes some 100 ns for each row of it. */
static int64_t
rows_allowed(const char *expression)
{
	int64_t quotes = 0, rows;

	for (; *expression != '\0'; expression++)
		quotes += *expression == '"';
	rows = ROWS_MAX / (quotes / 2 + 1);
	return (rows > ROWS_MIN ? rows : ROWS_MIN);
}

enum err
search_ids(struct site *site, struct arena *a, enum search_table table,
    const char *expression, const struct search_filter *filter, size_t max,
    struct search_ids *out, struct fault *f)
{
	size_t beyond = 0;
	int64_t id, last;
	db_stmt *st;
	enum err e;

	if (filter->names[0] != '\0')
		expression = arena_printf(a, "%s AND %s", expression,
		    filter->names);
	last = filter->high - rows_allowed(expression);
	out->id = arena_get(a, max * sizeof(int64_t));
	out->count = 0;
	out->more = false;
	e = find_first(site, table, expression, filter, max, &st, f);
	while (e == ERR_OK && st != NULL) {
		id = db_column_int(st, 0);
		if (out->count == max || (filter->enough > 0 && id < last &&
		    beyond >= filter->enough)) {
			out->more = true;
			break;
		}
		beyond += id < filter->behind;
		out->id[out->count++] = id;
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
