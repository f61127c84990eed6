#include "store/db.h"

#include <pthread.h>
#include <sys/resource.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit.h"

static char path[256];
static int files;

/* A new database with a table. */
static struct db *
fresh(void)
{
	struct db *db;
	struct fault f;

	snprintf(path, sizeof(path), "%s/%d.db", unit_folder(), ++files);
	if (db_open(path, DB_WRITE, &db, &f) != ERR_OK ||
	    db_run(db, &f, "CREATE TABLE t (id INTEGER PRIMARY KEY,"
	    " text TEXT, number INTEGER, real REAL, bytes BLOB,"
	    " what TEXT UNIQUE) STRICT") != ERR_OK) {
		fprintf(stderr, "%s: %s\n", f.name, f.detail);
		exit(2);
	}
	return (db);
}

static int64_t
pragma(struct db *db, const char *sql)
{
	int64_t value = -1;

	db_value_text(db, &value, NULL, sql, DB_ARGS());
	return (value);
}

TEST(a_writing_connection_is_durable_and_strict)
{
	struct db *db = fresh();

	CHECK_INT(pragma(db, "PRAGMA synchronous"), 2);
	CHECK_INT(pragma(db, "PRAGMA foreign_keys"), 1);
	CHECK_INT(pragma(db, "PRAGMA trusted_schema"), 0);
	CHECK_INT(pragma(db, "PRAGMA cell_size_check"), 1);
	CHECK_INT(pragma(db, "SELECT count(*) FROM pragma_journal_mode"
	    " WHERE journal_mode = 'wal'"), 1);
	db_close(db);
}

struct holder {
	struct db	*db;
	useconds_t	hold;
};

static void *
hold_lock(void *arg)
{
	struct holder *h = arg;

	usleep(h->hold);
	return (db_commit(h->db, NULL) == ERR_OK ? h : NULL);
}

TEST(a_writer_waits_until_another_is_done)
{
	struct db *db = fresh(), *other;
	struct holder h = { db, 50000 };
	void *done = NULL;
	pthread_t thread;

	CHECK_INT(db_open(path, DB_WRITE, &other, NULL), ERR_OK);
	CHECK_INT(db_begin(db, NULL), ERR_OK);
	CHECK(pthread_create(&thread, NULL, hold_lock, &h) == 0);
	CHECK_INT(db_begin(other, NULL), ERR_OK);
	pthread_join(thread, &done);
	CHECK(done == &h);
	db_close(other);
	db_close(db);
}

TEST(a_reader_never_waits)
{
	struct db *db = fresh(), *reader;
	struct fault f = { 0 };
	struct rusage before, after;

	CHECK_INT(db_open(path, DB_READ, &reader, NULL), ERR_OK);
	CHECK_INT(db_run(reader, NULL, "PRAGMA query_only = OFF"), ERR_OK);
	CHECK_INT(db_begin(db, NULL), ERR_OK);
	getrusage(RUSAGE_THREAD, &before);
	CHECK_INT(db_begin(reader, &f), ERR_BUSY);
	getrusage(RUSAGE_THREAD, &after);
	CHECK_TEXT(f.name, "db.busy");
	/* Who waits sleeps again and again. */
	CHECK(after.ru_nvcsw - before.ru_nvcsw < 100);
	db_close(reader);
	db_close(db);
}

TEST(a_reading_connection_can_not_write)
{
	struct db *db = fresh(), *reader;
	struct fault f = { 0 };

	CHECK_INT(db_open(path, DB_READ, &reader, &f), ERR_OK);
	CHECK_INT(db_run(reader, &f, "INSERT INTO t (text) VALUES ('x')"),
	    ERR_BUSY);
	CHECK_TEXT(f.name, "db.readonly");
	db_close(reader);
	db_close(db);
}

TEST(a_reading_connection_does_not_create_a_file)
{
	char missing[300];
	struct fault f = { 0 };
	struct db *db;

	snprintf(missing, sizeof(missing), "%s/missing.db", unit_folder());
	CHECK_INT(db_open(missing, DB_READ, &db, &f), ERR_NOT_FOUND);
	CHECK_TEXT(f.name, "db.open");
	CHECK(access(missing, F_OK) != 0);
	CHECK(db == NULL);
}

TEST(a_new_database_is_for_its_owner_alone)
{
	struct db *db = fresh();
	char log[300];
	struct stat st;

	snprintf(log, sizeof(log), "%s-wal", path);
	CHECK(stat(path, &st) == 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	CHECK(stat(log, &st) == 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	db_close(db);
}

TEST(a_row_comes_back_as_it_went_in)
{
	struct db *db = fresh();
	struct arena *a = arena_alloc();
	struct json *row;

	CHECK_INT(db_run(db, NULL, "INSERT INTO t (text, number, real, bytes,"
	    " what) VALUES (:text, :number, :real, :bytes, :what)",
	    DB_TEXT(":text", "江城"), DB_INT(":number", INT64_MIN),
	    DB_REAL(":real", 0.5), DB_BLOB(":bytes", "\0\xff", 2),
	    DB_TEXT(":what", NULL)), ERR_OK);
	CHECK_INT(db_one(db, a, &row, NULL, "SELECT * FROM t"), ERR_OK);
	CHECK_TEXT(json_get_text(row, "text", NULL), "江城");
	CHECK(json_get_int(row, "number", 0) == INT64_MIN);
	CHECK(json_get(row, "real")->real == 0.5);
	CHECK_TEXT(json_get_text(row, "bytes", NULL), "00ff");
	CHECK_INT(json_get(row, "what")->type, JSON_NULL);
	arena_free(a);
	db_close(db);
}

TEST(a_column_that_ends_in_json_is_parsed)
{
	struct db *db = fresh();
	struct arena *a = arena_alloc();
	struct fault f = { 0 };
	struct json *row;

	CHECK_INT(db_one(db, a, &row, NULL,
	    "SELECT '{\"a\":[1,2]}' AS steps_json, NULL AS none_json"), ERR_OK);
	CHECK_INT(json_get(json_get(row, "steps"), "a")->length, 2);
	CHECK_INT(json_get(row, "none")->type, JSON_NULL);
	CHECK_INT(db_one(db, a, &row, &f, "SELECT '{' AS steps_json"),
	    ERR_INTERNAL);
	CHECK_TEXT(f.name, "db.corrupt");
	CHECK(row == NULL);
	arena_free(a);
	db_close(db);
}

TEST(no_row_is_no_fault)
{
	struct db *db = fresh();
	struct arena *a = arena_alloc();
	struct json *row, *rows;
	int64_t value = 7;

	CHECK_INT(db_one(db, a, &row, NULL, "SELECT * FROM t"), ERR_OK);
	CHECK(row == NULL);
	CHECK_INT(db_all(db, a, &rows, NULL, "SELECT * FROM t"), ERR_OK);
	CHECK_INT(rows->length, 0);
	CHECK_INT(db_value(db, &value, NULL, "SELECT id FROM t"), ERR_OK);
	CHECK_INT(value, 7);
	CHECK_INT(db_value(db, &value, NULL, "SELECT NULL"), ERR_OK);
	CHECK_INT(value, 7);
	arena_free(a);
	db_close(db);
}

TEST(a_wrong_argument_is_found)
{
	struct db *db = fresh();
	struct fault f = { 0 };

	CHECK_INT(db_run(db, &f, "DELETE FROM t WHERE id = :id",
	    DB_INT(":idd", 1)), ERR_INTERNAL);
	CHECK_TEXT(f.name, "db.fault");
	CHECK_INT(db_run(db, &f, "DELETE FROM t WHERE id = :id"),
	    ERR_INTERNAL);
	db_close(db);
}

TEST(a_text_that_looks_like_sql_stays_a_text)
{
	struct db *db = fresh();
	struct arena *a = arena_alloc();
	struct json *row;
	const char *evil = "'); DROP TABLE t; --";

	CHECK_INT(db_run(db, NULL, "INSERT INTO t (text) VALUES (:text)",
	    DB_TEXT(":text", evil)), ERR_OK);
	CHECK_INT(db_one(db, a, &row, NULL, "SELECT text FROM t"), ERR_OK);
	CHECK_TEXT(json_get_text(row, "text", NULL), evil);
	arena_free(a);
	db_close(db);
}

TEST(a_loop_inside_a_loop_over_one_text_sees_all_pairs)
{
	static const char sql[] = "SELECT number FROM t ORDER BY number";
	struct db *db = fresh();
	db_stmt *x, *y;
	int64_t sum = 0;
	int i;
	enum err e;

	for (i = 0; i < 3; i++)
		db_run(db, NULL, "INSERT INTO t (number) VALUES (:n)",
		    DB_INT(":n", i));
	e = db_first_text(db, &x, NULL, sql, DB_ARGS());
	for (; e == ERR_OK && x != NULL; e = db_next(db, &x, NULL)) {
		e = db_first_text(db, &y, NULL, sql, DB_ARGS());
		for (; e == ERR_OK && y != NULL; e = db_next(db, &y, NULL))
			sum += db_column_int(x, 0) * 10 + db_column_int(y, 0);
	}
	CHECK_INT(e, ERR_OK);
	CHECK_INT(sum, 99);
	db_close(db);
}

TEST(another_text_at_the_same_address_is_another_statement)
{
	struct db *db = fresh();
	char sql[32];
	int64_t value = 0;

	strcpy(sql, "SELECT 1");
	CHECK_INT(db_value_text(db, &value, NULL, sql, DB_ARGS()), ERR_OK);
	CHECK_INT(value, 1);
	strcpy(sql, "SELECT 2");
	CHECK_INT(db_value_text(db, &value, NULL, sql, DB_ARGS()), ERR_OK);
	CHECK_INT(value, 2);
	db_close(db);
}

TEST(two_thousand_statements_do_not_pile_up)
{
	struct db *db = fresh();
	char (*sql)[32] = malloc(2000 * sizeof(*sql));
	int64_t value;
	int i, right = 0;

	for (i = 0; i < 2000; i++) {
		snprintf(sql[i], sizeof(sql[i]), "SELECT %d", i);
		value = -1;
		db_value_text(db, &value, NULL, sql[i], DB_ARGS());
		right += value == i;
	}
	free(sql);
	CHECK_INT(right, 2000);
	db_close(db);
}

TEST(what_is_rolled_back_was_never_there)
{
	struct db *db = fresh();

	CHECK_INT(db_begin(db, NULL), ERR_OK);
	CHECK(db_in_transaction(db));
	db_run(db, NULL, "INSERT INTO t (text) VALUES ('x')");
	db_rollback(db);
	CHECK(!db_in_transaction(db));
	CHECK_INT(pragma(db, "SELECT count(*) FROM t"), 0);
	db_rollback(db);
	CHECK_INT(db_begin(db, NULL), ERR_OK);
	db_run(db, NULL, "INSERT INTO t (text) VALUES ('x')");
	CHECK_INT(db_commit(db, NULL), ERR_OK);
	CHECK_INT(pragma(db, "SELECT count(*) FROM t"), 1);
	db_close(db);
}

TEST(transactions_do_not_nest)
{
	struct db *db = fresh();

	CHECK_INT(db_begin(db, NULL), ERR_OK);
	CHECK_INT(db_begin(db, NULL), ERR_INTERNAL);
	CHECK(db_in_transaction(db));
	db_close(db);
}

TEST(a_locked_database_is_busy)
{
	struct db *db = fresh(), *other;
	struct fault f = { 0 };

	CHECK_INT(db_open(path, DB_WRITE, &other, NULL), ERR_OK);
	db_run(other, NULL, "PRAGMA busy_timeout = 20");
	CHECK_INT(db_begin(db, NULL), ERR_OK);
	CHECK_INT(db_begin(other, &f), ERR_BUSY);
	CHECK_TEXT(f.name, "db.busy");
	db_close(other);
	db_close(db);
}

TEST(readers_go_on_while_somebody_writes)
{
	struct db *db = fresh(), *reader;

	CHECK_INT(db_open(path, DB_READ, &reader, NULL), ERR_OK);
	CHECK_INT(db_begin(db, NULL), ERR_OK);
	db_run(db, NULL, "INSERT INTO t (text) VALUES ('x')");
	CHECK_INT(pragma(reader, "SELECT count(*) FROM t"), 0);
	CHECK_INT(db_commit(db, NULL), ERR_OK);
	CHECK_INT(pragma(reader, "SELECT count(*) FROM t"), 1);
	db_close(reader);
	db_close(db);
}

TEST(a_full_disk_is_busy_and_the_rows_before_stay)
{
	struct db *db = fresh();
	struct fault f = { 0 };
	enum err e = ERR_OK;
	int i;

	db_run(db, NULL, "PRAGMA max_page_count = 8");
	for (i = 0; i < 200 && e == ERR_OK; i++)
		e = db_run(db, &f, "INSERT INTO t (bytes) VALUES"
		    " (zeroblob(1000))");
	CHECK_INT(e, ERR_BUSY);
	CHECK_TEXT(f.name, "db.full");
	CHECK_INT(pragma(db, "SELECT count(*) FROM t"), i - 1);
	db_close(db);
}

TEST(a_broken_rule_is_a_conflict)
{
	struct db *db = fresh();
	struct fault f = { 0 };

	db_run(db, NULL, "INSERT INTO t (what) VALUES ('x')");
	CHECK_INT(db_run(db, &f, "INSERT INTO t (what) VALUES ('x')"),
	    ERR_CONFLICT);
	CHECK_TEXT(f.name, "db.constraint");
	CHECK(strstr(f.detail, "t.what") != NULL);
	db_close(db);
}

TEST(a_file_that_is_no_database_is_a_fault_of_ours)
{
	struct fault f = { 0 };
	struct db *db;
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "%s/broken.db", unit_folder());
	file = fopen(path, "w");
	for (i = 0; i < 1000; i++)
		fputs("not a database ", file);
	fclose(file);
	CHECK_INT(db_open(path, DB_WRITE, &db, &f), ERR_INTERNAL);
	CHECK_TEXT(f.name, "db.corrupt");
	CHECK(db == NULL);
}

TEST(a_backup_holds_what_was_committed)
{
	struct db *db = fresh(), *copy;
	char to[300];

	snprintf(to, sizeof(to), "%s/copy.db", unit_folder());
	db_run(db, NULL, "INSERT INTO t (text) VALUES ('x')");
	CHECK_INT(db_backup(db, to, NULL), ERR_OK);
	db_run(db, NULL, "INSERT INTO t (text) VALUES ('y')");
	CHECK_INT(db_open(to, DB_WRITE, &copy, NULL), ERR_OK);
	CHECK_INT(pragma(copy, "SELECT count(*) FROM t"), 1);
	db_close(copy);
	db_close(db);
}
