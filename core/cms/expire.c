/*
 * What is shown until a day; see expire.h.
 */
#include "cms/expire.h"

#include <string.h>

#include "base/time.h"
#include "cms/due.h"
#include "cms/entry.h"
#include "cms/job.h"
#include "cms/workflow.h"

#define DAY 86400
#define JOB "entry.expire"
#define REASON_DEFAULT "公开期限已到"

int64_t
expire_time(const struct type *t, const struct json *content)
{
	const char *day;
	int64_t at;

	if (t == NULL || t->until == NULL)
		return (0);
	day = json_get_text(content, t->until, "");
	return (time_parse(day, &at) ? at + DAY : 0);
}

enum err
expire_publish(struct call *c, int64_t entry, const struct type *t,
    const struct json *content, int64_t now)
{
	int64_t at = expire_time(t, content);

	if (at == 0)
		return (job_drop(c->site, JOB, entry, c->fault));
	if (at <= now)
		return (fault_set(c->fault, ERR_CONFLICT, "publish.expired",
		    t->until, "%s", json_get_text(content, t->until, "")));
	return (job_put(c->site, JOB, entry, at, c->fault));
}

/* ---- the clerk ---- */

static const char *
reason_of(struct cms *cms, const char *type)
{
	const struct type *t = type_find(cms, type);

	return (json_get_text(t != NULL ? t->schema : NULL, "until_reason",
	    REASON_DEFAULT));
}

/* in: {id, now}; looks at the live text anew: it may have been corrected. */
static enum err
due_in(struct call *c, const struct json *in, struct json **out)
{
	int64_t id = json_get_int(in, "id", 0), now = json_get_int(in, "now",
	    0), at;
	struct json *row = NULL;
	struct entry e;
	enum err err;

	*out = json_object(c->arena);
	if ((err = job_drop(c->site, JOB, id, c->fault)) != ERR_OK ||
	    (err = db_one(c->site->db, c->arena, &row, c->fault,
	    "SELECT type, content AS content_json FROM live WHERE entry = :id",
	    DB_INT(":id", id))) != ERR_OK || row == NULL)
		return (err);
	at = expire_time(type_find(c->cms, json_get_text(row, "type", "")),
	    json_get(row, "content"));
	if (at > now)
		return (job_put(c->site, JOB, id, at, c->fault));
	if ((err = entry_load(c, id, &e)) != ERR_OK)
		return (err);
	json_put_bool(c->arena, *out, "done", true);
	return (withdraw_entry(c, &e, reason_of(c->cms, e.type)));
}

enum err
expire_due(struct cms *cms, struct site *site, int64_t now, int64_t *count,
    struct fault *f)
{
	return (due_run(cms, site, JOB, now, due_in, count, f));
}
