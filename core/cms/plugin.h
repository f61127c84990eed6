/*
 * Plugins as staff of a site see them: which there are, which the site uses,
 * what they may be set to, and which are out of use (quarantine.h).  What a
 * plugin is, its manifest says; core/script reads it and gives it from here on
 * (plugin_source), so that the domain needs no Lua.
 *
 * A site's plugins are its setting `plugins`, in order; the settings of one
 * are its setting `plugin.NAME`, an object.
 */
#ifndef CMS_PLUGIN_H
#define CMS_PLUGIN_H

#include "cms/cms.h"

/* Given for all of a lane's themes and plugins. */
struct plugin_source {
	/* All there are: an array of manifests, with `state` ("ready" or
	 * "broken"), `problem`, `problem_field`. */
	struct json	*(*list)(void *arg, struct arena *a);
	/* The themes that can be used: [{name, title, blocks}], blocks being
	 * what the setting `home` may name, inherited from the parent. */
	struct json	*(*themes)(void *arg, struct arena *a);
	/* Would the theme NAME show the site?  ERR_INPUT "setting.theme". */
	enum err	(*theme)(void *arg, struct site *site,
			    const char *name, struct fault *f);
	/* Makes it ready for the site that begins to use it (its tables).  May
	 * be NULL. */
	enum err	(*prepare)(void *arg, struct call *c,
			    const char *name);
	/* The title of a plugin of the call's site whose own pages stand below
	 * /PATH, where a column would be hidden by them; NULL: none. */
	const char	*(*stands)(void *arg, struct call *c,
			    const char *path);
	void		*arg;
};

/* Who tells of plugins: script_alloc() says it.  Borrowed; NULL in a program
 * without scripts, which then has none. */
void cms_set_plugins(struct cms *cms, const struct plugin_source *source);
const struct plugin_source *cms_plugins(const struct cms *cms);

/* [{name, title, version, description, state, listed, always, problem,
 * problem_field, depends: [{name, title, used}], needed_by: [{name, title}],
 * columns: [{path, title, type, there}], capabilities, permissions, jobs,
 * settings: [{name, kind, label, hint, value, stored, default, min, max,
 * choices}] (stored: not the default),
 * failure: see plugin_failure()}].
 * `state`: "broken", "quarantined", "on", "off", "waiting" where it is
 * listed but something that it depends on isn't used, or "missing" where the
 * list has it and its folder is gone. */
enum err plugins_view(struct call *c, struct json **out);

/* What of it failed lately on the call's site: {at, since, failures, failing,
 * where, name, detail}, or null.  `name` may be QUARANTINE_THEME "NAME". */
struct json *plugin_failure(struct call *c, const char *name);

/* May the site have a column of this path?  ERR_CONFLICT "column.plugin" with
 * `field` where a plugin's pages stand there. */
enum err plugin_leaves(struct call *c, const char *path, const char *field);

/* Is the plugin in the site's list?  Those that are part of every site needn't
 * be. */
bool plugin_used(struct site *site, const char *name);

/* The plugin's view in that list, or NULL. */
const struct json *plugin_named(const struct json *all, const char *name);

/* Checks `given` against the schema of settings in the view and puts what is
 * to be stored into *out: `given` over what was stored.  null stands for the
 * default.  ERR_INPUT with the setting as field. */
enum err plugin_settings_check(struct call *c, const struct json *view,
    const struct json *given, struct json **out);

#endif
