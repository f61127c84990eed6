/* Whatever LIKE finds, the index finds: in random texts, by both kinds of
 * table. */
#include <stdlib.h>

#include "../unit.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "store/db.h"

#define TEXTS 60
#define TEXT_MAX 80		/* characters */
#define QUESTIONS 3000

static struct db *db;
static struct arena *a;

static bool
open_tables(void)
{
	static const char *const sql[] = {
		"CREATE VIRTUAL TABLE pairs USING fts5(text, content='',"
		" columnsize=0, tokenize='mingchuang')",
		"CREATE VIRTUAL TABLE grams USING fts5(text, content='',"
		" columnsize=0, detail=none, tokenize='mingchuang grams')",
		"CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT)" };
	static int n;
	char path[512];
	size_t i;

	snprintf(path, sizeof(path), "%s/%d.db", unit_folder(), ++n);
	if (db_open(path, DB_WRITE, &db, NULL) != ERR_OK)
		return (false);
	a = arena_alloc();
	for (i = 0; i < 3; i++)
		if (db_run_text(db, NULL, sql[i], DB_ARGS()) != ERR_OK)
			return (false);
	return (true);
}

static bool
put(int64_t id, const char *text)
{
	return (db_run(db, NULL, "INSERT INTO pairs (rowid, text)"
	    " VALUES (:id, :text)", DB_INT(":id", id),
	    DB_TEXT(":text", text)) == ERR_OK &&
	    db_run(db, NULL, "INSERT INTO grams (rowid, text)"
	    " VALUES (:id, :text)", DB_INT(":id", id),
	    DB_TEXT(":text", text)) == ERR_OK &&
	    db_run(db, NULL, "INSERT INTO plain VALUES (:id, :text)",
	    DB_INT(":id", id), DB_TEXT(":text", text)) == ERR_OK);
}

static void
close_tables(void)
{
	db_close(db);
	arena_free(a);
}

/* How many rows the expression finds; -1: a fault. */
static int64_t
pairs(const char *expression)
{
	int64_t n = 0;

	return (db_value(db, &n, NULL, "SELECT count(*) FROM pairs"
	    " WHERE pairs MATCH :q", DB_TEXT(":q", expression)) == ERR_OK ?
	    n : -1);
}

static int64_t
grams(const char *expression)
{
	int64_t n = 0;

	return (db_value(db, &n, NULL, "SELECT count(*) FROM grams"
	    " WHERE grams MATCH :q", DB_TEXT(":q", expression)) == ERR_OK ?
	    n : -1);
}

static int64_t
like(const char *text)
{
	int64_t n = 0;

	db_value(db, &n, NULL, "SELECT count(*) FROM plain"
	    " WHERE text LIKE '%' || :q || '%'", DB_TEXT(":q", text));
	return (n);
}

/* Few characters, so that pieces repeat; some end a run. */
static const char *
random_text(unsigned *seed, int most)
{
	static const char *const some[] = { "工", "会", "职", "党", "建",
	    "a", "7", "0", "，", " ", "。", "\n", "𠮷" };
	struct buf b = { 0 };
	const char *text;
	int n = 1 + rand_r(seed) % most;

	while (n-- > 0)
		buf_text(&b, some[rand_r(seed) % 13]);
	text = arena_text(a, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

TEST(a_phrase_of_pairs_finds_what_like_finds)
{
	unsigned seed = 20260421;
	const char *piece;
	int i;

	CHECK(open_tables());
	for (i = 0; i < TEXTS; i++)
		CHECK(put(i + 1, random_text(&seed, TEXT_MAX)));
	for (i = 0; i < QUESTIONS; i++) {
		piece = random_text(&seed, 5);
		if (strpbrk(piece, " \n") != NULL ||
		    strstr(piece, "，") != NULL || strstr(piece, "。") != NULL)
			continue;	/* they part words */
		CHECK_INT(pairs(arena_printf(a, "\"%s\"", piece)),
		    like(piece));
		if (utf8_count(piece, strlen(piece)) <= 4)
			CHECK_INT(grams(arena_printf(a, "\"%s\"", piece)),
			    like(piece));
	}
	close_tables();
}

TEST(nothing_reaches_over_punctuation)
{
	CHECK(open_tables());
	CHECK(put(1, "加强党建，工会先行"));
	CHECK_INT(pairs("\"党建\""), 1);
	CHECK_INT(pairs("\"建工\""), 0);
	CHECK_INT(grams("\"建工会\""), 0);
	CHECK_INT(pairs("\"党建工会\""), 0);
	close_tables();
}

TEST(case_width_and_form_dont_matter)
{
	CHECK(open_tables());
	CHECK(put(1, "ＧＢ19001 勞動競賽"));
	CHECK_INT(pairs("\"gb19001\""), 1);
	CHECK_INT(pairs("\"劳动竞赛\""), 1);
	CHECK_INT(grams("\"劳动竞赛\""), 1);
	CHECK_INT(grams("\"勞\""), 1);
	close_tables();
}

TEST(words_of_letters_are_tokens_of_their_own)
{
	CHECK(open_tables());
	CHECK(put(1, "maintain the AI技术"));
	CHECK(put(2, "maintain"));
	CHECK_INT(grams("\"\x01" "ai\""), 1);
	CHECK_INT(grams("\"ai\""), 2);
	CHECK_INT(pairs("\"\x01" "maintain\""), 2);
	CHECK_INT(pairs("\"\x01" "main\""), 0);
	close_tables();
}

TEST(names_stand_before_the_text)
{
	CHECK(open_tables());
	CHECK(put(1, "\x02k12\x02tarticle k13工会"));
	CHECK_INT(grams("\"\x02k12\""), 1);
	CHECK_INT(grams("\"\x02tarticle\" AND \"工会\""), 1);
	CHECK_INT(grams("\"\x02k13\""), 0);
	CHECK_INT(grams("\"k13\""), 1);
	close_tables();
}

TEST(odd_texts_are_no_fault)
{
	struct buf b = { 0 };
	int i;

	CHECK(open_tables());
	CHECK(put(1, ""));
	CHECK(put(2, "\x02"));
	CHECK(put(3, "，。"));
	CHECK(put(4, "\xff\xfe工\xe5会"));
	CHECK_INT(grams("\"工\""), 1);
	for (i = 0; i < 100000; i++)
		buf_text(&b, i % 997 == 0 ? "字" : "x");
	CHECK(put(5, buf_string(&b)));
	CHECK_INT(grams("\"x字x\""), 1);
	CHECK_INT(grams("\"\""), 0);
	buf_cleanup(&b);
	close_tables();
}
