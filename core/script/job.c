/*
 * Work that plugins do by themselves: jobs, which the clerk runs when they are
 * due, and commands, which somebody on the server asks for.  A job is a row of
 * the site's table `job`, of the kind "plugin.NAME.JOB"; one of a plugin that
 * the site doesn't use any more is dropped.
 */
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/time.h"
#include "cms/job.h"
#include "cms/user.h"
#include "script/plugin.h"
#include "script/sandbox.h"
#include "script/value.h"
#include "script/world.h"

#define KIND_SIZE 96
#define AFTER_MAX (366 * 86400)	/* seconds */

struct working {
	struct plugin		*plugin;
	const char		*kind, *name;	/* "jobs", "check" */
	const struct json	*in;
	struct json		**out;
	struct arena		*arena;
};

/* Runs the function with `in`; what it gives back becomes *out. */
static int
work_run(lua_State *L)
{
	struct working *w = lua_touserdata(L, 1);

	lua_settop(L, 0);
	plugin_push_registered(L, w->plugin, w->kind, w->name);
	if (!lua_isfunction(L, 1))
		return (luaL_error(L, "plugin %s has no '%s' among its %s",
		    w->plugin->name, w->name, w->kind));
	value_push(L, w->in);
	lua_call(L, 1, 2);
	if (lua_isnil(L, 1) && !lua_isnil(L, 2)) {
		if (lua_istable(L, 2))
			lua_getfield(L, 2, "message");
		return (luaL_error(L, "%s", sandbox_tolstring(L, -1)));
	}
	if (w->out != NULL)
		*w->out = value_get(L, 1, w->arena);
	return (0);
}

enum err
script_command(struct script *s, struct call *c, const char *plugin,
    const char *name, const struct json *in, struct json **out,
    struct fault *f)
{
	struct working w = { .kind = "commands", .name = name, .in = in,
	    .out = out, .arena = c->arena };
	enum err e;

	*out = NULL;
	if ((w.plugin = plugin_find(s, plugin, f)) == NULL)
		return (f != NULL ? f->err : ERR_INTERNAL);
	if (!plugin_enabled(s, c->site, plugin))
		return (fault_set(f, ERR_NOT_FOUND, "plugin.unused", NULL,
		    "%s", plugin));
	e = plugin_run(w.plugin, c, PLUGIN_COMMAND, name, work_run, &w, f);
	record_command(w.plugin, c, name);
	if (e == ERR_OK && *out != NULL && (*out)->type == JSON_NULL)
		*out = json_object(c->arena);
	return (e);
}

static void
job_kind(char out[KIND_SIZE], const char *plugin, const char *job)
{
	snprintf(out, KIND_SIZE, "plugin.%s.%.40s", plugin, job);
}

/* Its row in the manifest, or NULL. */
static const struct json *
job_declared(const struct plugin *p, const char *name)
{
	json_each(job, json_get(p->manifest, "jobs"))
		if (strcmp(json_get_text(job, "name", ""), name) == 0)
			return (job);
	return (NULL);
}

/* Due at once where it has no row yet. */
static enum err
jobs_plan(struct plugin *p, struct site *site, int64_t now, struct fault *f)
{
	char kind[KIND_SIZE];
	int64_t there;
	enum err e = ERR_OK;

	json_each(job, json_get(p->manifest, "jobs")) {
		job_kind(kind, p->name, json_get_text(job, "name", ""));
		there = 0;
		e = db_value(site->db, &there, f, "SELECT count(*) FROM job"
		    " WHERE kind = :kind", DB_TEXT(":kind", kind));
		if (e == ERR_OK && there == 0 &&
		    json_get_int(job, "every", 0) > 0)
			e = job_put(site, kind, 0, now, f);
		if (e != ERR_OK)
			break;
	}
	return (e);
}

/* "plugin.feeds.fetch" → a plugin that the site uses, and its job. */
static struct plugin *
job_plugin(struct script *s, struct site *site, const char *kind,
    const char **job)
{
	char name[PLUGIN_NAME_MAX];
	const char *p = kind + strlen("plugin."), *dot = strchr(p, '.');
	struct plugin *plugin;

	if (dot == NULL || (size_t)(dot - p) >= sizeof(name))
		return (NULL);
	snprintf(name, sizeof(name), "%.*s", (int)(dot - p), p);
	*job = dot + 1;
	plugin = plugin_find(s, name, NULL);
	return (plugin != NULL && plugin_enabled(s, site, name) &&
	    job_declared(plugin, *job) != NULL ? plugin : NULL);
}

/* The next run of a job that went well; one that was asked for meanwhile
 * keeps its time. */
static enum err
job_again(struct site *site, const struct job *job, int64_t every, int64_t now,
    struct fault *f)
{
	if (every == 0)
		return (job_done(site, job, f));
	return (db_run(site->db, f, "UPDATE job SET leased_until = 0,"
	    " attempts = 0, failure = '', due_at = CASE WHEN due_at > :now"
	    " THEN min(due_at, :next) ELSE :next END WHERE id = :id",
	    DB_INT(":now", now), DB_INT(":next", now + every),
	    DB_INT(":id", job->id)));
}

/* Runs it as the clerk. */
static enum err
job_call(struct plugin *p, struct site *site, const char *name,
    struct arena *a, struct fault *f)
{
	struct json *in = json_object(a);
	struct actor clerk;
	struct call c = { .cms = site->cms, .site = site, .actor = &clerk,
	    .arena = a, .fault = f };
	struct working w = { .plugin = p, .kind = "jobs", .name = name,
	    .in = in };
	char what[KIND_SIZE];

	actor_system(&clerk, "clerk");
	clerk.display = json_get_text(p->manifest, "title", clerk.name);
	json_put_text(a, in, "job", name);
	snprintf(what, sizeof(what), "job %.40s", name);
	return (plugin_run(p, &c, PLUGIN_JOB, what, work_run, &w, f));
}

static enum err
job_run(struct script *s, struct site *site, const struct job *job,
    int64_t now, struct arena *a, struct fault *f)
{
	struct fault own = { .err = ERR_OK };
	struct plugin *p;
	const char *name;

	if ((p = job_plugin(s, site, job->kind, &name)) == NULL)
		return (job_done(site, job, f));
	if (job_call(p, site, name, a, &own) != ERR_OK)
		return (job_fail(site, job, now, own.detail, f));
	return (job_again(site, job, json_get_int(job_declared(p, name),
	    "every", 0), now, f));
}

/* Takes one due job of plugins, none of the core's. */
static enum err
job_next_due(struct site *site, struct arena *a, int64_t now, struct job *job,
    struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f, "SELECT kind FROM job"
	    " WHERE kind > 'plugin.' AND kind < 'plugin/' AND due_at <= :now"
	    " AND leased_until <= :now ORDER BY due_at, id LIMIT 1",
	    DB_INT(":now", now));

	job->id = 0;
	return (e != ERR_OK || row == NULL ? e : job_take(site, a,
	    json_get_text(row, "kind", ""), now, job, f));
}

enum err
script_work(struct script *s, struct site *site, int64_t now, bool *more,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct job job = { .id = 0 };
	struct plugin *p;
	enum err e = ERR_OK;

	plugins_refresh(s);
	for (p = s->plugins; p != NULL && e == ERR_OK; p = p->next)
		if (plugin_enabled(s, site, p->name) &&
		    json_get(p->manifest, "jobs") != NULL)
			e = jobs_plan(p, site, now, f);
	if (e == ERR_OK)
		e = job_next_due(site, a, now, &job, f);
	if (e == ERR_OK && job.id != 0)
		e = job_run(s, site, &job, now, a, f);
	*more = job.id != 0;
	arena_free(a);
	return (e);
}

enum err
script_work_now(struct script *s, struct site *site, const char *plugin,
    const char *name, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct plugin *p = plugin_find(s, plugin, f);
	enum err e;

	if (p == NULL)
		e = f != NULL ? f->err : ERR_INTERNAL;
	else if (!plugin_enabled(s, site, plugin))
		e = fault_set(f, ERR_NOT_FOUND, "plugin.unused", NULL, "%s",
		    plugin);
	else
		e = job_call(p, site, name, a, f);
	arena_free(a);
	return (e);
}

/* after(name, seconds): one run soon, whatever else is planned. */
int
plugin_after(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	const char *name = luaL_checkstring(L, 1);
	lua_Integer seconds = luaL_checkinteger(L, 2);
	struct fault f = { .err = ERR_OK };
	char kind[KIND_SIZE];
	enum err e;

	if (job_declared(p, name) == NULL)
		return (luaL_error(L, "plugin.lua has no job '%s'", name));
	if (seconds < 0 || seconds > AFTER_MAX)
		return (luaL_error(L, "after: 0 to %d seconds", AFTER_MAX));
	if (c->site == NULL || c->looking || cms_mode(c->cms) != DB_WRITE)
		return (luaL_error(L, "after: visitors' requests (GET) and "
		    "previews only read"));
	if (plugin_in_transaction(p))
		return (luaL_error(L, "after: inside a transaction"));
	job_kind(kind, p->name, name);
	state_leave(L);
	e = job_sooner(c->site, kind, time_now() + (seconds > 0 ? seconds : 1),
	    &f);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, NULL));
	}
	lua_pushboolean(L, true);
	return (1);
}
