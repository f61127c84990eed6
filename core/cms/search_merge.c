/*
 * Merging the index: see search.h.  FTS5 writes what a transaction adds as a
 * list of its own and joins such lists as they grow in number; a query goes
 * through each of them.  Joined to one, they are read in half the time, and
 * what was taken out of the index is in none of its pages any more: until
 * then it only is crossed out.  Pages that get free are overwritten, and the journal
 * that has the old ones is cut.
 */
#include "base/time.h"
#include "cms/job.h"
#include "cms/search_inside.h"

#define JOB "search.merge"
#define STEPS_MAX 600		/* of each table in a round of the clerk */

/* Some 100 pages, which take 10 to 20 ms; less than 0: of whatever lists there
 * are, and not only of equal ones. */
#define MERGE(table) \
	"INSERT INTO " table " (" table ", rank) VALUES ('merge', -100)"

enum err
search_merge_soon(struct site *site, struct fault *f)
{
	return (job_sooner(site, JOB, time_now(), f));
}

static enum err
merge_run(struct site *site, enum search_table table, struct fault *f)
{
	switch (table) {
	case SEARCH_TITLES:
		return (db_run(site->db, f, MERGE("search_title")));
	case SEARCH_TEXTS:
		return (db_run(site->db, f, MERGE("search_text")));
	case SEARCH_FILES:
		break;
	}
	return (db_run(site->db, f, MERGE("search_file")));
}

/* FTS5 says that nothing was left to do by changing less than two rows. */
static enum err
merge_step(struct site *site, enum search_table table, bool *more,
    struct fault *f)
{
	int64_t before = 0, after = 0;
	enum err e = site_begin(site, f);

	if (e != ERR_OK)
		return (e);
	e = db_value(site->db, &before, f, "SELECT total_changes()");
	if (e == ERR_OK)
		e = merge_run(site, table, f);
	if (e == ERR_OK)
		e = db_value(site->db, &after, f, "SELECT total_changes()");
	*more = after - before > 1;
	if (e == ERR_OK)
		e = site_commit(site, f);
	if (e != ERR_OK)
		site_rollback(site);
	return (e);
}

/* All steps, or as many as a round has. */
static enum err
merge_tables(struct site *site, int64_t max, bool *more, struct fault *f)
{
	static const enum search_table tables[] = { SEARCH_TITLES,
	    SEARCH_TEXTS, SEARCH_FILES };
	bool left;
	int64_t step;
	size_t i;
	enum err e = ERR_OK;

	*more = false;
	for (i = 0; i < 3; i++) {
		left = true;
		for (step = 0; step < max && left && e == ERR_OK; step++)
			e = merge_step(site, tables[i], &left, f);
		*more |= left;
	}
	return (e);
}

/* The PRAGMA answers with a row. */
static enum err
merge_securely(struct site *site, int64_t max, bool *more, struct fault *f)
{
	int64_t unused = 0;
	enum err e = db_value(site->db, &unused, f,
	    "PRAGMA secure_delete = ON");

	if (e == ERR_OK)
		e = merge_tables(site, max, more, f);
	(void)db_value(site->db, &unused, NULL, "PRAGMA secure_delete = OFF");
	/* Readers may hold the journal: then the next checkpoint cuts it. */
	if (e == ERR_OK && !*more)
		(void)db_value(site->db, &unused, NULL,
		    "PRAGMA wal_checkpoint(TRUNCATE)");
	return (e);
}

enum err
search_merge(struct site *site, struct fault *f)
{
	bool more;

	return (merge_securely(site, INT64_MAX, &more, f));
}

enum err
search_merge_work(struct site *site, int64_t now, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct job job;
	bool more = false;
	enum err e = job_take(site, a, JOB, now, &job, f);

	if (e == ERR_OK && job.id != 0) {
		e = merge_securely(site, STEPS_MAX, &more, f);
		if (e == ERR_OK)
			e = more ? job_put(site, JOB, 0, now, f) :
			    job_done(site, &job, f);
	}
	arena_free(a);
	return (e);
}
