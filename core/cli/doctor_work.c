/* What the doctor looks at in the work of a site's clerk: jobs, texts of
 * attachments. */
#include "cli/doctor.h"

#include <inttypes.h>

#include "base/time.h"
#include "cms/site.h"

#define SHOWN_MAX 20
#define JOB_LATE 600		/* seconds */
#define JOB_FAILURES 3		/* attempts before it is told */

static void
jobs_failing(struct doctor *d, const char *site, const struct json *rows)
{
	struct fault f = { 0 };

	json_each(row, rows) {
		fault_set(&f, ERR_INTERNAL, "doctor.job_fails", NULL,
		    "%s %" PRId64 ": %s", json_get_text(row, "kind", ""),
		    json_get_int(row, "object", 0),
		    json_get_text(row, "failure", ""));
		doctor_tell(d, DOCTOR_WARNING, site, &f);
	}
}

static void
jobs_look(struct doctor *d, const struct site *site)
{
	struct fault f = { 0 };
	struct json *rows = NULL;
	int64_t late = 0, now = time_now();

	if (db_value(site->db, &late, &f,
	    "SELECT count(*) FROM job WHERE due_at <= :late"
	    " AND leased_until <= :late", DB_INT(":late", now - JOB_LATE)) !=
	    ERR_OK || db_all(site->db, d->arena, &rows, &f,
	    "SELECT kind, object, failure FROM job WHERE attempts >= :many"
	    " AND failure <> '' ORDER BY attempts DESC LIMIT :max",
	    DB_INT(":many", JOB_FAILURES), DB_INT(":max", SHOWN_MAX)) !=
	    ERR_OK) {
		doctor_tell(d, DOCTOR_FAULT, site->name, &f);
		return;
	}
	if (late > 0) {
		fault_set(&f, ERR_INTERNAL, "doctor.jobs_late", NULL,
		    "%" PRId64, late);
		doctor_tell(d, DOCTOR_WARNING, site->name, &f);
	}
	jobs_failing(d, site->name, rows);
	if (late == 0 && rows->length == 0)
		doctor_ok(site->name, "no job is late");
}

/* Of documents that are there long enough, those without a text. */
static void
texts_look(struct doctor *d, const struct site *site)
{
	struct fault f = { 0 };
	struct json *row = NULL;
	int64_t waiting, failed;

	if (db_one(site->db, d->arena, &row, &f,
	    "SELECT coalesce(sum(t.media IS NULL AND m.at < :late), 0)"
	    " AS waiting, coalesce(sum(t.state = 'failed'), 0) AS failed,"
	    " coalesce(sum(t.state = 'done' OR t.state = 'part'), 0) AS done"
	    " FROM media m LEFT JOIN media_text t ON t.media = m.hash"
	    " WHERE m.type IN ('application/pdf', 'text/plain', 'text/csv')"
	    " OR m.type GLOB 'application/vnd.openxmlformats*'",
	    DB_INT(":late", time_now() - JOB_LATE)) != ERR_OK) {
		doctor_tell(d, DOCTOR_FAULT, site->name, &f);
		return;
	}
	waiting = json_get_int(row, "waiting", 0);
	failed = json_get_int(row, "failed", 0);
	if (waiting == 0 && failed == 0) {
		doctor_ok(site->name, "%" PRId64 " texts of attachments",
		    json_get_int(row, "done", 0));
		return;
	}
	fault_set(&f, ERR_INTERNAL, "doctor.texts", NULL, "%" PRId64
	    " + %" PRId64, waiting, failed);
	doctor_tell(d, DOCTOR_WARNING, site->name, &f);
}

void
doctor_work(struct doctor *d, const struct site *site)
{
	jobs_look(d, site);
	texts_look(d, site);
}
