/*
 * Write transactions of a site: one for each act, or one for many (an import,
 * a plugin with all its columns).  Every statement of an act may be taken back
 * alone, and FTS5 writes what it has in memory to its tables for each of them;
 * so what many acts publish is indexed when all of them are done.
 */
#include "cms/cms.h"
#include "cms/search.h"

/* While `bulk` an act is a savepoint of the transaction that goes on. */
enum err
site_begin(struct site *site, struct fault *f)
{
	enum err e = site->bulk ? db_run(site->db, f, "SAVEPOINT act") :
	    db_begin(site->db, f);

	if (e == ERR_OK && !site->bulk)
		site->live_changed = false;
	return (e);
}

enum err
site_commit(struct site *site, struct fault *f)
{
	enum err e;

	if (site->bulk)
		return (db_run(site->db, f, "RELEASE act"));
	e = db_commit(site->db, f);
	if (e == ERR_OK && site->live_changed)
		site_raise(site);
	if (e == ERR_OK)
		site->live_changed = false;
	return (e);
}

void
site_rollback(struct site *site)
{
	if (site->bulk) {
		(void)db_run(site->db, NULL, "ROLLBACK TO act");
		(void)db_run(site->db, NULL, "RELEASE act");
		return;
	}
	db_rollback(site->db);
	site->live_changed = false;
}

enum err
site_bulk_begin(struct site *site, struct fault *f)
{
	enum err e = site_begin(site, f);

	site->bulk = e == ERR_OK;
	site->index_last = site->bulk && !site->index_later;
	site->index_later |= site->index_last;
	return (e);
}

/* Says whether the index waits for site_bulk_commit(). */
static bool
bulk_end(struct site *site)
{
	bool last = site->index_last;

	site->bulk = site->index_last = false;
	if (last)
		site->index_later = false;
	return (last);
}

enum err
site_bulk_commit(struct site *site, struct fault *f)
{
	int64_t done;
	enum err e = bulk_end(site) ? search_fill(site, INT64_MAX, &done, f) :
	    ERR_OK;

	return (e == ERR_OK ? site_commit(site, f) : e);
}

void
site_bulk_rollback(struct site *site)
{
	(void)bulk_end(site);
	site_rollback(site);
}
