/*
 * Definitions of the review steps.  A change makes a new version and leaves
 * what is running alone; the newest version of a column (or of the nearest
 * one above, or of the site) is what the next submission takes.  A version
 * without steps says that the column inherits again.
 */
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/act.h"
#include "cms/audit.h"
#include "cms/column.h"
#include "cms/setting.h"
#include "cms/transact.h"
#include "cms/workdays.h"
#include "cms/workflow.h"

#define STEP_TITLE_MAX 20
#define DAYS_DEFAULT 1

/* What one column itself has in force (0: the site); NULL: nothing. */
static enum err
workflow_of(struct call *c, int64_t column, struct json **row)
{
	return (db_one(c->site->db, c->arena, row, c->fault,
	    "SELECT w.id, coalesce(w.\"column\", 0) AS \"column\","
	    " w.version, w.steps AS steps_json FROM workflow w"
	    " WHERE coalesce(w.\"column\", 0) = :column"
	    " AND " WORKFLOW_IN_FORCE, DB_INT(":column", column)));
}

enum err
workflow_for(struct call *c, int64_t column, struct workflow *out)
{
	struct json *row = NULL;
	int64_t parent;
	enum err e;

	for (;; column = parent) {
		e = workflow_of(c, column, &row);
		if (e != ERR_OK || row != NULL || column == 0)
			break;
		parent = 0;
		e = db_value(c->site->db, &parent, c->fault,
		    "SELECT parent FROM \"column\" WHERE id = :id",
		    DB_INT(":id", column));
		if (e != ERR_OK)
			break;
	}
	if (e == ERR_OK && row == NULL)
		e = fault_set(c->fault, ERR_INTERNAL, "workflow.none", NULL,
		    NULL);
	if (e != ERR_OK)
		return (e);
	out->id = json_get_int(row, "id", 0);
	out->column = json_get_int(row, "column", 0);
	out->version = json_get_int(row, "version", 0);
	out->steps = json_get(row, "steps");
	return (ERR_OK);
}

static const struct json *
step_at(const struct json *steps, int step)
{
	json_each(s, steps)
		if (--step == 0)
			return (s);
	return (NULL);
}

int64_t
workflow_due(struct call *c, const struct json *steps, int step)
{
	return (calendar_after(workdays(c->site), time_now(),
	    json_get_int(step_at(steps, step), "days", DAYS_DEFAULT)));
}

int64_t
workflow_days_left(struct call *c, int64_t due)
{
	return (calendar_between(workdays(c->site), time_now(), due));
}

const char *
workflow_title(const struct json *steps, int step)
{
	return (json_get_text(step_at(steps, step), "title", ""));
}

enum err
workflow_steps_min(struct call *c, int64_t *out)
{
	struct json *site;
	enum err e = setting_read(c->site, c->arena, "workflow_steps_min",
	    &site, c->fault);

	*out = policy(c->cms, POLICY_WORKFLOW_STEPS_MIN);
	if (e == ERR_OK && site != NULL && site->type == JSON_INT &&
	    site->integer > *out && site->integer <= REVIEW_STEP_MAX)
		*out = site->integer;
	return (e);
}

/* ---- acts ---- */

/* {title, days?}, and nothing else: a limit of another kind must not be taken
 * for none. */
static enum err
step_check(struct call *c, const struct json *s, struct json *out)
{
	const char *title = json_get_text(s, "title", "");
	int64_t days = json_get_int(s, "days", DAYS_DEFAULT);

	json_each(m, s)
		if (strcmp(m->name, "title") != 0 &&
		    strcmp(m->name, "days") != 0)
			return (fault_set(c->fault, ERR_INPUT, "workflow.step",
			    "steps", "%s", m->name));
	if (title[0] == '\0' ||
	    utf8_count(title, strlen(title)) > STEP_TITLE_MAX)
		return (fault_set(c->fault, ERR_INPUT, "workflow.title",
		    "steps", "%d", STEP_TITLE_MAX));
	if (days < 1 || days > WORKFLOW_DAYS_MAX)
		return (fault_set(c->fault, ERR_INPUT, "workflow.days",
		    "steps", "%d", WORKFLOW_DAYS_MAX));
	json_put_text(c->arena, out, "title", title);
	json_put_int(c->arena, out, "days", days);
	return (ERR_OK);
}

/* null: what is above counts again. */
static enum err
steps_check(struct call *c, const struct column *col, const struct json *in,
    struct json **out)
{
	int64_t least;
	enum err e = workflow_steps_min(c, &least);

	if (e != ERR_OK)
		return (e);
	if (in->type == JSON_NULL && col->id == 0)
		return (fault_set(c->fault, ERR_INPUT, "input.missing",
		    "steps", NULL));
	if (in->type == JSON_NULL) {
		*out = json_array(c->arena);
		return (ERR_OK);
	}
	if ((int64_t)in->length < least || in->length > REVIEW_STEP_MAX)
		return (fault_set(c->fault, ERR_INPUT, "workflow.steps",
		    "steps", "%lld–%d", (long long)least, REVIEW_STEP_MAX));
	*out = json_array(c->arena);
	json_each(s, in) {
		e = step_check(c, s, json_add(*out, json_object(c->arena)));
		if (e != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

static enum err
column_or_site(struct call *c, const struct json *in, struct column *col)
{
	const char *path = json_get_text(in, "column", NULL);

	*col = (struct column){ .id = 0, .path = NULL };
	if (path == NULL || path[0] == '\0')
		return (ERR_OK);
	return (column_by_path(c->site, c->arena, path, col, c->fault));
}

/* Numbers of the steps that nobody on the site may take: then nothing gets
 * through them. */
static enum err
put_unstaffed(struct call *c, const struct json *steps, struct json *out)
{
	struct json *list = json_put(out, "unstaffed", json_array(c->arena));
	int64_t people;
	size_t step;
	enum err e;

	for (step = 1; step <= steps->length; step++) {
		people = 0;
		e = db_value(cms_hub(c->cms), &people, c->fault,
		    "SELECT count(*) FROM role_grant g JOIN user u"
		    " ON u.id = g.user AND u.state = 'active'"
		    " WHERE g.role = 'reviewer' AND g.step = :step"
		    " AND (g.site IS NULL OR g.site = :site)",
		    DB_INT(":step", (int64_t)step),
		    DB_INT(":site", c->site->id));
		if (e != ERR_OK)
			return (e);
		if (people == 0)
			json_add(list, json_int(c->arena, (int64_t)step));
	}
	return (ERR_OK);
}

/* {column, version, inherited_from, steps, unstaffed} */
static enum err
answer(struct call *c, const struct column *col, struct json **out)
{
	struct workflow w = { .id = 0 };
	struct column from = { .path = "" };
	enum err e = workflow_for(c, col->id, &w);

	if (e == ERR_OK && w.column != 0 && w.column != col->id)
		e = column_by_id(c->site, c->arena, w.column, &from,
		    c->fault);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put_text(c->arena, *out, "column", col->path);
	json_put_int(c->arena, *out, "version", w.version);
	/* "" is the site's, a path the column's above, null its own. */
	json_put(*out, "inherited_from", w.column == col->id ?
	    json_null(c->arena) : json_string(c->arena, from.path));
	json_put(*out, "steps", json_copy(c->arena, w.steps));
	return (put_unstaffed(c, w.steps, *out));
}

static enum err
workflow_read(struct call *c, const struct json *in, struct json **out)
{
	struct column col;
	enum err e;

	if ((e = permission_check(c, "workflow.read", NULL)) != ERR_OK ||
	    (e = column_or_site(c, in, &col)) != ERR_OK)
		return (e);
	return (answer(c, &col, out));
}

static enum err
define_in(struct call *c, const struct json *in, struct json **out)
{
	struct target t = { .site = c->site };
	struct column col;
	struct json *steps = NULL;
	struct buf text;
	enum err e;

	if ((e = column_or_site(c, in, &col)) != ERR_OK)
		return (e);
	t.column = col.id;
	if ((e = permission_check(c, "workflow.define", &t)) != ERR_OK ||
	    (e = steps_check(c, &col, json_get(in, "steps"), &steps)) != ERR_OK)
		return (e);
	buf_init(&text);
	json_canonical(&text, steps);
	e = db_run(c->site->db, c->fault,
	    "INSERT INTO workflow (\"column\", version, steps, created_at,"
	    " created_by) VALUES (:column, (SELECT coalesce(max(version), 0)"
	    " + 1 FROM workflow WHERE coalesce(\"column\", 0) ="
	    " coalesce(:column, 0)), :steps, :now, :by)",
	    col.id != 0 ? DB_INT(":column", col.id) : DB_NULL(":column"),
	    DB_TEXT(":steps", buf_string(&text)), DB_INT(":now", time_now()),
	    DB_TEXT(":by", c->actor->display));
	if (e == ERR_OK)
		e = audit_write(c, "workflow.define", col.id != 0 ?
		    arena_printf(c->arena, "column %s", col.path) : "site", "done",
		    buf_string(&text));
	buf_cleanup(&text);
	return (e == ERR_OK ? answer(c, &col, out) : e);
}

static enum err
workflow_define(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, define_in, in, out));
}

static const struct input READ[] = {
	{ .name = "column", .kind = INPUT_LINE, .null = true,
	    .max = COLUMN_PATH_MAX },
	{ .name = NULL }
};
static const struct input DEFINE[] = {
	{ .name = "column", .kind = INPUT_LINE, .null = true,
	    .max = COLUMN_PATH_MAX },
	{ .name = "steps", .kind = INPUT_ARRAY, .required = true,
	    .null = true, .max = REVIEW_STEP_MAX },
	{ .name = NULL }
};

const struct act workflow_acts[] = {
	{ "workflow.read", workflow_read, true, false, READ },
	{ "workflow.define", workflow_define, true, true, DEFINE },
	{ .name = NULL }
};
