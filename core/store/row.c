/* Rows of a query as values: db_run(), db_one(), db_all(), db_value(). */
#include <sqlite3.h>
#include <string.h>

#include "store/handle.h"
#include "store/statement.h"

#define COLUMNS_MAX 64
#define JSON_ENDING "_json"

/* What the columns of one query are called, without "_json". */
struct names {
	int		count;
	const char	*name[COLUMNS_MAX];
	bool		parsed[COLUMNS_MAX];
};

static enum err
names_read(struct names *n, sqlite3_stmt *st, struct arena *a, struct fault *f)
{
	size_t length, ending = strlen(JSON_ENDING);
	const char *name;
	int i;

	n->count = sqlite3_column_count(st);
	if (n->count > COLUMNS_MAX)
		return (fault_set(f, ERR_INTERNAL, "db.fault", NULL,
		    "more than %d columns", COLUMNS_MAX));
	for (i = 0; i < n->count; i++) {
		name = sqlite3_column_name(st, i);
		length = strlen(name);
		n->parsed[i] = length > ending &&
		    strcmp(name + length - ending, JSON_ENDING) == 0;
		if (n->parsed[i])
			length -= ending;
		n->name[i] = arena_copy(a, name, length);
	}
	return (ERR_OK);
}

static struct json *
row_blob(struct arena *a, sqlite3_stmt *st, int column)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = sqlite3_column_blob(st, column);
	int i, length = sqlite3_column_bytes(st, column);
	char *hex = arena_get(a, (size_t)length * 2 + 1);

	for (i = 0; i < length; i++) {
		hex[i * 2] = digits[p[i] >> 4];
		hex[i * 2 + 1] = digits[p[i] & 15];
	}
	return (json_bytes(a, hex, (size_t)length * 2));
}

static struct json *
row_value(struct arena *a, sqlite3_stmt *st, int column)
{
	switch (sqlite3_column_type(st, column)) {
	case SQLITE_INTEGER:
		return (json_int(a, sqlite3_column_int64(st, column)));
	case SQLITE_FLOAT:
		return (json_real(a, sqlite3_column_double(st, column)));
	case SQLITE_TEXT:
		return (json_bytes(a, sqlite3_column_text(st, column),
		    (size_t)sqlite3_column_bytes(st, column)));
	case SQLITE_BLOB:
		return (row_blob(a, st, column));
	}
	return (json_null(a));
}

static enum err
row_read(const struct names *n, sqlite3_stmt *st, struct arena *a,
    struct json **out, struct fault *f)
{
	struct json *v;
	const char *text;
	enum err e;
	int i;

	*out = json_object(a);
	for (i = 0; i < n->count; i++) {
		if (n->parsed[i] &&
		    sqlite3_column_type(st, i) != SQLITE_NULL) {
			text = (const char *)sqlite3_column_text(st, i);
			e = json_parse(a, text,
			    (size_t)sqlite3_column_bytes(st, i), &v, NULL);
			if (e != ERR_OK)
				return (fault_set(f, ERR_INTERNAL,
				    "db.corrupt", NULL, "%s isn't JSON",
				    n->name[i]));
		} else {
			v = row_value(a, st, i);
		}
		json_put(*out, n->name[i], v);
	}
	return (ERR_OK);
}

enum err
db_run_text(struct db *db, struct fault *f, const char *sql,
    const struct db_arg *args)
{
	db_stmt *st;
	enum err e = statement_first(db, &st, f, sql, args);

	/* A PRAGMA or RETURNING may give rows, which nobody wants. */
	while (e == ERR_OK && st != NULL)
		e = db_next(db, &st, f);
	return (e);
}

enum err
db_one_text(struct db *db, struct arena *a, struct json **out, struct fault *f,
    const char *sql, const struct db_arg *args)
{
	struct names n;
	db_stmt *st;
	enum err e;

	*out = NULL;
	e = statement_first(db, &st, f, sql, args);
	if (e != ERR_OK || st == NULL)
		return (e);
	e = names_read(&n, st, a, f);
	if (e == ERR_OK)
		e = row_read(&n, st, a, out, f);
	db_done(&st);
	if (e != ERR_OK)
		*out = NULL;
	return (e);
}

/* Takes a row of `st` from what may still come. */
static enum err
row_charge(struct db_bound *left, sqlite3_stmt *st, const struct names *n,
    struct fault *f)
{
	size_t bytes = 0;
	int i;

	for (i = 0; i < n->count; i++)
		if (sqlite3_column_type(st, i) != SQLITE_NULL)
			bytes += (size_t)sqlite3_column_bytes(st, i);
	if (left->rows == 0 || bytes > left->bytes)
		return (fault_set(f, ERR_TOO_LARGE, "db.rows", NULL, NULL));
	left->rows--;
	left->bytes -= bytes;
	return (ERR_OK);
}

enum err
db_rows_text(struct db *db, struct arena *a, struct json **out,
    const struct db_bound *bound, struct fault *f, const char *sql,
    const struct db_arg *args)
{
	struct db_bound left = { 0 };
	struct names n;
	struct json *row;
	db_stmt *st;
	enum err e;

	if (bound != NULL)
		left = *bound;
	*out = json_array(a);
	e = statement_first(db, &st, f, sql, args);
	if (e == ERR_OK && st != NULL)
		e = names_read(&n, st, a, f);
	while (e == ERR_OK && st != NULL) {
		if (bound != NULL &&
		    (e = row_charge(&left, st, &n, f)) != ERR_OK)
			break;
		e = row_read(&n, st, a, &row, f);
		if (e != ERR_OK)
			break;
		json_add(*out, row);
		e = db_next(db, &st, f);
	}
	db_done(&st);
	return (e);
}

enum err
db_all_text(struct db *db, struct arena *a, struct json **out, struct fault *f,
    const char *sql, const struct db_arg *args)
{
	return (db_rows_text(db, a, out, NULL, f, sql, args));
}

enum err
db_value_text(struct db *db, int64_t *out, struct fault *f, const char *sql,
    const struct db_arg *args)
{
	db_stmt *st;
	enum err e = statement_first(db, &st, f, sql, args);

	if (e == ERR_OK && st != NULL &&
	    sqlite3_column_type(st, 0) != SQLITE_NULL)
		*out = sqlite3_column_int64(st, 0);
	db_done(&st);
	return (e);
}
