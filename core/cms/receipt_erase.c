/*
 * The end of a letter that only sender and staff could read: its text isn't
 * kept longer than it is needed.  State, dates and reason stay for the figures,
 * and the code still tells where it stood.  A letter with an entry goes with
 * the entry (cms/purge.h).
 */
#include <string.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/permission.h"
#include "cms/receipt.h"
#include "cms/setting.h"
#include "cms/transact.h"

#define DAY 86400

#define CLOSED_SQL "state IN ('answered', 'withheld', 'closed')"
#define EMPTY_SQL "UPDATE receipt SET title = '#' || id, content = '{}'," \
	" reply = '', unit = ''"

static enum err
erasable(struct call *c, int64_t id)
{
	struct json *row = NULL;
	struct target t = { .site = c->site };
	enum err e = db_one(c->site->db, c->arena, &row, c->fault,
	    "SELECT \"column\", entry IS NOT NULL AS entry, " CLOSED_SQL
	    " AS closed FROM receipt WHERE id = :id", DB_INT(":id", id));

	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "receipt.unknown",
		    "id", "%lld", (long long)id));
	t.column = json_get_int(row, "column", 0);
	if ((e = permission_check(c, "receipt.erase", &t)) != ERR_OK)
		return (e);
	if (json_get_int(row, "entry", 0) != 0)
		return (fault_set(c->fault, ERR_CONFLICT,
		    "receipt.erase_entry", "id", NULL));
	if (json_get_int(row, "closed", 0) == 0)
		return (fault_set(c->fault, ERR_CONFLICT,
		    "receipt.erase_open", "id", NULL));
	return (ERR_OK);
}

static enum err
erase_in(struct call *c, const struct json *in, struct json **out)
{
	int64_t id = json_get_int(in, "id", 0);
	enum err e = erasable(c, id);

	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault, EMPTY_SQL " WHERE id = :id",
		    DB_INT(":id", id));
	if (e == ERR_OK)
		e = audit_write(c, "receipt.erase", arena_printf(c->arena,
		    "receipt %lld", (long long)id), "done",
		    json_get_text(in, "reason", ""));
	return (e == ERR_OK ? receipt_read(c, in, out) : e);
}

enum err
receipt_erase(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, erase_in, in, out));
}

/* What has something left to empty, and was closed long enough ago. */
static enum err
expired_empty(struct site *site, int64_t before, int64_t *count,
    struct fault *f)
{
	enum err e = site_begin(site, f);

	if (e != ERR_OK)
		return (e);
	e = db_run(site->db, f, EMPTY_SQL " WHERE entry IS NULL AND "
	    CLOSED_SQL " AND closed_at <= :before"
	    " AND (content <> '{}' OR reply <> '')",
	    DB_INT(":before", before));
	*count = e == ERR_OK ? db_changes(site->db) : 0;
	if (e == ERR_OK)
		e = site_commit(site, f);
	if (e != ERR_OK)
		site_rollback(site);
	return (e);
}

enum err
receipt_expire(struct site *site, int64_t now, int64_t *count,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *days = NULL;
	int64_t before, waiting = 0;
	enum err e = setting_read(site, a, "letters_days", &days, f);

	*count = 0;
	before = e == ERR_OK ? now - days->integer * DAY : 0;
	if (e == ERR_OK && days->integer > 0)
		e = db_value(site->db, &waiting, f,
		    "SELECT EXISTS (SELECT 1 FROM receipt WHERE entry IS NULL"
		    " AND " CLOSED_SQL " AND closed_at <= :before"
		    " AND (content <> '{}' OR reply <> ''))",
		    DB_INT(":before", before));
	if (e == ERR_OK && waiting != 0)
		e = expired_empty(site, before, count, f);
	arena_free(a);
	return (e);
}
