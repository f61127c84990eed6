/*
 * SQLite: the one place where a database is opened, queried and migrated.
 * A `struct db` belongs to one thread.  Statements are prepared once and kept;
 * SQL is always a literal, values are always bound:
 *
 *	e = db_run(db, f, "UPDATE entry SET state = :state WHERE id = :id",
 *	    DB_TEXT(":state", "draft"), DB_INT(":id", id));
 *
 * Writing connections use WAL and synchronous=FULL: when db_commit() returns
 * ERR_OK the rows are on the disk.  They may wait up to DB_BUSY_MS for another
 * writer (staff lane, clerk, command); reading connections never wait.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"

#define DB_BUSY_MS 5000

struct db;
typedef struct sqlite3_stmt db_stmt;

enum db_mode {
	DB_READ,	/* query_only; for the visitor lane; file must exist */
	DB_WRITE	/* creates the file; for staff lane, clerk, commands */
};

enum err db_open(const char *path, enum db_mode mode, struct db **out,
    struct fault *f);
void db_close(struct db *db);	/* NULL is allowed */

/* Runs what is missing of DIR/NNN_*.sql, each file in a transaction of its
 * own, recorded by (owner, number).  A database that knows a higher number
 * than the folder is refused: ERR_CONFLICT "db.newer". */
enum err db_migrate(struct db *db, const char *owner, const char *dir,
    struct fault *f);
/* For readers: ERR_CONFLICT "db.newer" or "db.older" unless it fits DIR. */
enum err db_check(struct db *db, const char *owner, const char *dir,
    struct fault *f);

/* BEGIN IMMEDIATE … COMMIT.  They don't nest.  db_rollback() outside a
 * transaction does nothing, so that `out:` may always call it. */
enum err db_begin(struct db *db, struct fault *f);
enum err db_commit(struct db *db, struct fault *f);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* All reads from here to db_rollback() see the database as it is at the first
 * of them, and lock it once.  For DB_READ. */
void db_hold(struct db *db);

/* Values to bind.  Pointers are borrowed until the call returns. */
struct db_arg {
	const char	*name;
	enum { DB_ARG_NULL, DB_ARG_INT, DB_ARG_REAL, DB_ARG_TEXT, DB_ARG_BLOB }
	    type;
	int64_t		integer;
	double		real;
	const void	*p;
	size_t		length;
};
#define DB_INT(n, v) ((struct db_arg){ .name = (n), .type = DB_ARG_INT, .integer = (v) })
#define DB_REAL(n, v) ((struct db_arg){ .name = (n), .type = DB_ARG_REAL, .real = (v) })
#define DB_NULL(n) ((struct db_arg){ .name = (n), .type = DB_ARG_NULL })
#define DB_TEXT(n, v) db_arg_text((n), (v))	/* NULL binds NULL */
#define DB_BLOB(n, v, l) ((struct db_arg){ .name = (n), .type = DB_ARG_BLOB, .p = (v), .length = (l) })
struct db_arg db_arg_text(const char *name, const char *text);

/* The first one is left out again: it is there so that the comma before an
 * empty list can go (GNU's "##", which cppcheck knows, unlike __VA_OPT__). */
#define DB_ARGS(...) (&(const struct db_arg[]){ { 0 }, ##__VA_ARGS__, { 0 } }[1])

/* Runs a statement that gives no rows. */
#define db_run(db, f, sql, ...) db_run_text((db), (f), "" sql "", DB_ARGS(__VA_ARGS__))

/* The first row as an object whose members are the columns (NULL is null, a
 * column whose name ends in _json is parsed and loses that ending; a blob is
 * lower-case hex).  No row: ERR_OK and *out == NULL. */
#define db_one(db, a, out, f, sql, ...) db_one_text((db), (a), (out), (f), "" sql "", DB_ARGS(__VA_ARGS__))

/* All rows, as an array of such objects. */
#define db_all(db, a, out, f, sql, ...) db_all_text((db), (a), (out), (f), "" sql "", DB_ARGS(__VA_ARGS__))

/* The first column of the first row; `*out` is left alone where no row or NULL. */
#define db_value(db, out, f, sql, ...) db_value_text((db), (out), (f), "" sql "", DB_ARGS(__VA_ARGS__))

/* A row at a time, for loops that shouldn't hold all of it:
 *	for (e = db_first(...); e == ERR_OK && st != NULL; e = db_next(db, &st, f))
 * After the last row st is NULL.  Leave early with db_done(&st). */
#define db_first(db, st, f, sql, ...) db_first_text((db), (st), (f), "" sql "", DB_ARGS(__VA_ARGS__))
enum err db_next(struct db *db, db_stmt **st, struct fault *f);
void db_done(db_stmt **st);
int64_t db_column_int(db_stmt *st, int column);
const char *db_column_text(db_stmt *st, int column); /* until the next step; NULL for NULL */

int64_t db_last_id(const struct db *db);
int64_t db_changes(const struct db *db);	/* rows of the last statement */

/* What the macros call; SQL that isn't a literal comes only from plugins,
 * through script/, after its own check. */
enum err db_run_text(struct db *db, struct fault *f, const char *sql, const struct db_arg *args);
enum err db_one_text(struct db *db, struct arena *a, struct json **out, struct fault *f, const char *sql, const struct db_arg *args);
enum err db_all_text(struct db *db, struct arena *a, struct json **out, struct fault *f, const char *sql, const struct db_arg *args);
enum err db_value_text(struct db *db, int64_t *out, struct fault *f, const char *sql, const struct db_arg *args);
enum err db_first_text(struct db *db, db_stmt **st, struct fault *f, const char *sql, const struct db_arg *args);

/* Consistent copy into a new file while others read and write. */
enum err db_backup(struct db *db, const char *path, struct fault *f);

/* Whether triggers fire on this connection: only for a copy that nobody uses
 * yet, when a restore gives its rows the numbers that people have here. */
void db_triggers(struct db *db, bool on);

#endif
