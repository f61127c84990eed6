/* Plugins' connections: see plugin_store.h. */
#include "script/plugin_store.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "script/theme.h"
#include "script/world.h"

#define STRIDE 1000			/* SQLite's instructions between looks */
#define MIGRATION_STEPS 200000000	/* about two seconds */

static const char *const readable[] = { "live", "column", "column_former",
    "tombstone", "ledger", "json_each", "json_tree" };

static const char *const refused_functions[] = { "load_extension",
    "fts3_tokenizer" };

/* { SQLITE_LIMIT_…, value } */
static const int limits[][2] = {
	{ SQLITE_LIMIT_LENGTH, STORE_TEXT_MAX },
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_COLUMN, 200 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 20 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 20 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 200 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
};

static bool
among(const char *word, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; word != NULL && i < count; i++)
		if (strcasecmp(words[i], word) == 0)
			return (true);
	return (false);
}

/* PLUGIN_*: names of plugins have no "_", so it is no other plugin's. */
static bool
is_own(const struct store *s, const char *name)
{
	size_t n = strlen(s->plugin->name);

	return (name != NULL && strncasecmp(name, s->plugin->name, n) == 0 &&
	    name[n] == '_');
}

static bool
is_schema(const char *name)
{
	return (name != NULL && strncasecmp(name, "sqlite_", 7) == 0);
}

/* What a migration may do besides. */
static bool
migration_may(const struct store *s, int action, const char *one,
    const char *two)
{
	switch (action) {
	case SQLITE_CREATE_TABLE:
	case SQLITE_DROP_TABLE:
	case SQLITE_CREATE_VIEW:
	case SQLITE_DROP_VIEW:
	case SQLITE_REINDEX:
		return (is_own(s, one));
	case SQLITE_CREATE_INDEX:
	case SQLITE_DROP_INDEX:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_DROP_TRIGGER:
		return ((is_own(s, one) || is_schema(one)) && is_own(s, two));
	case SQLITE_CREATE_VTABLE:
	case SQLITE_DROP_VTABLE:
		return (is_own(s, one) && two != NULL &&
		    strcasecmp(two, "fts5") == 0);
	case SQLITE_ALTER_TABLE:
		return (is_own(s, two));
	case SQLITE_READ:
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return (is_schema(one));
	}
	return (false);
}

/* "SELECT count(*) FROM x" reads no column of x, which may also be a WITH of
 * the statement itself: any name but that of something of others. */
static bool
is_within(const struct store *s, const char *name)
{
	if (name == NULL || is_schema(name) ||
	    strncasecmp(name, "pragma_", 7) == 0)
		return (false);
	json_each(row, s->names)
		if (strcasecmp(json_get_text(row, "name", ""), name) == 0)
			return (false);
	return (true);
}

/* What virtual tables ask for when they are opened.  Nothing is written there
 * in defensive mode, and row numbers tell nothing. */
static bool
is_opening(const char *table, const char *column)
{
	return (table != NULL && column != NULL &&
	    strcmp(table, "sqlite_master") == 0 &&
	    strcmp(column, "ROWID") == 0);
}

static bool
store_may(const struct store *s, int action, const char *one, const char *two)
{
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return (true);
	case SQLITE_FUNCTION:
		return (!among(two, refused_functions, 2));
	case SQLITE_READ:
		return (is_own(s, one) || among(one, readable,
		    sizeof(readable) / sizeof(readable[0])) ||
		    (two != NULL && *two == '\0' && is_within(s, one)) ||
		    is_opening(one, two));
	case SQLITE_UPDATE:
		return (is_own(s, one) || is_opening(one, "ROWID"));
	case SQLITE_INSERT:
	case SQLITE_DELETE:
		return (is_own(s, one));
	case SQLITE_PRAGMA:	/* FTS5 looks whether others wrote */
		return (one != NULL && two == NULL &&
		    strcmp(one, "data_version") == 0);
	}
	return (false);
}

static int
store_authorize(void *arg, int action, const char *one, const char *two,
    const char *base, const char *inner)
{
	const struct store *s = arg;

	(void)inner;
	if (s->trusted)
		return (SQLITE_OK);
	if (base != NULL && strcmp(base, "main") != 0 &&
	    !(s->migrating && action == SQLITE_READ))
		return (SQLITE_DENY);
	if (store_may(s, action, one, two) ||
	    (s->migrating && migration_may(s, action, one, two)))
		return (SQLITE_OK);
	return (SQLITE_DENY);
}

/* Not 0: SQLite ends the statement. */
static int
store_progress(void *arg)
{
	struct store *s = arg;

	if (sqlite3_memory_used() - s->memory > STORE_MEMORY_MAX) {
		s->large = true;
		return (1);
	}
	if (s->migrating)
		return ((s->steps -= STRIDE) < 0);
	return (!s->trusted && s->plugin->state != NULL &&
	    state_spend(s->plugin->state, STRIDE / 10));
}

/* Counts what isn't the plugin's: a table can be renamed to anything. */
static enum err
store_others(struct store *s, int64_t *count, struct fault *f)
{
	return (db_value(s->db, count, f, "SELECT count(*) FROM sqlite_schema"
	    " WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' AND"
	    " (lower(substr(name, 1, length(:own))) <> :own OR"
	    " lower(substr(tbl_name, 1, length(:own))) <> :own)",
	    DB_TEXT(":own", arena_printf(s->arena, "%s_", s->plugin->name))));
}

/* A table of the plugin that refers to one of the core would keep the core
 * from deleting rows. */
static enum err
store_strangers(struct store *s, int64_t *count, struct fault *f)
{
	return (db_value(s->db, count, f, "SELECT count(*)"
	    " FROM sqlite_schema m, pragma_foreign_key_list(m.name) k"
	    " WHERE m.type = 'table' AND"
	    " lower(substr(m.name, 1, length(:own))) = :own AND"
	    " lower(substr(k.\"table\", 1, length(:own))) <> :own",
	    DB_TEXT(":own", arena_printf(s->arena, "%s_", s->plugin->name))));
}

static enum err
store_guard(void *arg, bool after, struct fault *f)
{
	struct store *s = arg;
	int64_t others = 0, strangers = 0;
	enum err e;

	s->trusted = true;
	s->migrating = false;
	s->steps = MIGRATION_STEPS;
	e = store_others(s, &others, f);
	if (e == ERR_OK && after)
		e = store_strangers(s, &strangers, f);
	if (e == ERR_OK && after && (others != s->others || strangers != 0))
		e = fault_set(f, ERR_FORBIDDEN, "plugin.migration", NULL,
		    "plugins/%s/migrations: names and references have to "
		    "begin with %s_", s->plugin->name, s->plugin->name);
	s->others = others;
	if (!after) {
		s->migrating = true;
		s->trusted = false;
		s->memory = sqlite3_memory_used();
	}
	return (e);
}

/* What the database says of a file of the plugin is for whoever wrote it. */
static enum err
store_migrated(const struct store *s, enum err e, struct fault *f)
{
	struct fault was;

	if (e == ERR_OK || f == NULL || f->name == NULL ||
	    strncmp(f->name, "db.", 3) != 0 || e == ERR_BUSY)
		return (e);
	was = *f;
	return (fault_set(f, ERR_INPUT, "plugin.migration", NULL,
	    "%s (only things called %s_… are the plugin's)",
	    script_shown(s->plugin->script, was.detail), s->plugin->name));
}

/* The plugin's tables as its files say. */
static enum err
store_migrate(struct store *s, enum db_mode mode, struct fault *f)
{
	const char *dir = arena_printf(s->arena, "%s/migrations",
	    s->plugin->folder);
	enum err e;

	s->trusted = true;
	e = db_all(s->db, s->kept, &s->names, f, "SELECT name"
	    " FROM sqlite_schema WHERE type IN ('table', 'view')");
	if (e != ERR_OK || access(dir, F_OK) != 0)
		;	/* it has no tables */
	else if (mode == DB_WRITE)
		e = store_migrated(s, db_migrate_guarded(s->db,
		    s->plugin->name, dir, store_guard, s, f), f);
	else
		e = db_check(s->db, s->plugin->name, dir, f);
	s->trusted = false;
	s->migrating = false;
	return (e);
}

static void
store_limit(struct store *s)
{
	struct sqlite3 *handle = db_handle(s->db);
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(handle, limits[i][0], limits[i][1]);
	/* A trigger may fill an FTS5 index; whatever one does goes past the
	 * authorizer, too. */
	(void)db_script(s->db, "PRAGMA trusted_schema = ON;"
	    "PRAGMA cache_size = -512", NULL);
	db_bind_missing(s->db);
	s->memory = sqlite3_memory_used();
	sqlite3_set_authorizer(handle, store_authorize, s);
	sqlite3_progress_handler(handle, STRIDE, store_progress, s);
}

static void
store_free(struct store *s)
{
	db_close(s->db);
	arena_free(s->arena);
	arena_free(s->kept);
	free(s);
}

enum err
store_try(struct plugin *p, const char *path, struct fault *f)
{
	struct store s = { .plugin = p, .arena = arena_alloc(),
	    .kept = arena_alloc() };
	enum err e = db_open(path, DB_WRITE, &s.db, f);

	if (e == ERR_OK) {
		store_limit(&s);
		e = store_migrate(&s, DB_WRITE, f);
	}
	db_close(s.db);
	arena_free(s.arena);
	arena_free(s.kept);
	return (e);
}

enum err
store_find(struct plugin *p, struct site *site, struct store **out,
    struct fault *f)
{
	enum db_mode mode = cms_mode(site->cms);
	struct store *s;
	enum err e;

	for (s = p->stores; s != NULL; s = s->next)
		if (s->site == site) {
			*out = s;
			return (ERR_OK);
		}
	s = must_alloc(sizeof(*s));
	*s = (struct store){ .plugin = p, .site = site,
	    .arena = arena_alloc(), .kept = arena_alloc() };
	e = db_open(arena_printf(s->arena, "%s/data/site.db", site->folder),
	    mode, &s->db, f);
	if (e == ERR_OK) {
		store_limit(s);
		e = store_migrate(s, mode, f);
	}
	if (e != ERR_OK) {
		store_free(s);
		return (e);
	}
	s->next = p->stores;
	p->stores = s;
	*out = s;
	return (ERR_OK);
}

enum err
store_prepare(struct plugin *p, struct site *site, struct fault *f)
{
	struct fault behind = { .err = ERR_OK };
	struct store *store;
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%s/migrations", p->folder);
	if (access(dir, F_OK) != 0 ||
	    db_check(site->db, p->name, dir, &behind) == ERR_OK)
		return (ERR_OK);
	return (store_find(p, site, &store, f));
}

void
stores_end(struct plugin *p)
{
	struct store *s;

	for (s = p->stores; s != NULL; s = s->next) {
		s->trusted = true;
		db_rollback(s->db);
		s->trusted = false;
		p->deed.wrote |= s->wrote;
		if (s->wrote_for_staff)
			site_raise(s->site);
		else if (s->wrote)
			site_raise_soon(s->site);
		s->wrote = s->wrote_for_staff = false;
	}
}

void
stores_free(struct plugin *p)
{
	struct store *s;

	while ((s = p->stores) != NULL) {
		p->stores = s->next;
		store_free(s);
	}
}
