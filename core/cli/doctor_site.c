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

/* A theme's pure-data file; NULL after telling. */
static const struct json *
theme_file(struct patient *p, const char *name)
{
	struct doctor *d = p->doctor;
	const char *path = arena_printf(d->arena, "%s/themes/%s/theme.lua",
	    d->cli->root, name);
	struct fault f = { 0 };
	struct json *data = NULL;
	enum err e = script_data(d->arena, path, &data, &f);

	if (e == ERR_OK)
		return (data);
	if (e == ERR_NOT_FOUND)
		fault_set(&f, ERR_INTERNAL, "doctor.extension", NULL,
		    "themes/%s", name);
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
		if ((theme = theme_file(p, name)) == NULL)
			return;
		name = json_get_text(theme, "parent", NULL);
	}
	doctor_ok(p->name, "theme %s", first);
}

static void
extensions_look(struct patient *p)
{
	struct arena *a = p->doctor->arena;
	struct json *theme = NULL;
	struct fault f = { 0 };

	if (setting_read(&p->site, a, "theme", &theme, &f) != ERR_OK) {
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
		return;
	}
	if (theme != NULL && theme->type == JSON_STRING)
		theme_look(p, theme->text);
	doctor_plugins(p->doctor, p->name);
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

/* A year's calendar is published in the November before: from December on
 * it is missing. */
static void
calendar_year(struct patient *p, const struct calendar *c, int year,
    bool needed)
{
	struct fault f = { 0 };

	if (calendar_knows(c, year))
		doctor_ok(p->name, "the holidays of %d are known", year);
	else if (!needed)
		doctor_ok(p->name, "the holidays of %d aren't known yet",
		    year);
	else {
		fault_set(&f, ERR_INTERNAL, "doctor.calendar", NULL, "%d",
		    year);
		doctor_tell(p->doctor, DOCTOR_WARNING, p->name, &f);
	}
}

static void
calendar_look(struct patient *p)
{
	struct arena *a = p->doctor->arena;
	struct calendar *c = calendar_alloc();
	struct fault f = { 0 };
	struct time_parts t;

	time_split(time_now(), TIME_ZONE, &t);
	if (calendar_add_folder(c, arena_printf(a, "%s/core/data/holidays",
	    p->doctor->cli->root), &f) != ERR_OK ||
	    calendar_add_folder(c, arena_printf(a, "%s/holidays",
	    p->site.folder), &f) != ERR_OK)
		doctor_tell(p->doctor, DOCTOR_FAULT, p->name, &f);
	else {
		calendar_year(p, c, t.year, true);
		calendar_year(p, c, t.year + 1, t.month == 12);
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
	doctor_work(d, &p.site);
	extensions_look(&p);
	calendar_look(&p);
	db_close(p.site.db);
}
