/* A consistent copy of a database that is in use. */
#include <sqlite3.h>

#include "store/handle.h"

/* In one step: under WAL a long read holds no writer up, and smaller steps
 * would start anew after each write. */
enum err
db_backup(struct db *db, const char *path, struct fault *f)
{
	struct db *to;
	sqlite3_backup *b;
	enum err e;
	int rc;

	e = db_open(path, DB_WRITE, &to, f);
	if (e != ERR_OK)
		return (e);
	b = sqlite3_backup_init(db_handle(to), "main", db_handle(db), "main");
	if (b == NULL) {
		e = db_fault(to, sqlite3_errcode(db_handle(to)), f);
	} else {
		rc = sqlite3_backup_step(b, -1);
		sqlite3_backup_finish(b);
		if (rc != SQLITE_DONE)
			e = db_fault(to, rc, f);
	}
	db_close(to);
	return (e);
}

void
db_triggers(struct db *db, bool on)
{
	sqlite3_db_config(db_handle(db), SQLITE_DBCONFIG_ENABLE_TRIGGER,
	    on ? 1 : 0, NULL);
}
