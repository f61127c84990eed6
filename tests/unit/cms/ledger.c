/* The public record: what is changed, cut or redone shows. */
#include "cms/ledger.h"
#include "world.h"

static struct world w;

static bool
add(const char *act, int64_t entry)
{
	struct call c = { .cms = w.cms, .site = w.site, .arena = w.arena,
	    .fault = &w.fault };

	return (ledger_add(&c, &(struct ledger_row){ .at = 1000,
	    .act = act, .entry = entry, .title = "题", .content_hash =
	    LEDGER_START, .reason = "" }) == ERR_OK);
}

/* Four rows about one entry that isn't live any more. */
static bool
setup(void)
{
	return (world_open(&w) && site_begin(w.site, NULL) == ERR_OK &&
	    add("publish", 1) && add("correct", 1) && add("correct", 1) &&
	    add("withdraw", 1) && site_commit(w.site, NULL) == ERR_OK);
}

static bool
tamper(const char *sql)
{
	return (db_run_text(w.site->db, &w.fault, sql, DB_ARGS()) == ERR_OK);
}

static bool
unlock(void)
{
	return (tamper("DROP TRIGGER ledger_no_update") &&
	    tamper("DROP TRIGGER ledger_no_delete"));
}

static const char *
verify(int64_t id, const char *hash)
{
	struct ledger_report r;

	if (ledger_verify(w.site, id, hash, &r, &w.fault) != ERR_OK)
		return ("error");
	return (r.why != NULL ? r.why : "holds");
}

TEST(an_untouched_record_holds)
{
	struct ledger_report r;

	CHECK(setup());
	CHECK_OK(ledger_verify(w.site, 0, "", &r, &w.fault));
	CHECK(r.why == NULL);
	CHECK_INT(r.rows, 4);
	CHECK_TEXT(verify(4, r.hash), "holds");
	world_close(&w);
}

TEST(rows_can_be_neither_changed_nor_deleted)
{
	CHECK(setup());
	CHECK(!tamper("UPDATE ledger SET title = 'x'"));
	CHECK(!tamper("DELETE FROM ledger"));
	world_close(&w);
}

TEST(a_changed_row_shows)
{
	CHECK(setup() && unlock());
	CHECK(tamper("UPDATE ledger SET title = '改' WHERE id = 2"));
	CHECK_TEXT(verify(0, ""), "hash");
	world_close(&w);
}

TEST(a_missing_row_shows)
{
	CHECK(setup() && unlock());
	CHECK(tamper("DELETE FROM ledger WHERE id = 2"));
	CHECK_TEXT(verify(0, ""), "id");
	world_close(&w);
}

TEST(a_record_that_was_cut_short_shows_by_its_checkpoint)
{
	struct ledger_report r;

	CHECK(setup() && unlock());
	CHECK_OK(ledger_verify(w.site, 0, "", &r, &w.fault));
	CHECK(tamper("DELETE FROM ledger WHERE id > 3") &&
	    tamper("UPDATE ledger SET act = 'withdraw' WHERE id = 9"));
	CHECK_TEXT(verify(4, r.hash), "checkpoint");
	world_close(&w);
}

TEST(a_live_text_without_its_row_shows)
{
	CHECK(setup());
	CHECK_OK(ACT(&w, &w.root, "column.read", "{'path':'news'}"));
	CHECK(tamper("INSERT INTO entry (\"column\", type, state, title,"
	    " author, author_name, created_at, updated_at) VALUES (1,"
	    " 'article', 'published', 't', 1, 'x', 1, 1)"));
	CHECK(tamper("INSERT INTO live (entry, revision, submission,"
	    " \"column\", type, published_at, hash, title, source, tags,"
	    " summary, content) VALUES (1, 1, 1, 1, 'article', 1, 'h', 't',"
	    " '', '[]', '', '{}')"));
	CHECK_TEXT(verify(0, ""), "live");
	world_close(&w);
}
