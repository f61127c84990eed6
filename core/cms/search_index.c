/*
 * Writing the index: see search.h.  FTS5 holds no text (content=''), so what
 * is taken out has to be told word for word: it is made again from `live`, and
 * the kept sum says whether it is the same.  Where it isn't (an index of an
 * older program, a row altered by hand), the entry's place is given up, which
 * hides what is left of it, and the clerk is asked to build all anew.
 */
#include "base/time.h"
#include "cms/job.h"
#include "cms/search_inside.h"

#define FILL_STEP 250		/* entries in a transaction */
#define MERGE_EVERY 1000	/* entries */
#define WORK_MAX 5000		/* entries in a round of the clerk */

static enum err
text_put(struct site *site, int64_t id, const struct search_text *t,
    struct fault *f)
{
	enum err e = db_run(site->db, f,
	    "INSERT INTO search_title (rowid, text) VALUES (:id, :text)",
	    DB_INT(":id", id), DB_TEXT(":text", buf_string(&t->title_text)));

	if (e == ERR_OK)
		e = db_run(site->db, f,
		    "INSERT INTO search_text (rowid, text)"
		    " VALUES (:id, :text)", DB_INT(":id", id),
		    DB_TEXT(":text", buf_string(&t->text)));
	if (e == ERR_OK && t->hashes->length > 0)
		e = db_run(site->db, f,
		    "INSERT INTO search_file (rowid, text)"
		    " VALUES (:id, :text)", DB_INT(":id", id),
		    DB_TEXT(":text", buf_string(&t->files)));
	return (e);
}

static enum err
text_take(struct site *site, int64_t id, const struct search_text *t,
    struct fault *f)
{
	enum err e = db_run(site->db, f,
	    "INSERT INTO search_title (search_title, rowid, text)"
	    " VALUES ('delete', :id, :text)", DB_INT(":id", id),
	    DB_TEXT(":text", buf_string(&t->title_text)));

	if (e == ERR_OK)
		e = db_run(site->db, f,
		    "INSERT INTO search_text (search_text, rowid, text)"
		    " VALUES ('delete', :id, :text)", DB_INT(":id", id),
		    DB_TEXT(":text", buf_string(&t->text)));
	if (e == ERR_OK && t->hashes->length > 0)
		e = db_run(site->db, f,
		    "INSERT INTO search_file (search_file, rowid, text)"
		    " VALUES ('delete', :id, :text)", DB_INT(":id", id),
		    DB_TEXT(":text", buf_string(&t->files)));
	return (e);
}

static int64_t
text_sum(const struct search_text *t)
{
	return (search_sum(&t->title_text) ^ search_sum(&t->text));
}

static int64_t
file_sum(const struct search_text *t)
{
	return (t->hashes->length > 0 ? search_sum(&t->files) : 0);
}

static enum err
doc_read(struct site *site, struct arena *a, int64_t entry, struct json **row,
    struct fault *f)
{
	return (db_one(site->db, a, row, f,
	    "SELECT id, sum, files AS files_json, file_sum FROM search_doc"
	    " WHERE entry = :entry", DB_INT(":entry", entry)));
}

static bool
doc_waits(const struct json *doc)
{
	return (json_get(doc, "sum")->type == JSON_NULL);
}

/* Is it what was indexed? */
static bool
doc_same(const struct json *doc, const struct search_text *t)
{
	return (json_get_int(doc, "sum", 0) == text_sum(t) &&
	    json_get_int(doc, "file_sum", 0) == file_sum(t));
}

static enum err
forget_one(struct site *site, struct arena *a, int64_t entry, struct fault *f)
{
	struct json *doc = NULL;
	struct search_text t;
	int64_t id;
	bool found;
	enum err e = doc_read(site, a, entry, &doc, f);

	if (e != ERR_OK || doc == NULL || doc_waits(doc))
		return (e);
	id = json_get_int(doc, "id", 0);
	e = search_text_read(site, a, entry, json_get(doc, "files"), &t,
	    &found, f);
	if (e == ERR_OK && found && doc_same(doc, &t)) {
		e = text_take(site, id, &t, f);
		if (e == ERR_OK)
			e = db_run(site->db, f,
			    "UPDATE search_doc SET sum = NULL, files = '[]',"
			    " file_sum = 0 WHERE id = :id",
			    DB_INT(":id", id));
	} else if (e == ERR_OK) {
		e = db_run(site->db, f,
		    "DELETE FROM search_doc WHERE id = :id",
		    DB_INT(":id", id));
		if (e == ERR_OK)
			e = job_put(site, "search.rebuild", 0, time_now(), f);
	}
	search_text_cleanup(&t);
	return (e);
}

enum err
search_forget(struct site *site, int64_t entry, struct fault *f)
{
	struct arena *a = arena_alloc();
	enum err e = forget_one(site, a, entry, f);

	arena_free(a);
	return (e);
}

enum err
search_drop(struct site *site, int64_t entry, struct fault *f)
{
	enum err e = search_forget(site, entry, f);

	if (e == ERR_OK)
		e = db_run(site->db, f,
		    "DELETE FROM search_doc WHERE entry = :entry",
		    DB_INT(":entry", entry));
	return (e);
}

/* A place behind all others.  What was published before one of those (an
 * older date came by import) is out of order until the clerk rebuilds. */
static enum err
doc_make(struct site *site, int64_t entry, int64_t published_at, int64_t *id,
    struct fault *f)
{
	int64_t newest = 0;
	enum err e = db_value(site->db, &newest, f,
	    "SELECT max(published_at) FROM search_doc");

	*id = 1;
	if (e == ERR_OK)
		e = db_value(site->db, id, f,
		    "SELECT max(id) + 1 FROM search_doc");
	if (e == ERR_OK)
		e = db_run(site->db, f,
		    "INSERT INTO search_doc (id, entry, published_at)"
		    " VALUES (:id, :entry, :at)", DB_INT(":id", *id),
		    DB_INT(":entry", entry), DB_INT(":at", published_at));
	if (e == ERR_OK && published_at < newest)
		e = job_put(site, "search.rebuild", 0, time_now(), f);
	return (e == ERR_OK && *id % MERGE_EVERY == 0 ?
	    search_merge_soon(site, f) : e);
}

/* A place for it, and no more: search_fill() does the rest. */
static enum err
add_later(struct site *site, struct arena *a, int64_t entry, struct fault *f)
{
	struct json *doc = NULL;
	int64_t at = 0, id;
	enum err e = doc_read(site, a, entry, &doc, f);

	if (e == ERR_OK && doc == NULL)
		e = db_value(site->db, &at, f, "SELECT published_at FROM live"
		    " WHERE entry = :entry", DB_INT(":entry", entry));
	if (e == ERR_OK && doc == NULL && at != 0)
		e = doc_make(site, entry, at, &id, f);
	return (e);
}

static enum err
add_one(struct site *site, struct arena *a, int64_t entry, struct fault *f)
{
	struct buf files = { 0 };
	struct json *doc = NULL;
	struct search_text t;
	int64_t id = 0;
	bool found;
	enum err e = search_text_read(site, a, entry, NULL, &t, &found, f);

	if (e == ERR_OK && found)
		e = doc_read(site, a, entry, &doc, f);
	if (e == ERR_OK && found && doc == NULL)
		e = doc_make(site, entry, t.published_at, &id, f);
	else
		id = json_get_int(doc, "id", 0);
	if (e == ERR_OK && found && (doc == NULL || doc_waits(doc))) {
		json_write(&files, t.hashes);
		e = text_put(site, id, &t, f);
		if (e == ERR_OK)
			e = db_run(site->db, f,
			    "UPDATE search_doc SET sum = :sum,"
			    " files = :files, file_sum = :files_sum"
			    " WHERE id = :id", DB_INT(":sum", text_sum(&t)),
			    DB_TEXT(":files", buf_string(&files)),
			    DB_INT(":files_sum", file_sum(&t)),
			    DB_INT(":id", id));
		buf_cleanup(&files);
	}
	search_text_cleanup(&t);
	return (e);
}

enum err
search_add(struct site *site, int64_t entry, struct fault *f)
{
	struct arena *a = arena_alloc();
	enum err e = site->index_later ? add_later(site, a, entry, f) :
	    add_one(site, a, entry, f);

	arena_free(a);
	return (e);
}

enum err
search_file_made(struct site *site, const char *hash, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *rows;
	int64_t entry;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT l.entry FROM media_use u JOIN live l"
	    " ON l.revision = u.revision WHERE u.media = :hash",
	    DB_TEXT(":hash", hash));

	if (e == ERR_OK)
		json_each(row, rows) {
			entry = json_get_int(row, "entry", 0);
			e = search_forget(site, entry, f);
			if (e == ERR_OK)
				e = search_add(site, entry, f);
			if (e != ERR_OK)
				break;
			site->live_changed = true;
		}
	arena_free(a);
	return (e);
}

enum err
search_wipe(struct site *site, struct fault *f)
{
	enum err e = db_run(site->db, f,
	    "INSERT INTO search_title (search_title) VALUES ('delete-all')");

	if (e == ERR_OK)
		e = db_run(site->db, f, "INSERT INTO search_text"
		    " (search_text) VALUES ('delete-all')");
	if (e == ERR_OK)
		e = db_run(site->db, f, "INSERT INTO search_file"
		    " (search_file) VALUES ('delete-all')");
	if (e == ERR_OK)
		e = db_run(site->db, f, "DELETE FROM search_doc");
	if (e == ERR_OK)
		e = db_run(site->db, f,
		    "INSERT INTO search_doc (id, entry, published_at)"
		    " SELECT row_number() OVER (ORDER BY published_at, entry),"
		    " entry, published_at FROM live");
	return (e);
}

enum err
search_fill(struct site *site, int64_t max, int64_t *done, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *rows;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT entry FROM search_doc WHERE sum IS NULL"
	    " ORDER BY id LIMIT :max", DB_INT(":max", max));

	*done = 0;
	if (e == ERR_OK)
		json_each(row, rows) {
			e = search_add(site, json_get_int(row, "entry", 0),
			    f);
			if (e != ERR_OK)
				break;
			++*done;
		}
	arena_free(a);
	return (e);
}

/* A step of search_fill(), or the wipe, in a transaction of its own. */
static enum err
work_step(struct site *site, bool wipe, int64_t *done, struct fault *f)
{
	enum err e = site_begin(site, f);

	*done = 0;
	if (e != ERR_OK)
		return (e);
	e = wipe ? search_wipe(site, f) :
	    search_fill(site, FILL_STEP, done, f);
	site->live_changed = wipe || *done > 0;
	if (e == ERR_OK)
		e = site_commit(site, f);
	if (e != ERR_OK)
		site_rollback(site);
	return (e);
}

static enum err
work_fill(struct site *site, int64_t max, int64_t *done, struct fault *f)
{
	int64_t step;
	enum err e;

	*done = 0;
	do {
		e = work_step(site, false, &step, f);
		*done += step;
	} while (e == ERR_OK && step > 0 && *done < max);
	return (e);
}

enum err
search_rebuild(struct site *site, int64_t *done, struct fault *f)
{
	enum err e = work_step(site, true, done, f);

	if (e == ERR_OK)
		e = work_fill(site, INT64_MAX, done, f);
	return (e == ERR_OK ? search_merge(site, f) : e);
}

enum err
search_work(struct site *site, int64_t now, int64_t *done, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct job job;
	int64_t waiting = 0;
	enum err e = job_take(site, a, "search.rebuild", now, &job, f);

	*done = 0;
	if (e == ERR_OK && job.id != 0)
		e = work_step(site, true, done, f);
	if (e == ERR_OK && job.id != 0)
		e = job_done(site, &job, f);
	if (e == ERR_OK)
		e = db_value(site->db, &waiting, f,
		    "SELECT EXISTS (SELECT 1 FROM search_doc"
		    " WHERE sum IS NULL)");
	if (e == ERR_OK && waiting != 0)
		e = work_fill(site, WORK_MAX, done, f);
	if (e == ERR_OK && waiting != 0)
		e = search_merge_soon(site, f);
	if (e == ERR_OK && *done < WORK_MAX)
		e = search_merge_work(site, now, f);
	arena_free(a);
	return (e);
}
