#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db.h"

#include "../unit.h"

static char dir[256], path[256];

static void
put(const char *name, const char *sql)
{
	char file[600];
	FILE *f;

	snprintf(file, sizeof(file), "%s/%s", dir, name);
	f = fopen(file, "w");
	fputs(sql, f);
	fclose(f);
}

/* A fresh folder of migrations, with one of them. */
static struct db *
fresh(void)
{
	static int n;
	struct db *db;

	snprintf(dir, sizeof(dir), "%s/m%d", unit_folder(), ++n);
	snprintf(path, sizeof(path), "%s/m%d.db", unit_folder(), n);
	mkdir(dir, 0700);
	put("001_start.sql", "CREATE TABLE one (id INTEGER) STRICT;"
	    " INSERT INTO one VALUES (1);");
	if (db_open(path, DB_WRITE, &db, NULL) != ERR_OK)
		exit(2);
	return (db);
}

static int64_t
count(struct db *db, const char *sql)
{
	int64_t n = -1;

	db_value_text(db, &n, NULL, sql, DB_ARGS());
	return (n);
}

TEST(each_migration_runs_once)
{
	struct db *db = fresh();

	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	CHECK_INT(count(db, "SELECT count(*) FROM one"), 1);
	put("002_more.sql", "INSERT INTO one VALUES (2);");
	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	CHECK_INT(count(db, "SELECT count(*) FROM one"), 2);
	CHECK_INT(count(db, "SELECT max(number) FROM migration"), 2);
	db_close(db);
}

TEST(owners_count_for_themselves)
{
	struct db *db = fresh();

	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	put("001_start.sql", "CREATE TABLE qa_one (id INTEGER) STRICT;");
	CHECK_INT(db_migrate(db, "qa", dir, NULL), ERR_OK);
	CHECK_INT(count(db, "SELECT count(*) FROM qa_one"), 0);
	db_close(db);
}

TEST(a_migration_that_fails_leaves_nothing)
{
	struct db *db = fresh();
	struct fault f = { 0 };

	put("002_bad.sql", "CREATE TABLE two (id INTEGER) STRICT;"
	    " INSERT INTO nowhere VALUES (1);");
	CHECK(db_migrate(db, "site", dir, &f) != ERR_OK);
	CHECK_INT(count(db, "SELECT count(*) FROM sqlite_schema"
	    " WHERE name = 'two'"), 0);
	CHECK_INT(count(db, "SELECT max(number) FROM migration"), 1);
	CHECK(!db_in_transaction(db));
	db_close(db);
}

TEST(a_migration_may_not_end_its_transaction)
{
	struct db *db = fresh();
	struct fault f = { 0 };

	put("002_ends.sql", "COMMIT;");
	CHECK_INT(db_migrate(db, "site", dir, &f), ERR_INTERNAL);
	CHECK_TEXT(f.name, "db.migrations");
	db_close(db);
}

TEST(a_newer_database_is_refused_and_untouched)
{
	struct db *db = fresh();
	struct fault f = { 0 };

	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	db_run(db, NULL, "INSERT INTO migration VALUES ('site', 9, 0)");
	CHECK_INT(db_migrate(db, "site", dir, &f), ERR_CONFLICT);
	CHECK_TEXT(f.name, "db.newer");
	CHECK_TEXT(f.detail, "site 9 > 1");
	CHECK_INT(db_check(db, "site", dir, &f), ERR_CONFLICT);
	CHECK_TEXT(f.name, "db.newer");
	db_close(db);
}

TEST(a_reader_refuses_an_older_database)
{
	struct db *db = fresh(), *reader;
	struct fault f = { 0 };

	db_run(db, NULL, "CREATE TABLE t (id INTEGER) STRICT");
	CHECK_INT(db_open(path, DB_READ, &reader, NULL), ERR_OK);
	CHECK_INT(db_check(reader, "site", dir, &f), ERR_CONFLICT);
	CHECK_TEXT(f.name, "db.older");
	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	CHECK_INT(db_check(reader, "site", dir, &f), ERR_OK);
	db_close(reader);
	db_close(db);
}

TEST(other_files_in_the_folder_are_no_migrations)
{
	struct db *db = fresh();

	put("README.sql", "nonsense");
	put("002_editor.sql~", "nonsense");
	put("2_short.sql", "nonsense");
	CHECK_INT(db_migrate(db, "site", dir, NULL), ERR_OK);
	CHECK_INT(count(db, "SELECT max(number) FROM migration"), 1);
	db_close(db);
}
