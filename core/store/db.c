/*
 * Connections and transactions: see db.h; statement.c has the rest.  Only
 * writing connections wait for locks; readers do just while they open, when a
 * killed writer's log may have to be recovered.
 */
#include "store/db.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/handle.h"
#include "store/statement.h"
#include "store/tokenizer.h"

/* Settings of every connection; `writer` ones only where mode is DB_WRITE. */
static const struct {
	bool		writer;
	const char	*sql;
} settings[] = {
	{ true, "PRAGMA journal_mode = WAL" },
	{ true, "PRAGMA synchronous = FULL" },
	{ false, "PRAGMA foreign_keys = ON" },
	{ false, "PRAGMA trusted_schema = OFF" },
	{ false, "PRAGMA cell_size_check = ON" },
	{ false, "PRAGMA temp_store = MEMORY" },
};

/* How SQLite's primary result codes look to us. */
static const struct {
	int		code;
	enum err	err;
	const char	*name;
} faults[] = {
	{ SQLITE_BUSY, ERR_BUSY, "db.busy" },
	{ SQLITE_LOCKED, ERR_BUSY, "db.busy" },
	{ SQLITE_INTERRUPT, ERR_BUSY, "db.busy" },
	{ SQLITE_FULL, ERR_BUSY, "db.full" },
	{ SQLITE_IOERR, ERR_BUSY, "db.full" },
	{ SQLITE_READONLY, ERR_BUSY, "db.readonly" },
	{ SQLITE_CONSTRAINT, ERR_CONFLICT, "db.constraint" },
	{ SQLITE_CORRUPT, ERR_INTERNAL, "db.corrupt" },
	{ SQLITE_NOTADB, ERR_INTERNAL, "db.corrupt" },
	{ SQLITE_CANTOPEN, ERR_INTERNAL, "db.open" },
	{ SQLITE_AUTH, ERR_FORBIDDEN, "db.denied" },
	{ SQLITE_TOOBIG, ERR_TOO_LARGE, "db.too_large" },
};

struct sqlite3 *
db_handle(struct db *db)
{
	return (db->handle);
}

enum err
db_fault(struct db *db, int rc, struct fault *f)
{
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].code == (rc & 0xff))
			return (fault_set(f, faults[i].err, faults[i].name,
			    NULL, "%s", sqlite3_errmsg(db->handle)));
	return (fault_set(f, ERR_INTERNAL, "db.fault", NULL, "%s",
	    sqlite3_errmsg(db->handle)));
}

enum err
db_script(struct db *db, const char *sql, struct fault *f)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return (rc == SQLITE_OK ? ERR_OK : db_fault(db, rc, f));
}

static enum err
db_settings(struct db *db, struct fault *f)
{
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]) && e == ERR_OK;
	    i++)
		if (!settings[i].writer || db->mode == DB_WRITE)
			e = db_script(db, settings[i].sql, f);
	if (e == ERR_OK && db->mode == DB_READ)
		e = db_script(db, "PRAGMA query_only = ON", f);
	return (e);
}

/* SQLite's own handler sleeps up to 100 ms at a time, which is long beside a
 * transaction of one: whoever waits would be passed again and again. */
static int
db_wait(void *arg, int tries)
{
	(void)arg;
	if (tries >= DB_BUSY_MS)
		return (0);
	usleep(1000);
	return (1);
}

/* A new database is for its owner alone, whatever the umask.  One that exists
 * must not be opened here: closing it would drop the locks of this process. */
static void
db_create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd != -1)
		close(fd);
}

/* Counting what SQLite allocates takes a lock each time, and nobody asks. */
static void
db_start(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum err
db_open(const char *path, enum db_mode mode, struct db **out, struct fault *f)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE;
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct db *db = must_alloc(sizeof(*db));
	enum err e;
	int rc;

	*out = NULL;
	pthread_once(&once, db_start);
	memset(db, 0, sizeof(*db));
	db->mode = mode;
	if (mode == DB_WRITE) {
		flags |= SQLITE_OPEN_CREATE;
		db_create(path);
	}
	rc = sqlite3_open_v2(path, &db->handle, flags, NULL);
	if (rc != SQLITE_OK) {
		e = rc == SQLITE_CANTOPEN && mode == DB_READ ?
		    fault_set(f, ERR_NOT_FOUND, "db.open", NULL, "%s", path) :
		    db_fault(db, rc, f);
		db_close(db);
		return (e);
	}
	sqlite3_busy_handler(db->handle, db_wait, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	e = tokenizer_register(db->handle, f);
	if (e == ERR_OK)
		e = db_settings(db, f);
	if (e != ERR_OK) {
		db_close(db);
		return (e);
	}
	if (mode == DB_READ)
		sqlite3_busy_handler(db->handle, NULL, NULL);
	*out = db;
	return (ERR_OK);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	statements_free(db);
	sqlite3_close(db->handle);
	free(db);
}

int64_t
db_last_id(const struct db *db)
{
	return (sqlite3_last_insert_rowid(db->handle));
}

int64_t
db_changes(const struct db *db)
{
	return (sqlite3_changes64(db->handle));
}

enum err
db_begin(struct db *db, struct fault *f)
{
	if (db_in_transaction(db))
		return (fault_set(f, ERR_INTERNAL, "db.fault", NULL,
		    "a transaction inside a transaction"));
	return (db_run(db, f, "BEGIN IMMEDIATE"));
}

enum err
db_commit(struct db *db, struct fault *f)
{
	return (db_run(db, f, "COMMIT"));
}

void
db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		(void)db_run(db, NULL, "ROLLBACK");
}

void
db_hold(struct db *db)
{
	if (!db_in_transaction(db))
		(void)db_run(db, NULL, "BEGIN");
}

bool
db_in_transaction(const struct db *db)
{
	return (sqlite3_get_autocommit(db->handle) == 0);
}
