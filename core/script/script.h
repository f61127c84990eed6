/*
 * Lua, as the web sees it: a lane's theme states (one a site) and plugin
 * states (one a plugin).  Belongs to the lane's thread.
 *
 * A theme state renders templates of the site, its theme, the theme's parents
 * and plugins, and sees what is live.  A plugin state runs the plugin's routes
 * and hooks; who acts is held here in C (struct call), never in Lua.
 *
 * In development (MINGCHUANG_DEVELOPMENT=1 in the environment, or
 * script_development()) changed files are seen within a second; else at the
 * next start, or when the site's settings change.
 */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "cms/cms.h"

struct lang;
struct script;

/* What the floor above does for scripts.  Any may be NULL. */
struct script_hooks {
	/* Appends the address of a route of C. */
	bool		(*link)(void *arg, struct site *site, const char *name,
			    const struct json *params, struct buf *out);
	/* For plugins with the capability "session". `in` is what the plugin
	 * gave: {name, password}.  `out` may hold something for it. */
	enum err	(*sign_in)(void *arg, struct call *c,
			    const struct json *in, struct json **out);
	enum err	(*sign_out)(void *arg, struct call *c);
	void		*arg;
};

enum err script_alloc(struct script **out, struct cms *cms, const char *root,
    struct fault *f);
void script_free(struct script *s);	/* NULL is allowed */
void script_set_hooks(struct script *s, const struct script_hooks *hooks);
void script_development(struct script *s, bool on);
bool script_develops(const struct script *s);

/* Renders a template with the members of `view` as its globals, and appends
 * to `out`, which is left as it was on errors.  Of "entry-term", a name with a
 * hyphen, the plugin that has the type "term" may have the template
 * (PLUGIN/entry-term); else the part before the hyphen stands in. */
enum err script_render(struct script *s, struct site *site,
    const char *template, const struct json *view, const struct json *page,
    struct buf *out, struct fault *f);

/* Where a static file is: "site.css" in site, theme, parent theme; "desk/a.js"
 * also in the plugin desk.  ERR_NOT_FOUND "page.unknown". */
enum err script_file(struct script *s, struct site *site, const char *path,
    char *out, size_t size, struct fault *f);

/* A text of site, theme, plugins or core; the key itself where none is. */
const char *script_text(struct script *s, struct site *site, const char *lang,
    const char *key);

/* A route of a plugin.  Borrowed until the next call of script_routes(). */
struct script_route {
	const char	*plugin;
	const char	*name;		/* "desk.entry.edit" */
	const char	*method;	/* "GET" */
	const char	*pattern;	/* "/desk/entries/{id:int}/edit" */
	const char	*permission;	/* "public", "session", or an act */
	bool		 form, editor, open;	/* as in web/route.h */
	const char	*root;		/* "letters" of /letters/{id}, where it
					 * is no column that the plugin offers;
					 * or NULL */
	bool		 reads;		/* changes nothing, even if not GET */
	const char	*cache;		/* too; NULL: not kept */
	const struct json *options;	/* all that the plugin gave */
	struct script_route *next;
};

/* Calls `each` for the routes of the plugins that are enabled for the site
 * (NULL: of all plugins), in the order of the site's list. */
enum err script_routes(struct script *s, struct site *site,
    void (*each)(const struct script_route *r, void *arg), void *arg,
    struct fault *f);

/*
 * Runs a route's handler.  `request` has params, query, form_fields, user,
 * lang, method, path (and what else the web likes to tell).  *reply is one of
 *	{"render": {"template", "view", "status"}}
 *	{"redirect": {"url", "status"}}
 *	{"json": {"value", "status"}}
 *	{"send": {"status", "type", "body", "headers"}}
 * or an error: the fault that the handler gave back, "script.failed",
 * "script.budget", or ERR_BUSY "plugin.quarantined" after three failures in a
 * row (cms/quarantine.h).  With a fault, *reply may hold {"out": …} (both texts of a conflict).
 */
enum err script_handle(struct script *s, struct call *c,
    const struct script_route *r, const struct json *request,
    struct json **reply, struct fault *f);

/* A plugin's route was refused before it was run: for the record. */
void script_refused(struct script *s, struct call *c,
    const struct script_route *r, const struct json *params, const struct fault *f);

/* How the rendering of the route's reply went: a template that never ends is
 * held against its plugin. */
void script_rendered(struct script *s, struct call *c,
    const struct script_route *r, enum err e, const struct fault *f);

/* For events that hand round HTML: this text is clean (html/clean.h), and so is
 * what the core's own functions make of it for plugins.  Is that one clean?
 * It needn't be cleaned again. */
void script_set_clean(struct script *s, const char *html, size_t length);
bool script_is_clean(const struct script *s, const char *html,
    size_t length);

/* Does a plugin of the site hook the event?  Asked before a payload is made. */
bool script_wanted(struct script *s, struct site *site, const char *event);

/* Gives the event to each enabled plugin that hooks it; *payload becomes what
 * they made of it.  A plugin that fails is logged and passed over; where the
 * event asks (script/guard.h) ERR_BUSY tells so. */
enum err script_emit(struct script *s, struct call *c, const char *event,
    struct json **payload);

/* Brings the tables of the site's plugins up to date; the first fault, after
 * all were tried and those that failed logged. */
enum err script_prepare(struct script *s, struct site *site,
    struct fault *f);

/* Does one due job of the site's plugins (the clerk's); *more: there was one.
 * A job that fails is tried again later. */
enum err script_work(struct script *s, struct site *site, int64_t now,
    bool *more, struct fault *f);
/* Runs one job, due or not: for tests. */
enum err script_work_now(struct script *s, struct site *site,
    const char *plugin, const char *name, struct fault *f);

/* Runs a plugin's command for the call's actor.  ERR_NOT_FOUND
 * "plugin.unused" on a site that doesn't use it. */
enum err script_command(struct script *s, struct call *c, const char *plugin,
    const char *name, const struct json *in, struct json **out,
    struct fault *f);

/* For whom the next page is rendered; NULL: nobody. */
void script_set_call(struct script *s, struct call *c);

/* A new page: what plugins did for the last one is forgotten.  And whether
 * every plugin did its part since, or the page shouldn't be kept. */
void script_begin(struct script *s);
bool script_whole(const struct script *s);

/* Did its route want more time than a visitors' lane has?  Then the staff lane
 * has to answer it, from the beginning. */
bool script_heavy(const struct script *s);

/* The texts that the site's pages have in "zh" or "en", of its theme and its
 * plugins as well; good until the next page.  NULL: the theme fails. */
const struct lang *script_texts(struct script *s, struct site *site,
    const char *lang);

/* All plugins there are: their manifests, with state, "ready" or "broken",
 * problem (a sentence), problem_name and problem_field. */
struct json *script_plugins(struct script *s, struct arena *a);

/* Checks the manifest and runs init.lua as for a request. */
enum err script_plugin_check(struct script *s, const char *name,
    struct fault *f);

/* A pure-data Lua file (site.lua, theme.lua, plugin.lua, demo data): no names
 * at all, text only, with a budget.  ERR_NOT_FOUND "script.file",
 * "script.failed" with file and line, "script.budget". */
enum err script_data(struct arena *a, const char *path, struct json **out,
    struct fault *f);

/* Can the file be compiled as a template?  ERR_INPUT "script.template" with
 * file, line and reason; nothing is run. */
enum err script_template_check(struct script *s, const char *path,
    const char *shown, struct fault *f);

#endif
