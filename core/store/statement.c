/*
 * Statements: prepared once, kept by their connection, bound and stepped; see
 * db.h.  One is found again by the address of its text and then compared, for
 * a plugin's text may come to lie where another one lay.  One in use (a loop
 * inside a loop over the same text) is never given out twice: the second user
 * gets one of its own, kept like others.
 */
#include "store/statement.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

#define STATEMENTS_MAX 512	/* kept by one connection */

struct kept {
	struct kept	*next;
	const char	*sql;	/* address, never read */
	sqlite3_stmt	*st;
};

void
statements_free(struct db *db)
{
	struct kept *c, *next;
	size_t i;

	for (i = 0; i < STATEMENT_BUCKETS; i++)
		for (c = db->kept[i]; c != NULL; c = next) {
			next = c->next;
			sqlite3_finalize(c->st);
			free(c);
		}
}

static struct kept **
db_bucket(struct db *db, const char *sql)
{
	uintptr_t h = (uintptr_t)sql;

	h = (h ^ h >> 7 ^ h >> 15) & (STATEMENT_BUCKETS - 1);
	return (&db->kept[h]);
}

/* Forgets all statements that aren't in use. */
static void
db_shrink(struct db *db)
{
	struct kept **at, *c;
	size_t i;

	for (i = 0; i < STATEMENT_BUCKETS; i++)
		for (at = &db->kept[i]; (c = *at) != NULL; ) {
			if (sqlite3_stmt_busy(c->st)) {
				at = &c->next;
				continue;
			}
			*at = c->next;
			sqlite3_finalize(c->st);
			free(c);
			db->count--;
		}
}

/* A statement for `sql` that nobody is using. */
static enum err
db_prepare(struct db *db, const char *sql, sqlite3_stmt **st, struct fault *f)
{
	struct kept **bucket = db_bucket(db, sql), *c;
	const char *rest;
	int rc;

	for (c = *bucket; c != NULL; c = c->next)
		if (c->sql == sql && !sqlite3_stmt_busy(c->st) &&
		    strcmp(sqlite3_sql(c->st), sql) == 0) {
			*st = c->st;
			return (ERR_OK);
		}
	if (db->count >= STATEMENTS_MAX)
		db_shrink(db);
	rc = sqlite3_prepare_v3(db->handle, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, st, &rest);
	if (rc != SQLITE_OK)
		return (db_fault(db, rc, f));
	if (*st == NULL || rest[strspn(rest, " \t\r\n;")] != '\0') {
		sqlite3_finalize(*st);
		return (fault_set(f, ERR_INTERNAL, "db.fault", NULL,
		    "one statement is wanted"));
	}
	c = must_alloc(sizeof(*c));
	c->sql = sql;
	c->st = *st;
	c->next = *bucket;
	*bucket = c;
	db->count++;
	return (ERR_OK);
}

struct db_arg
db_arg_text(const char *name, const char *text)
{
	struct db_arg arg = { .name = name, .type = DB_ARG_NULL };

	if (text != NULL) {
		arg.type = DB_ARG_TEXT;
		arg.p = text;
		arg.length = strlen(text);
	}
	return (arg);
}

static int
db_bind_one(sqlite3_stmt *st, int i, const struct db_arg *arg,
    sqlite3_destructor_type keep)
{
	switch (arg->type) {
	case DB_ARG_INT:
		return (sqlite3_bind_int64(st, i, arg->integer));
	case DB_ARG_REAL:
		return (sqlite3_bind_double(st, i, arg->real));
	case DB_ARG_TEXT:
		return (sqlite3_bind_text64(st, i, arg->p, arg->length,
		    keep, SQLITE_UTF8));
	case DB_ARG_BLOB:
		return (sqlite3_bind_blob64(st, i,
		    arg->p != NULL ? arg->p : "", arg->length, keep));
	case DB_ARG_NULL:
		break;
	}
	return (sqlite3_bind_null(st, i));
}

/* Every parameter must get its argument, and the other way round. */
static enum err
db_bind(struct db *db, sqlite3_stmt *st, const struct db_arg *args,
    sqlite3_destructor_type keep, struct fault *f)
{
	int bound = 0, i, rc;

	for (; args->name != NULL; args++, bound++) {
		i = sqlite3_bind_parameter_index(st, args->name);
		if (i == 0)
			return (fault_set(f, ERR_INTERNAL, "db.fault", NULL,
			    "%s isn't in: %s", args->name, sqlite3_sql(st)));
		rc = db_bind_one(st, i, args, keep);
		if (rc != SQLITE_OK)
			return (db_fault(db, rc, f));
	}
	if (bound != sqlite3_bind_parameter_count(st) && !db->missing)
		return (fault_set(f, ERR_INTERNAL, "db.fault", NULL,
		    "%d arguments for: %s", bound, sqlite3_sql(st)));
	return (ERR_OK);
}

void
db_bind_missing(struct db *db)
{
	db->missing = true;
}

void
db_done(db_stmt **st)
{
	if (*st == NULL)
		return;
	sqlite3_reset(*st);
	sqlite3_clear_bindings(*st);
	*st = NULL;
}

enum err
db_next(struct db *db, db_stmt **st, struct fault *f)
{
	int rc = sqlite3_step(*st);
	enum err e = ERR_OK;

	if (rc == SQLITE_ROW)
		return (ERR_OK);
	if (rc != SQLITE_DONE)
		e = db_fault(db, rc, f);
	db_done(st);
	return (e);
}

static enum err
first(struct db *db, db_stmt **st, struct fault *f, const char *sql,
    const struct db_arg *args, sqlite3_destructor_type keep)
{
	enum err e;

	*st = NULL;
	e = db_prepare(db, sql, st, f);
	if (e != ERR_OK)
		return (e);
	e = db_bind(db, *st, args, keep, f);
	if (e != ERR_OK) {
		db_done(st);
		return (e);
	}
	return (db_next(db, st, f));
}

enum err
statement_first(struct db *db, db_stmt **st, struct fault *f, const char *sql,
    const struct db_arg *args)
{
	return (first(db, st, f, sql, args, SQLITE_STATIC));
}

enum err
db_first_text(struct db *db, db_stmt **st, struct fault *f, const char *sql,
    const struct db_arg *args)
{
	return (first(db, st, f, sql, args, SQLITE_TRANSIENT));
}

int64_t
db_column_int(db_stmt *st, int column)
{
	return (sqlite3_column_int64(st, column));
}

const char *
db_column_text(db_stmt *st, int column)
{
	return ((const char *)sqlite3_column_text(st, column));
}
