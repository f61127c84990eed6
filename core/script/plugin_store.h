/*
 * A plugin's own connection to the database of a site: opened when it is first
 * asked for, one for each plugin and site in a lane.  An authorizer lets it
 *
 *	read and write	its own tables, PLUGIN_*
 *	read		live, "column", tombstone, ledger; json_each, json_tree
 *
 * and nothing else: no ATTACH, no PRAGMA, no load_extension, no transaction by
 * SQL, and DDL only in the plugin's migrations, for names PLUGIN_* only.  What
 * runs long or wants much memory is interrupted; texts, rows and statements
 * are bounded by SQLite's own limits.
 *
 * It writes only where the lane may: visitors' requests read.
 */
#ifndef SCRIPT_PLUGIN_STORE_H
#define SCRIPT_PLUGIN_STORE_H

#include "script/plugin.h"
#include "store/handle.h"

#define STORE_ROWS_MAX 10000			/* of one query */
#define STORE_BYTES_MAX (16u * 1024 * 1024)	/* of one query */
#define STORE_TEXT_MAX (4 * 1024 * 1024)	/* a text, a blob, a row */
#define STORE_MEMORY_MAX (64 * 1024 * 1024)	/* of SQLite, for one query */

struct store {
	struct store	*next;
	struct plugin	*plugin;
	struct site	*site;
	struct db	*db;
	struct arena	*arena;		/* of one query */
	struct arena	*kept;
	struct json	*names;		/* of all tables there are, in `kept` */
	bool		trusted;	/* a statement of the core */
	bool		migrating;
	bool		wrote;		/* in this run of the plugin */
	bool		wrote_for_staff;
	bool		large;		/* it was stopped for its memory */
	int		texts;		/* queries that are known again */
	int64_t		steps;		/* left of a migration */
	int64_t		memory;		/* SQLite's, when the query began */
	int64_t		others;		/* things in the schema of others */
};

/* Opens it and brings the plugin's tables up to date; in a lane that only
 * reads, ERR_CONFLICT "db.older" where they aren't. */
enum err store_find(struct plugin *p, struct site *site, struct store **out,
    struct fault *f);

/* Brings the tables up to date, before anybody asks for them: where they are,
 * the site's own connection is enough to see that. */
enum err store_prepare(struct plugin *p, struct site *site, struct fault *f);

/* Runs the plugin's migrations in a database of nobody's. */
enum err store_try(struct plugin *p, const char *path, struct fault *f);

/* As store_find() for bindings, of the call that goes on; raises. */
struct store *db_store(lua_State *L);

/* After a run of the plugin: what it left open is undone, and where it wrote
 * the site's pages are rendered anew. */
void stores_end(struct plugin *p);
void stores_free(struct plugin *p);

#endif
