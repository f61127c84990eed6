/* Is a site whole?  See check.h. */
#include "cms/check.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "cms/ledger.h"
#include "cms/media.h"
#include "cms/staging.h"

#define PATH_SIZE 4096

enum err
check_database(struct db *db, enum check_depth depth, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *row = NULL;
	const char *text;
	enum err e;

	if (depth == CHECK_FULL)
		e = db_one(db, a, &row, f, "SELECT integrity_check AS text"
		    " FROM pragma_integrity_check(1)");
	else
		e = db_one(db, a, &row, f, "SELECT quick_check AS text"
		    " FROM pragma_quick_check(1)");
	text = json_get_text(row, "text", "");
	if (e == ERR_OK && strcmp(text, "ok") != 0)
		e = fault_set(f, ERR_INTERNAL, "check.integrity", NULL, "%s",
		    text);
	row = NULL;
	if (e == ERR_OK)
		e = db_one(db, a, &row, f, "SELECT \"table\", rowid, parent"
		    " FROM pragma_foreign_key_check LIMIT 1");
	if (e == ERR_OK && row != NULL)
		e = fault_set(f, ERR_INTERNAL, "check.foreign_keys", NULL,
		    "%s %" PRId64 " -> %s", json_get_text(row, "table", ""),
		    json_get_int(row, "rowid", 0),
		    json_get_text(row, "parent", ""));
	arena_free(a);
	return (e);
}

enum err
check_schema(struct db *db, const char *owner, int64_t *number,
    struct fault *f)
{
	int64_t tables = 0;
	enum err e = db_value(db, &tables, f, "SELECT count(*) FROM"
	    " sqlite_schema WHERE type = 'table' AND name = 'migration'");

	*number = 0;
	if (e != ERR_OK || tables == 0)
		return (e);
	return (db_value(db, number, f,
	    "SELECT max(number) FROM migration WHERE owner = :owner",
	    DB_TEXT(":owner", owner)));
}

/* The file of a row; ERR_OK where it is as the row says. */
static enum err
media_file(struct site *site, const char *hash, int64_t bytes,
    struct fault *f)
{
	char path[PATH_SIZE], found[HASH_SIZE];
	struct stat st;

	if (!hash_valid(hash))
		return (fault_set(f, ERR_INTERNAL, "media.file_wrong", NULL,
		    "%s", hash));
	snprintf(path, sizeof(path), "%s/data/media/%.2s/%s", site->folder,
	    hash, hash);
	if (lstat(path, &st) == -1)
		return (fault_set(f, ERR_INTERNAL, "media.file_missing", NULL,
		    "%s", hash));
	if (!S_ISREG(st.st_mode) || st.st_size != bytes ||
	    !hash_file(path, found) || strcmp(found, hash) != 0)
		return (fault_set(f, ERR_INTERNAL, "media.file_wrong", NULL,
		    "%s", hash));
	return (ERR_OK);
}

enum err
check_media(struct site *site, check_media_fn *each, void *arg,
    struct fault *f)
{
	struct fault problem;
	db_stmt *st;
	enum err e, found;

	e = db_first(site->db, &st, f,
	    "SELECT hash, bytes FROM media ORDER BY hash");
	for (; e == ERR_OK && st != NULL; e = db_next(site->db, &st, f)) {
		problem = (struct fault){ .err = ERR_OK };
		found = media_file(site, db_column_text(st, 0),
		    db_column_int(st, 1), &problem);
		e = each(db_column_text(st, 0), found != ERR_OK ? &problem :
		    NULL, arg);
		if (e == ERR_OK)
			e = staging_check(f);
		if (e != ERR_OK)
			break;
	}
	db_done(&st);
	return (e);
}

static enum err
orphan(struct site *site, const char *part, const char *name,
    check_media_fn *each, void *arg, struct fault *f)
{
	struct fault problem;
	bool known = false;
	enum err e = ERR_OK;

	if (hash_valid(name) && strncmp(part, name, 2) == 0)
		e = media_known(site, name, &known, f);
	if (e != ERR_OK || known)
		return (e);
	fault_set(&problem, ERR_INTERNAL, "media.file_orphan", NULL,
	    "%s/%s", part, name);
	return (each(name, &problem, arg));
}

/* Files of one folder below data/media. */
static enum err
orphans_in(struct site *site, const char *part, check_media_fn *each,
    void *arg, struct fault *f)
{
	char path[PATH_SIZE];
	struct dirent *entry;
	enum err e = ERR_OK;
	DIR *d;

	snprintf(path, sizeof(path), "%s/data/media/%s", site->folder, part);
	if ((d = opendir(path)) == NULL)
		return (ERR_OK);
	while (e == ERR_OK && (entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.')
			e = orphan(site, part, entry->d_name, each, arg, f);
	closedir(d);
	return (e);
}

enum err
check_orphans(struct site *site, check_media_fn *each, void *arg,
    struct fault *f)
{
	char path[PATH_SIZE];
	struct dirent *entry;
	enum err e = ERR_OK;
	DIR *d;

	snprintf(path, sizeof(path), "%s/data/media", site->folder);
	if ((d = opendir(path)) == NULL)
		return (ERR_OK);
	while (e == ERR_OK && (entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.')
			e = orphans_in(site, entry->d_name, each, arg, f);
	closedir(d);
	return (e);
}

enum err
check_ledger(struct site *site, int64_t *rows, struct fault *f)
{
	struct ledger_report r;
	enum err e = ledger_verify(site, 0, "", &r, f);

	if (e == ERR_OK && r.why != NULL)
		e = fault_set(f, ERR_INTERNAL, "check.ledger", NULL,
		    "%" PRId64 ", %s", r.bad, r.why);
	*rows = r.rows;
	return (e);
}
