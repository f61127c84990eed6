/*
 * Plugins of a lane: folder, manifest, Lua state, what it registered.  Inside
 * core/script only.
 */
#ifndef SCRIPT_PLUGIN_H
#define SCRIPT_PLUGIN_H

#include <lua.h>

#include "script/lazy.h"
#include "script/module.h"
#include "script/script.h"
#include "script/state.h"

#define PLUGIN_API 1
#define PLUGIN_NAME_MAX 32

struct act;
struct store;

/* What it is called for, which decides how long it may take
 * and which acts it may ask for. */
enum plugin_kind {
	PLUGIN_EVENT,	/* a hook: beside what somebody waits for */
	PLUGIN_READ,	/* a page */
	PLUGIN_WRITE,	/* a form */
	PLUGIN_JOB,	/* the clerk, for whom nobody waits */
	PLUGIN_COMMAND,	/* somebody on the server */
	PLUGIN_KINDS
};

/* What a route or command did, for the record of acts (record.c). */
struct deed {
	bool	wrote;		/* its own tables */
	char	object[240];	/* to what, as it says itself, or "" */
};

struct plugin {
	struct plugin		*next;		/* by name */
	struct script		*script;
	char			 name[PLUGIN_NAME_MAX];
	char			*folder;
	struct arena		*arena;		/* until it is loaded again */
	const struct json	*manifest;	/* NULL: broken */
	struct fault		 problem;	/* why it is broken */
	struct state		*state;		/* NULL: not loaded */
	struct file_mark	*marks;		/* the files it was read from */
	struct script_route	*routes, *last_route;
	uint32_t		 releases;	/* when it was loaded */
	bool			 worn;		/* to be loaded again */
	int			 registry;	/* what it registered */

	const struct json	*events;	/* names that it hooks */
	struct store		*stores;	/* its connections */

	struct lazy_event	 event;		/* those that go on */

	/* Of the call that goes on. */
	struct call		*call;
	enum plugin_kind	 kind;
	const char		*lang;
	struct deed		 deed;
};

/* The plugin with its manifest; NULL with the fault where it is missing or
 * the manifest is wrong.  init.lua may not have run yet. */
struct plugin *plugin_known(struct script *s, const char *name,
    struct fault *f);
/* The same, loaded. */
struct plugin *plugin_find(struct script *s, const char *name,
    struct fault *f);

/* Finds all folders under plugins/ that are not known, after plugins_found was
 * cleared. */
void plugins_look(struct script *s);
/* Finds new folders; loads again what is worn out or, where it was broken or
 * in development, has changed.  Routes read before are gone then. */
void plugins_refresh(struct script *s);
void plugins_free(struct script *s);

/* Is the plugin in the site's list?  A NULL site has all. */
bool plugin_enabled(struct script *s, struct site *site, const char *name);

/* The plugin that the site uses and that has this type, or NULL. */
struct plugin *plugin_of_type(struct script *s, struct site *site,
    const char *type);

/* Is it, and all that it depends on, in this list of a site, or part of every
 * site? */
bool plugin_among(struct script *s, const struct json *names,
    const char *name);

/* ERR_INPUT "plugin.manifest" naming file, key and what was expected. */
enum err plugin_manifest_check(const char *name, const struct json *manifest,
    struct fault *f);

/* The part of it that looks into tables: settings, columns, jobs, …. */
enum err manifest_items(const char *plugin, const struct json *manifest,
    struct fault *f);
/* What it depends on is there, and doesn't depend on it. */
enum err plugin_depends_check(struct script *s, const struct plugin *p,
    struct fault *f);

bool plugin_may(const struct plugin *p, const char *capability);

/* Is it in use on the site, as far as its failures go?  See
 * cms/quarantine.h. */
bool plugin_in_use(struct plugin *p, const struct site *site);

/* Runs fn with the call's actor; counts failures of `what`, a hook's or
 * route's name.  ERR_BUSY "plugin.quarantined" where it isn't in use. */
enum err plugin_run(struct plugin *p, struct call *c, enum plugin_kind kind,
    const char *what, lua_CFunction fn, void *arg, struct fault *f);

/* Counts how a part of a page went that is the plugin's: `what` is a hook, or
 * a template.  Of failures that are its own staff are told, and after three in
 * a row it is out of use. */
void plugin_count(struct plugin *p, struct site *site, const char *what,
    enum err e, const struct fault *f);

/* Did it register a hook for the event? */
bool plugin_hooks(const struct plugin *p, const char *event);

/* For bindings: the call that goes on, raising where there is none; and nil
 * and the error as plugins see it, pushed. */
struct call *plugin_call(lua_State *L);
int plugin_push_fault(lua_State *L, const struct fault *f,
    const struct json *out);

/* May the plugin, called as it is now, ask for the act?  ERR_FORBIDDEN
 * "plugin.act". */
enum err plugin_act_check(const struct plugin *p, const struct act *act,
    const struct json *in, struct fault *f);

/* Is one of its transactions open? */
bool plugin_in_transaction(struct plugin *p);

/* record.c: after a route or command was run; and deed(text). */
void record_route(struct plugin *p, struct call *c,
    const struct script_route *r, const struct json *request,
    const struct json *reply, enum err e, const struct fault *f);
void record_command(struct plugin *p, struct call *c, const char *name);
int record_deed(lua_State *L);

/* job.c: after(name, seconds). */
int plugin_after(lua_State *L);

/* Adds plugin.db's functions to the table on top. */
void db_bind_open(lua_State *L);

/* The same for receipts, challenges and working days. */
void receive_bind(lua_State *L);

/* Functions of the core that lua/cms/plugin.lua gets, pushed as a table. */
void plugin_push_core(lua_State *L);

/* Pushes what the plugin registered under `kind` ("routes", "hooks") and
 * `name`, or nil. */
void plugin_push_registered(lua_State *L, struct plugin *p, const char *kind,
    const char *name);

#endif
