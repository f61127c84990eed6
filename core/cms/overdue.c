/* Steps of review that are overdue: see overdue.h. */
#include "cms/overdue.h"

#include <string.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/due.h"
#include "cms/entry_acts.h"
#include "cms/workflow.h"

#define SCAN_MAX 5000	/* rows looked at for one answer */

static enum err
overdue_rows(struct call *c, struct json **rows)
{
	return (db_all(c->site->db, c->arena, rows, c->fault,
	    "SELECT e.id, e.\"column\", k.path, k.title, e.author, e.step,"
	    " e.submission, e.due_at, s.user AS submitter,"
	    " json_array_length(w.steps) AS steps FROM entry e"
	    " JOIN \"column\" k ON k.id = e.\"column\""
	    " JOIN submission s ON s.id = e.submission"
	    " JOIN workflow w ON w.id = s.workflow"
	    " WHERE e.state = 'review' AND e.due_at < :now"
	    " ORDER BY k.path, e.due_at LIMIT :max",
	    DB_INT(":now", time_now()), DB_INT(":max", SCAN_MAX)));
}

static void
row_entry(const struct json *row, struct entry *e)
{
	*e = (struct entry){ .id = json_get_int(row, "id", 0),
		.column = json_get_int(row, "column", 0),
		.author = json_get_int(row, "author", 0),
		.submitter = json_get_int(row, "submitter", 0),
		.submission = json_get_int(row, "submission", 0),
		.step = (int)json_get_int(row, "step", 0),
		.steps = (int)json_get_int(row, "steps", 0) };
}

/* Does it wait for this very reviewer? */
static bool
is_mine(struct call *c, const struct entry *e)
{
	struct fault unused = { .err = ERR_OK };
	struct call quiet = *c;
	struct target t = entry_target(c, e);

	quiet.fault = &unused;
	return (permission_allows(c, "entry.approve", &t) &&
	    review_independent(&quiet, e, e->step) == ERR_OK);
}

static void
count_up(struct arena *a, struct json *o, const char *name, bool more)
{
	json_put_int(a, o, name, json_get_int(o, name, 0) + more);
}

/* The group of the row's column, which is the last one or new. */
static struct json *
group_of(struct call *c, struct json *groups, const struct json *row)
{
	struct arena *a = c->arena;
	const char *path = json_get_text(row, "path", "");
	struct json *group = groups->last;

	if (group != NULL &&
	    strcmp(json_get_text(group, "column", ""), path) == 0)
		return (group);
	group = json_add(groups, json_object(a));
	json_put_text(a, group, "column", path);
	json_put_text(a, group, "title", json_get_text(row, "title", ""));
	json_put_int(a, group, "since", json_get_int(row, "due_at", 0));
	json_put_int(a, group, "days", -workflow_days_left(c,
	    json_get_int(row, "due_at", 0)));
	return (group);
}

/* {} → {columns: [{column, title, since, days, count, mine}], count, mine}: what
 * is overdue at one's own step or in one's own columns; `mine` waits for
 * oneself.  `since` is the longest overdue, by `days` working days. */
enum err
entry_overdue(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows, *groups, *group;
	struct target t;
	struct entry e;
	enum err err;
	bool mine;

	(void)in;
	if (!permission_anywhere(c, "entry.overdue"))
		return (permission_check(c, "entry.overdue", NULL));
	if ((err = overdue_rows(c, &rows)) != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	groups = json_put(*out, "columns", json_array(c->arena));
	count_up(c->arena, *out, "count", false);
	count_up(c->arena, *out, "mine", false);
	json_each(row, rows) {
		row_entry(row, &e);
		t = entry_target(c, &e);
		if (!permission_allows(c, "entry.overdue", &t))
			continue;
		mine = is_mine(c, &e);
		group = group_of(c, groups, row);
		count_up(c->arena, group, "count", true);
		count_up(c->arena, group, "mine", mine);
		count_up(c->arena, *out, "count", true);
		count_up(c->arena, *out, "mine", mine);
	}
	return (ERR_OK);
}

/* ---- the clerk ---- */

/* A step has a due time of its own, later than any note of the step before. */
static enum err
unnoted_rows(struct call *c, int64_t now, struct json **rows)
{
	return (db_all(c->site->db, c->arena, rows, c->fault,
	    "SELECT e.id, e.step, e.due_at FROM entry e"
	    " WHERE e.state = 'review' AND e.due_at < :now AND NOT EXISTS"
	    " (SELECT 1 FROM audit a WHERE a.object = 'entry ' || e.id"
	    " AND a.act = 'entry.overdue' AND a.at >= e.due_at)"
	    " ORDER BY e.due_at LIMIT :max", DB_INT(":now", now),
	    DB_INT(":max", SCAN_MAX)));
}

static enum err
note_rows(struct call *c, const struct json *rows)
{
	enum err e = ERR_OK;

	json_each(row, rows)
		if (e == ERR_OK)
			e = audit_write(c, "entry.overdue",
			    arena_printf(c->arena, "entry %lld",
			    (long long)json_get_int(row, "id", 0)), "done",
			    arena_printf(c->arena, "%lld",
			    (long long)json_get_int(row, "step", 0)));
	return (e);
}

enum err
overdue_note(struct cms *cms, struct site *site, int64_t now, int64_t *count,
    struct fault *f)
{
	struct fault own = { .err = ERR_OK };
	struct call c = { .cms = cms, .site = site, .actor = &actor_clerk,
	    .arena = arena_alloc(), .fault = f != NULL ? f : &own };
	struct json *rows = NULL;
	enum err e = unnoted_rows(&c, now, &rows);

	*count = 0;
	if (e == ERR_OK && rows->length > 0 &&
	    (e = site_begin(site, c.fault)) == ERR_OK) {
		/* Again, now that nobody else notes the same. */
		if ((e = unnoted_rows(&c, now, &rows)) == ERR_OK &&
		    (e = note_rows(&c, rows)) == ERR_OK)
			e = site_commit(site, c.fault);
		if (e == ERR_OK)
			*count = (int64_t)rows->length;
		else
			site_rollback(site);
	}
	arena_free(c.arena);
	return (e);
}
