/* What the connection (db.c) and its statements (statement.c) share. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "store/db.h"

#define STATEMENT_BUCKETS 128	/* a power of two */

struct sqlite3;
struct kept;

struct db {
	struct sqlite3	*handle;
	enum db_mode	mode;
	struct kept	*kept[STATEMENT_BUCKETS];	/* statements */
	size_t		count;
	bool		missing;	/* parameters may lack an argument */
};

void statements_free(struct db *db);

/* As db_first_text(), but the values stay borrowed until db_done(). */
enum err statement_first(struct db *db, db_stmt **st, struct fault *f,
    const char *sql, const struct db_arg *args);

#endif
