/*
 * SQLite: see db.h.  Caveats:
 *  - A statement is found again by the address of its text and then compared,
 *    for a plugin's text may come to lie where another one lay.
 *  - A statement in use (a loop inside a loop over the same text) is never
 *    given out twice: the second user gets one of its own, kept like others.
 *  - Only writing connections wait for locks; readers do just while they
 *    open, when a killed writer's log may have to be recovered.
 */
#include "store/db.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/handle.h"
#include "store/tokenizer.h"

#define CACHE_BUCKETS 128	/* a power of two */
#define CACHE_MAX 512		/* statements kept by one connection */

struct cached {
	struct cached	*next;
	const char	*sql;	/* address, never read */
	sqlite3_stmt	*st;
};

struct db {
	sqlite3		*handle;
	enum db_mode	mode;
	struct cached	*cache[CACHE_BUCKETS];
	size_t		cached;
	bool		missing;	/* parameters may lack an argument */
};

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
	struct cached *c, *next;
	size_t i;

	if (db == NULL)
		return;
	for (i = 0; i < CACHE_BUCKETS; i++)
		for (c = db->cache[i]; c != NULL; c = next) {
			next = c->next;
			sqlite3_finalize(c->st);
			free(c);
		}
	sqlite3_close(db->handle);
	free(db);
}

static struct cached **
db_bucket(struct db *db, const char *sql)
{
	uintptr_t h = (uintptr_t)sql;

	h = (h ^ h >> 7 ^ h >> 15) & (CACHE_BUCKETS - 1);
	return (&db->cache[h]);
}

/* Forgets all statements that aren't in use. */
static void
db_shrink(struct db *db)
{
	struct cached **at, *c;
	size_t i;

	for (i = 0; i < CACHE_BUCKETS; i++)
		for (at = &db->cache[i]; (c = *at) != NULL; ) {
			if (sqlite3_stmt_busy(c->st)) {
				at = &c->next;
				continue;
			}
			*at = c->next;
			sqlite3_finalize(c->st);
			free(c);
			db->cached--;
		}
}

/* A statement for `sql` that nobody is using. */
static enum err
db_prepare(struct db *db, const char *sql, sqlite3_stmt **st, struct fault *f)
{
	struct cached **bucket = db_bucket(db, sql), *c;
	const char *rest;
	int rc;

	for (c = *bucket; c != NULL; c = c->next)
		if (c->sql == sql && !sqlite3_stmt_busy(c->st) &&
		    strcmp(sqlite3_sql(c->st), sql) == 0) {
			*st = c->st;
			return (ERR_OK);
		}
	if (db->cached >= CACHE_MAX)
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
	db->cached++;
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
db_bind_one(sqlite3_stmt *st, int i, const struct db_arg *arg)
{
	switch (arg->type) {
	case DB_ARG_INT:
		return (sqlite3_bind_int64(st, i, arg->integer));
	case DB_ARG_REAL:
		return (sqlite3_bind_double(st, i, arg->real));
	case DB_ARG_TEXT:
		return (sqlite3_bind_text64(st, i, arg->p, arg->length,
		    SQLITE_TRANSIENT, SQLITE_UTF8));
	case DB_ARG_BLOB:
		return (sqlite3_bind_blob64(st, i,
		    arg->p != NULL ? arg->p : "", arg->length,
		    SQLITE_TRANSIENT));
	case DB_ARG_NULL:
		break;
	}
	return (sqlite3_bind_null(st, i));
}

/* Every parameter must get its argument, and the other way round. */
static enum err
db_bind(struct db *db, sqlite3_stmt *st, const struct db_arg *args,
    struct fault *f)
{
	int bound = 0, i, rc;

	for (; args->name != NULL; args++, bound++) {
		i = sqlite3_bind_parameter_index(st, args->name);
		if (i == 0)
			return (fault_set(f, ERR_INTERNAL, "db.fault", NULL,
			    "%s isn't in: %s", args->name, sqlite3_sql(st)));
		rc = db_bind_one(st, i, args);
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

enum err
db_first_text(struct db *db, db_stmt **st, struct fault *f, const char *sql,
    const struct db_arg *args)
{
	enum err e;

	*st = NULL;
	e = db_prepare(db, sql, st, f);
	if (e != ERR_OK)
		return (e);
	e = db_bind(db, *st, args, f);
	if (e != ERR_OK) {
		db_done(st);
		return (e);
	}
	return (db_next(db, st, f));
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
