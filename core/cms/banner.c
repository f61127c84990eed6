/* Notice and mourning: see banner.h. */
#include "cms/banner.h"

#include "base/time.h"
#include "cms/job.h"
#include "cms/setting.h"

#define JOB "site.banner"

static const struct banner {
	const char	*name, *text, *from, *until;
	bool		 silent;	/* may hold without a text */
} banners[] = {
	{ "notice", "notice_text", "notice_from", "notice_until", false },
	{ "mourning", "mourning_text", "mourning_from", "mourning_until",
	    true },
};
#define BANNERS (sizeof(banners) / sizeof(banners[0]))

/* A time of the settings; `otherwise` where none is set. */
static int64_t
banner_time(const struct json *settings, const char *name, int64_t otherwise)
{
	int64_t at;

	return (time_parse(json_get_text(settings, name, ""), &at) ? at :
	    otherwise);
}

/* Without a text, mourning needs a start: or it would hold everywhere. */
static bool
banner_set(const struct json *settings, const struct banner *b)
{
	return (json_get_text(settings, b->text, "")[0] != '\0' ||
	    (b->silent && json_get_text(settings, b->from, "")[0] != '\0'));
}

enum err
banner_check(const struct json *settings, struct fault *f)
{
	size_t i;

	for (i = 0; i < BANNERS; i++)
		if (banner_time(settings, banners[i].until, INT64_MAX) <=
		    banner_time(settings, banners[i].from, INT64_MIN))
			return (fault_set(f, ERR_INPUT, "setting.until",
			    banners[i].until, NULL));
	return (ERR_OK);
}

void
banner_put(struct arena *a, const struct json *settings, int64_t now,
    struct json *view)
{
	struct json *o;
	size_t i;

	for (i = 0; i < BANNERS; i++) {
		const struct banner *b = &banners[i];

		if (!banner_set(settings, b) ||
		    now < banner_time(settings, b->from, INT64_MIN) ||
		    now >= banner_time(settings, b->until, INT64_MAX))
			continue;
		o = json_put(view, b->name, json_object(a));
		json_put_text(a, o, "text",
		    json_get_text(settings, b->text, ""));
		json_put_text(a, o, "link", b->silent ? "" :
		    json_get_text(settings, "notice_link", ""));
	}
}

enum err
banner_plan(struct site *site, const struct json *settings, int64_t now,
    struct fault *f)
{
	int64_t next = INT64_MAX, at;
	size_t i;

	for (i = 0; i < BANNERS; i++) {
		if (!banner_set(settings, &banners[i]))
			continue;
		at = banner_time(settings, banners[i].from, 0);
		if (at > now && at < next)
			next = at;
		at = banner_time(settings, banners[i].until, 0);
		if (at > now && at < next)
			next = at;
	}
	return (next == INT64_MAX ? job_drop(site, JOB, 0, f) :
	    job_put(site, JOB, 0, next, f));
}

/* in a transaction */
static enum err
turn_in(struct site *site, struct arena *a, int64_t now, struct fault *f)
{
	struct json *settings;
	enum err e = setting_all(site, a, &settings, f);

	site->live_changed = true;
	return (e == ERR_OK ? banner_plan(site, settings, now, f) : e);
}

enum err
banner_turn(struct site *site, int64_t now, struct fault *f)
{
	struct arena *a;
	int64_t due = 0;
	enum err e = db_value(site->db, &due, f, "SELECT count(*) FROM job"
	    " WHERE kind = '" JOB "' AND due_at <= :now", DB_INT(":now", now));

	if (e != ERR_OK || due == 0 || (e = site_begin(site, f)) != ERR_OK)
		return (e);
	a = arena_alloc();
	if ((e = turn_in(site, a, now, f)) == ERR_OK)
		e = site_commit(site, f);
	if (e != ERR_OK)
		site_rollback(site);
	arena_free(a);
	return (e);
}
