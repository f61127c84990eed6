/*
 * Migrations: files NNN_WHAT.sql of a folder, each run once, in a transaction
 * of its own that also records it.  Two processes that start together are
 * safe: what is missing is looked up again inside the transaction.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "store/handle.h"

#define MIGRATIONS_MAX 999

struct migrations {
	int	highest;
	char	*path[MIGRATIONS_MAX + 1];	/* by number; NULL: none */
};

static void
migrations_cleanup(struct migrations *m)
{
	int i;

	for (i = 0; i <= MIGRATIONS_MAX; i++)
		free(m->path[i]);
	free(m);
}

/* The number of "001_start.sql"; 0 for anything else. */
static int
migration_number(const char *name)
{
	size_t length = strlen(name);

	if (length < 9 || strspn(name, "0123456789") != 3 || name[3] != '_' ||
	    strcmp(name + length - 4, ".sql") != 0)
		return (0);
	return ((name[0] - '0') * 100 + (name[1] - '0') * 10 + name[2] - '0');
}

static enum err
migrations_list(const char *dir, struct migrations **out, struct fault *f)
{
	struct migrations *m;
	struct dirent *entry;
	DIR *d = opendir(dir);
	struct buf path = { 0 };
	int n;

	*out = NULL;
	if (d == NULL)
		return (fault_set(f, ERR_INTERNAL, "db.migrations", NULL,
		    "%s", dir));
	m = must_alloc(sizeof(*m));
	memset(m, 0, sizeof(*m));
	while ((entry = readdir(d)) != NULL) {
		n = migration_number(entry->d_name);
		if (n == 0)
			continue;
		buf_reset(&path);
		buf_printf(&path, "%s/%s", dir, entry->d_name);
		free(m->path[n]);
		m->path[n] = must_text(buf_string(&path));
		if (n > m->highest)
			m->highest = n;
	}
	buf_cleanup(&path);
	closedir(d);
	*out = m;
	return (ERR_OK);
}

/* The whole text of a file. */
static enum err
migration_read(const char *path, struct buf *out, struct fault *f)
{
	FILE *file = fopen(path, "re");
	char part[8192];
	size_t n;
	bool bad;

	if (file == NULL)
		return (fault_set(f, ERR_INTERNAL, "db.migrations", NULL,
		    "%s", path));
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		buf_append(out, part, n);
	bad = ferror(file);
	fclose(file);
	return (bad ? fault_set(f, ERR_INTERNAL, "db.migrations", NULL, "%s",
	    path) : ERR_OK);
}

/* The highest number that is recorded; 0 in a new database. */
static enum err
migration_recorded(struct db *db, const char *owner, int64_t *number,
    struct fault *f)
{
	int64_t known = 0;
	enum err e;

	*number = 0;
	e = db_value(db, &known, f,
	    "SELECT count(*) FROM sqlite_schema WHERE name = 'migration'");
	if (e != ERR_OK || known == 0)
		return (e);
	return (db_value(db, number, f,
	    "SELECT max(number) FROM migration WHERE owner = :owner",
	    DB_TEXT(":owner", owner)));
}

static enum err
migration_newer(const char *owner, int64_t found, int known, struct fault *f)
{
	return (fault_set(f, ERR_CONFLICT, "db.newer", NULL,
	    "%s %lld > %d", owner, (long long)found, known));
}

/* Who watches over a script that isn't the core's. */
struct guard {
	db_guard	*call;		/* NULL: nobody */
	void		*arg;
};

static enum err
guard_call(const struct guard *g, bool after, struct fault *f)
{
	return (g->call != NULL ? g->call(g->arg, after, f) : ERR_OK);
}

/* Which file it is, before what the database says. */
static void
migration_blamed(const char *path, struct fault *f)
{
	struct buf text = { 0 };

	if (f == NULL)
		return;
	buf_printf(&text, "%s: %s", path, f->detail);
	fault_fill(f, f->err, f->name, NULL, "%s", buf_string(&text));
	buf_cleanup(&text);
}

static enum err
migration_run(struct db *db, const char *owner, int number, const char *path,
    const struct guard *g, struct fault *f)
{
	struct buf sql = { 0 };
	int64_t recorded = 0;
	enum err e, ended;

	e = migration_read(path, &sql, f);
	if (e == ERR_OK)
		e = db_begin(db, f);
	if (e == ERR_OK)
		e = migration_recorded(db, owner, &recorded, f);
	if (e == ERR_OK && recorded < number &&
	    (e = guard_call(g, false, f)) == ERR_OK) {
		e = db_script(db, buf_string(&sql), f);
		if (e != ERR_OK && g->call != NULL)
			migration_blamed(path, f);
		ended = guard_call(g, true, e == ERR_OK ? f : NULL);
		if (e == ERR_OK)
			e = ended;
		if (e == ERR_OK && !db_in_transaction(db))
			e = fault_set(f, ERR_INTERNAL, "db.migrations", NULL,
			    "%s ends its transaction", path);
		if (e == ERR_OK)
			e = db_run(db, f, "INSERT INTO migration"
			    " (owner, number, at) VALUES"
			    " (:owner, :number, unixepoch())",
			    DB_TEXT(":owner", owner),
			    DB_INT(":number", number));
	}
	if (e == ERR_OK)
		e = db_commit(db, f);
	db_rollback(db);
	buf_cleanup(&sql);
	return (e);
}

enum err
db_migrate(struct db *db, const char *owner, const char *dir, struct fault *f)
{
	return (db_migrate_guarded(db, owner, dir, NULL, NULL, f));
}

enum err
db_migrate_guarded(struct db *db, const char *owner, const char *dir,
    db_guard *guard, void *arg, struct fault *f)
{
	const struct guard g = { guard, arg };
	struct migrations *m;
	int64_t recorded;
	enum err e;
	int i;

	e = migrations_list(dir, &m, f);
	if (e != ERR_OK)
		return (e);
	e = migration_recorded(db, owner, &recorded, f);
	if (e == ERR_OK && recorded > m->highest)
		e = migration_newer(owner, recorded, m->highest, f);
	if (e == ERR_OK && recorded < m->highest)
		e = db_run(db, f, "CREATE TABLE IF NOT EXISTS migration ("
		    "owner TEXT NOT NULL, number INTEGER NOT NULL, "
		    "at INTEGER NOT NULL, PRIMARY KEY (owner, number)) "
		    "STRICT, WITHOUT ROWID");
	for (i = (int)recorded + 1; e == ERR_OK && i <= m->highest; i++)
		if (m->path[i] != NULL)
			e = migration_run(db, owner, i, m->path[i], &g, f);
	migrations_cleanup(m);
	return (e);
}

enum err
db_check(struct db *db, const char *owner, const char *dir, struct fault *f)
{
	struct migrations *m;
	int64_t recorded;
	enum err e;

	e = migrations_list(dir, &m, f);
	if (e != ERR_OK)
		return (e);
	e = migration_recorded(db, owner, &recorded, f);
	if (e == ERR_OK && recorded > m->highest)
		e = migration_newer(owner, recorded, m->highest, f);
	else if (e == ERR_OK && recorded < m->highest)
		e = fault_set(f, ERR_CONFLICT, "db.older", NULL,
		    "%s %lld < %d", owner, (long long)recorded, m->highest);
	migrations_cleanup(m);
	return (e);
}
