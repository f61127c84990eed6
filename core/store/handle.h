/* The handle beneath a `struct db`, for store/ itself and for script/, which
 * sets an authorizer on the connections of plugins. */
#ifndef STORE_HANDLE_H
#define STORE_HANDLE_H

#include "store/db.h"

struct sqlite3;

struct sqlite3 *db_handle(struct db *db);

/* The fault of SQLite's result code `rc`, with SQLite's sentence. */
enum err db_fault(struct db *db, int rc, struct fault *f);

/* Runs statements one after the other, from a migration file; no arguments,
 * rows are dropped. */
enum err db_script(struct db *db, const char *sql, struct fault *f);

/* From now on a parameter that gets no argument is NULL: plugins leave out
 * what they don't have. */
void db_bind_missing(struct db *db);

/* How much a plugin's query may give. */
struct db_bound {
	size_t	rows, bytes;
};

/* db_all() with a bound: ERR_TOO_LARGE "db.rows" beyond it. */
enum err db_rows_text(struct db *db, struct arena *a, struct json **out,
    const struct db_bound *bound, struct fault *f, const char *sql,
    const struct db_arg *args);

/* Called inside the transaction of each migration, before its script and (with
 * `after`) behind it, also of one that failed; a fault rolls it back. */
typedef enum err db_guard(void *arg, bool after, struct fault *f);

/* db_migrate() of somebody who isn't trusted. */
enum err db_migrate_guarded(struct db *db, const char *owner,
    const char *dir, db_guard *guard, void *arg, struct fault *f);

#endif
