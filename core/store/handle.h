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


#endif
