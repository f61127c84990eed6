/*
 * Jobs in the site's database; see job.h.
 */
#include "cms/job.h"

enum err
job_put(struct site *site, const char *kind, int64_t object, int64_t due_at,
    struct fault *f)
{
	return (db_run(site->db, f,
	    "INSERT INTO job (kind, object, due_at) VALUES (:kind, :object,"
	    " :due) ON CONFLICT (kind, object) DO UPDATE SET"
	    " due_at = excluded.due_at, leased_until = 0, attempts = 0,"
	    " failure = ''", DB_TEXT(":kind", kind),
	    DB_INT(":object", object), DB_INT(":due", due_at)));
}

enum err
job_sooner(struct site *site, const char *kind, int64_t due_at,
    struct fault *f)
{
	return (db_run(site->db, f,
	    "INSERT INTO job (kind, object, due_at) VALUES (:kind, 0, :due)"
	    " ON CONFLICT (kind, object) DO UPDATE SET"
	    " due_at = CASE WHEN leased_until > 0 THEN excluded.due_at"
	    " ELSE min(due_at, excluded.due_at) END", DB_TEXT(":kind", kind),
	    DB_INT(":due", due_at)));
}

enum err
job_drop(struct site *site, const char *kind, int64_t object,
    struct fault *f)
{
	return (db_run(site->db, f,
	    "DELETE FROM job WHERE kind = :kind AND object = :object",
	    DB_TEXT(":kind", kind), DB_INT(":object", object)));
}

static enum err
take_in(struct site *site, struct arena *a, const char *kind, int64_t now,
    struct job *out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    "SELECT id, kind, object, attempts FROM job WHERE due_at <= :now"
	    " AND leased_until <= :now AND (:kind IS NULL OR kind = :kind)"
	    " ORDER BY due_at, id LIMIT 1", DB_INT(":now", now),
	    DB_TEXT(":kind", kind));

	if (e != ERR_OK || row == NULL)
		return (e);
	out->kind = json_get_text(row, "kind", "");
	out->object = json_get_int(row, "object", 0);
	out->attempts = json_get_int(row, "attempts", 0) + 1;
	e = db_run(site->db, f,
	    "UPDATE job SET leased_until = :until, attempts = attempts + 1"
	    " WHERE id = :id", DB_INT(":until", now + JOB_LEASE),
	    DB_INT(":id", json_get_int(row, "id", 0)));
	if (e == ERR_OK)
		out->id = json_get_int(row, "id", 0);
	return (e);
}

enum err
job_take(struct site *site, struct arena *a, const char *kind, int64_t now,
    struct job *out, struct fault *f)
{
	enum err e;

	*out = (struct job){ .id = 0 };
	if ((e = site_begin(site, f)) != ERR_OK)
		return (e);
	if ((e = take_in(site, a, kind, now, out, f)) == ERR_OK)
		e = site_commit(site, f);
	if (e != ERR_OK) {
		site_rollback(site);
		out->id = 0;
	}
	return (e);
}

enum err
job_done(struct site *site, const struct job *job, struct fault *f)
{
	return (db_run(site->db, f, "DELETE FROM job WHERE id = :id",
	    DB_INT(":id", job->id)));
}

enum err
job_fail(struct site *site, const struct job *job, int64_t now,
    const char *why, struct fault *f)
{
	int64_t wait = JOB_BACKOFF, i;

	for (i = 1; i < job->attempts && wait < JOB_BACKOFF_MAX; i++)
		wait *= 2;
	if (wait > JOB_BACKOFF_MAX)
		wait = JOB_BACKOFF_MAX;
	return (db_run(site->db, f,
	    "UPDATE job SET due_at = :due, leased_until = 0, failure = :why"
	    " WHERE id = :id", DB_INT(":due", now + wait),
	    DB_TEXT(":why", why), DB_INT(":id", job->id)));
}

enum err
job_next(struct site *site, int64_t *due_at, struct fault *f)
{
	*due_at = INT64_MAX;
	return (db_value(site->db, due_at, f,
	    "SELECT min(max(due_at, leased_until)) FROM job"));
}
