/* What the doctor looks at in each site. */
#include "cli/doctor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/time.h"
#include "cms/check.h"
#include "cms/search.h"
#include "cms/setting.h"
#include "script/script.h"

#define SHOWN_MAX 20		/* files of a kind that are named each */
#define THEMES_MAX 8		/* a theme and its parents */
#define JOB_LATE 600		/* seconds */
#define JOB_FAILURES 3		/* attempts before it is told */

struct patient {
	struct doctor	*doctor;
	struct site	 site;
	const char	*name;
	int64_t		 good, bad, orphans;
};

static enum err
media_one(const char *hash, const struct fault *problem, void *arg)
{
	struct patient *p = arg;

	(void)hash;
	if (problem == NULL)
		p->good++;
	else if (p->bad++ < SHOWN_MAX)
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, problem);
	return (ERR_OK);
}

static enum err
orphan_one(const char *name, const struct fault *problem, void *arg)
{
	struct patient *p = arg;

	(void)name;
	if (p->orphans++ < SHOWN_MAX)
		doctor_tell(p->doctor, DOCTOR_WARNING, p->name, problem);
	return (ERR_OK);
}

static void
media_look(struct patient *p)
{
	struct fault f = { 0 };
	int64_t more;

	if (check_media(&p->site, media_one, p, &f) != ERR_OK ||
	    check_orphans(&p->site, orphan_one, p, &f) != ERR_OK)
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
	more = (p->bad > SHOWN_MAX ? p->bad - SHOWN_MAX : 0) +
	    (p->orphans > SHOWN_MAX ? p->orphans - SHOWN_MAX : 0);
	if (more > 0) {
		fault_set(&f, ERR_INTERNAL, "doctor.more", NULL, "%" PRId64,
		    more);
		doctor_tell(p->doctor, DOCTOR_WARNING, p->name, &f);
	}
	if (p->bad == 0)
		doctor_ok(p->name, "%" PRId64 " media files are whole",
		    p->good);
}

static void
ledger_look(struct patient *p)
{
	struct fault f = { 0 };
	int64_t rows;

	if (check_ledger(&p->site, &rows, &f) == ERR_OK)
		doctor_ok(p->name, "%" PRId64 " rows of the ledger hold",
		    rows);
	else
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
}

static void
search_look(struct patient *p)
{
	struct fault f = { 0 };
	struct search_report r;

	if (search_check(&p->site, &r, &f) == ERR_OK && r.waiting == 0 &&
	    r.strange == 0 && r.changed == 0) {
		doctor_ok(p->name, "%" PRId64 " entries can be searched",
		    r.indexed);
		return;
	}
	if (f.err == ERR_OK)
		fault_set(&f, ERR_INTERNAL, "doctor.search", NULL,
		    "%" PRId64 " + %" PRId64 " + %" PRId64, r.waiting,
		    r.strange, r.changed);
	doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
}

static void
jobs_look(struct patient *p)
{
	struct fault f = { 0 };
	struct json *row = NULL;
	int64_t late = 0, now = time_now();

	if (db_value(p->site.db, &late, &f,
	    "SELECT count(*) FROM job WHERE due_at <= :late"
	    " AND leased_until <= :late", DB_INT(":late", now - JOB_LATE)) !=
	    ERR_OK || db_one(p->site.db, p->doctor->arena, &row, &f,
	    "SELECT kind, object, failure FROM job WHERE attempts >= :many"
	    " AND failure <> '' ORDER BY attempts DESC LIMIT 1",
	    DB_INT(":many", JOB_FAILURES)) != ERR_OK) {
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
		return;
	}
	if (late > 0) {
		fault_set(&f, ERR_INTERNAL, "doctor.jobs_late", NULL,
		    "%" PRId64, late);
		doctor_tell(p->doctor, DOCTOR_WARNING, p->name, &f);
	}
	if (row != NULL) {
		fault_set(&f, ERR_INTERNAL, "doctor.job_fails", NULL,
		    "%s %" PRId64 ": %s", json_get_text(row, "kind", ""),
		    json_get_int(row, "object", 0),
		    json_get_text(row, "failure", ""));
		doctor_tell(p->doctor, DOCTOR_WARNING, p->name, &f);
	}
	if (late == 0 && row == NULL)
		doctor_ok(p->name, "no job is late");
}

/* The pure-data file of a theme or plugin; NULL after telling. */
static const struct json *
extension_file(struct patient *p, const char *folder, const char *name,
    const char *file)
{
	struct doctor *d = p->doctor;
	const char *path = arena_printf(d->arena, "%s/%s/%s/%s", d->cli->root,
	    folder, name, file);
	struct fault f = { 0 };
	struct json *data = NULL;
	enum err e = script_data(d->arena, path, &data, &f);

	if (e == ERR_OK)
		return (data);
	if (e == ERR_NOT_FOUND)
		fault_set(&f, ERR_INTERNAL, "doctor.extension", NULL, "%s/%s",
		    folder, name);
	doctor_tell(d, DOCTOR_FAULT, p->name, &f);
	return (NULL);
}

static void
theme_look(struct patient *p, const char *name)
{
	const struct json *theme;
	const char *first = name;
	int i;

	for (i = 0; i < THEMES_MAX && name != NULL; i++) {
		theme = extension_file(p, "themes", name, "theme.lua");
		if (theme == NULL)
			return;
		name = json_get_text(theme, "parent", NULL);
	}
	doctor_ok(p->name, "theme %s", first);
}

static void
extensions_look(struct patient *p)
{
	struct arena *a = p->doctor->arena;
	struct json *theme = NULL, *plugins = NULL;
	struct fault f = { 0 };

	if (setting_read(&p->site, a, "theme", &theme, &f) != ERR_OK ||
	    setting_read(&p->site, a, "plugins", &plugins, &f) != ERR_OK) {
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
		return;
	}
	if (theme != NULL && theme->type == JSON_STRING)
		theme_look(p, theme->text);
	json_each(name, plugins)
		if (name->type == JSON_STRING && extension_file(p, "plugins",
		    name->text, "plugin.lua") != NULL)
			doctor_ok(p->name, "plugin %s", name->text);
}

static void
hosts_look(struct patient *p)
{
	struct fault f = { 0 };
	int64_t hosts = 0;

	if (db_value(p->doctor->hub, &hosts, &f,
	    "SELECT count(*) FROM site_host WHERE site = :site",
	    DB_INT(":site", p->site.id)) == ERR_OK && hosts > 0) {
		doctor_ok(p->name, "%" PRId64 " host%s", hosts,
		    hosts == 1 ? "" : "s");
		return;
	}
	if (f.err == ERR_OK)
		fault_set(&f, ERR_INTERNAL, "doctor.hosts", NULL, NULL);
	doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
}

/* From December on also the next year's, which is published by then. */
static void
calendar_look(struct patient *p)
{
	struct arena *a = p->doctor->arena;
	struct calendar *c = calendar_alloc();
	struct fault f = { 0 };
	struct time_parts t;
	int year;

	time_split(time_now(), TIME_ZONE, &t);
	year = t.year + (t.month == 12);
	if (calendar_add_folder(c, arena_printf(a, "%s/core/data/holidays",
	    p->doctor->cli->root), &f) != ERR_OK ||
	    calendar_add_folder(c, arena_printf(a, "%s/holidays",
	    p->site.folder), &f) != ERR_OK)
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
	else if (calendar_knows(c, year))
		doctor_ok(p->name, "the holidays of %d are known", year);
	else {
		fault_set(&f, ERR_INTERNAL, "doctor.calendar", NULL, "%d",
		    year);
		doctor_tell(p->doctor, DOCTOR_WARNING, p->name, &f);
	}
	calendar_free(c);
}

void
doctor_site(struct doctor *d, int64_t id, const char *name)
{
	const char *folder = arena_printf(d->arena, "%s/%s", d->cli->sites,
	    name);
	struct patient p = { .doctor = d, .name = name,
	    .site = { .id = id, .name = name, .folder = folder } };

	doctor_mode(d, name, arena_printf(d->arena, "%s/data", folder));
	hosts_look(&p);
	p.site.db = doctor_database(d, name, arena_printf(d->arena,
	    "%s/data/site.db", folder), "site");
	if (p.site.db == NULL)
		return;
	media_look(&p);
	ledger_look(&p);
	search_look(&p);
	jobs_look(&p);
	extensions_look(&p);
	calendar_look(&p);
	db_close(p.site.db);
}
