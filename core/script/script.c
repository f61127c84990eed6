/* A lane's scripts: see script.h. */
#include "script/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/log.h"
#include "script/data.h"
#include "script/check.h"
#include "script/guard.h"
#include "script/plugin_store.h"
#include "script/theme.h"
#include "script/world.h"

static struct json *
told_list(void *arg, struct arena *a)
{
	return (script_plugins(arg, a));
}

static struct json *
told_themes(void *arg, struct arena *a)
{
	return (theme_list(arg, a));
}

/* Whoever writes a theme may choose it as it is. */
static enum err
told_theme(void *arg, struct site *site, const char *name, struct fault *f)
{
	struct script *s = arg;

	return (s->development ? ERR_OK : theme_try(s, site, name, f));
}

/* The tables of a plugin that a site begins to use. */
static enum err
told_prepare(void *arg, struct call *c, const char *name)
{
	struct plugin *p = plugin_find(arg, name, c->fault);
	struct store *store;
	enum err e;

	if (p == NULL)
		return (c->fault != NULL ? c->fault->err : ERR_INTERNAL);
	if ((e = check_plugin(p, c->fault)) != ERR_OK ||
	    (e = check_columns_of(p, c)) != ERR_OK)
		return (e);
	guard_note(p, c->site);
	return (!plugin_may(p, "db") ? ERR_OK :
	    store_find(p, c->site, &store, c->fault));
}

static const char *
told_stands(void *arg, struct call *c, const char *path)
{
	const struct script_route *r;
	struct script *s = arg;
	struct plugin *p;

	plugins_look(s);
	for (p = s->plugins; p != NULL; p = p->next) {
		if (!plugin_enabled(s, c->site, p->name) ||
		    plugin_find(s, p->name, NULL) == NULL)
			continue;
		for (r = p->routes; r != NULL; r = r->next)
			if (r->root != NULL && strcmp(r->root, path) == 0)
				return (json_get_text(p->manifest, "title",
				    p->name));
	}
	return (NULL);
}

static bool
told_wanted(void *arg, struct call *c, const char *event)
{
	return (script_wanted(arg, c->site, event));
}

static enum err
told_emit(void *arg, struct call *c, const char *event, struct json **payload)
{
	return (script_emit(arg, c, event, payload));
}

enum err
script_alloc(struct script **out, struct cms *cms, const char *root,
    struct fault *f)
{
	struct script *s = must_alloc(sizeof(*s));
	const char *development = getenv("MINGCHUANG_DEVELOPMENT");

	(void)f;
	memset(s, 0, sizeof(*s));
	s->cms = cms;
	s->root = must_text(root);
	s->development = development != NULL && strcmp(development, "1") == 0;
	s->told = (struct plugin_source){ .list = told_list,
	    .themes = told_themes, .theme = told_theme, .prepare = told_prepare,
	    .stands = told_stands, .arg = s };
	s->listener = (struct cms_listener){ told_wanted, told_emit, s };
	if (cms != NULL) {
		cms_set_plugins(cms, &s->told);
		cms_listen(cms, &s->listener);
	}
	*out = s;
	return (ERR_OK);
}

void
script_free(struct script *s)
{
	struct theme *t;

	if (s == NULL)
		return;
	while ((t = s->themes) != NULL) {
		s->themes = t->next;
		theme_free(t);
	}
	plugins_free(s);
	state_free(s->compiler);
	buf_cleanup(&s->compiled);
	buf_cleanup(&s->scratch);
	buf_cleanup(&s->clean);
	if (s->cms != NULL) {
		cms_set_plugins(s->cms, NULL);
		cms_listen(s->cms, NULL);
	}
	free(s->root);
	free(s);
}

enum err
script_prepare(struct script *s, struct site *site, struct fault *f)
{
	struct fault own = { .err = ERR_OK };
	struct plugin *p;
	enum err e, first = ERR_OK;

	plugins_refresh(s);
	for (p = s->plugins; p != NULL; p = p->next) {
		if (!plugin_enabled(s, site, p->name))
			continue;
		if (plugin_known(s, p->name, NULL) != NULL)
			guard_note(p, site);
		if (!plugin_may(p, "db"))
			continue;
		e = store_prepare(p, site, &own);
		if (e == ERR_OK)
			continue;
		log_error("plugin %s, site %s: %s %s", p->name, site->name,
		    own.name, own.detail);
		if (first == ERR_OK && f != NULL)
			*f = own;
		if (first == ERR_OK)
			first = e;
	}
	return (first);
}

const struct lang *
script_texts(struct script *s, struct site *site, const char *lang)
{
	struct theme *t;

	return (theme_find(s, site, &t, NULL) == ERR_OK ?
	    theme_texts_of(t, lang) : NULL);
}

void
script_set_call(struct script *s, struct call *c)
{
	s->call = c;
}

void
script_set_clean(struct script *s, const char *html, size_t length)
{
	buf_reset(&s->clean);
	buf_append(&s->clean, html, length);
}

bool
script_is_clean(const struct script *s, const char *html, size_t length)
{
	return (s->clean.length == length && length > 0 &&
	    memcmp(s->clean.data, html, length) == 0);
}

void
script_set_hooks(struct script *s, const struct script_hooks *hooks)
{
	s->hooks = *hooks;
}

void
script_development(struct script *s, bool on)
{
	s->development = on;
}

bool
script_develops(const struct script *s)
{
	return (s->development);
}

enum err
script_file(struct script *s, struct site *site, const char *path, char *out,
    size_t size, struct fault *f)
{
	char found[THEME_PATH_MAX];
	struct theme *t;
	enum err e;

	if ((e = theme_find(s, site, &t, f)) != ERR_OK)
		return (e);
	if (!theme_file(t, "static", path, "", found, NULL) ||
	    strlen(found) >= size)
		return (fault_set(f, ERR_NOT_FOUND, "page.unknown", NULL,
		    "%s", path));
	memcpy(out, found, strlen(found) + 1);
	return (ERR_OK);
}

const char *
script_text(struct script *s, struct site *site, const char *lang,
    const char *key)
{
	struct theme *t;
	const char *text = NULL;

	if (theme_find(s, site, &t, NULL) == ERR_OK)
		text = theme_text(t, lang, key);
	return (text != NULL ? text : key);
}

enum err
script_data(struct arena *a, const char *path, struct json **out,
    struct fault *f)
{
	return (data_load(a, path, path, out, f));
}
