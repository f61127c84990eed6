/* Themes: see theme.h. */
#include "script/theme.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/lang.h"
#include "script/plugin.h"
#include "script/sandbox.h"
#include "script/world.h"

/* The largest pages take a hundredth of this; in the visitors' lane all others
 * wait for it. */
static const struct state_limit staff_limit = {
	.memory = 64 * 1024 * 1024, .steps = 10000000, .milliseconds = 1000
};
static const struct state_limit visitor_limit = {
	.memory = 64 * 1024 * 1024, .steps = 10000000, .milliseconds = 80
};

static int
theme_open(lua_State *L)
{
	struct theme *t = lua_touserdata(L, 1);

	module_open(L, t->script->root, NULL, NULL);
	sandbox_push_library(L);
	raw_open(L);
	render_open(L);
	helper_open(L);
	live_open(L);
	lua_pushnil(L);	/* templates have include() */
	lua_setfield(L, -2, "require");
	return (0);
}

/* Reads the site's settings, as of the generation before they are read. */
static enum err
theme_inform(struct theme *t, struct fault *f)
{
	uint64_t generation = site_generation(t->site);
	struct arena *a = arena_alloc();
	struct json *info = NULL;
	enum err e;

	e = live_answer(t->site, "site", NULL, a, &info, f);
	if (e != ERR_OK) {
		arena_free(a);
		return (e);
	}
	arena_free(t->info_arena);
	t->info_arena = a;
	t->info = info;
	t->menu = NULL;
	t->generation = generation;
	return (ERR_OK);
}

enum err
theme_menu(struct theme *t, const struct json **out, struct fault *f)
{
	struct json *menu = NULL;
	enum err e = ERR_OK;

	if (t->menu == NULL)
		e = live_answer(t->site, "menu", NULL, t->info_arena, &menu,
		    f);
	if (menu != NULL)
		t->menu = menu;
	*out = t->menu;
	return (e);
}

static const char *
theme_name(const struct theme *t)
{
	return (json_get_text(t->info, "theme", "base"));
}

/* `name`: another theme than the site has. */
static enum err
theme_make(struct theme *t, const char *name, struct fault *f)
{
	enum err e;

	if ((e = theme_inform(t, f)) != ERR_OK ||
	    (e = theme_chain(t, t->info_arena, name != NULL ? name :
	    theme_name(t), f)) != ERR_OK)
		return (e);
	t->state = state_alloc(t->script->cms != NULL &&
	    cms_mode(t->script->cms) == DB_READ ? &visitor_limit :
	    &staff_limit, t);
	return (state_run(t->state, theme_open, t, f));
}

static struct theme *
theme_alloc(struct script *s, struct site *site)
{
	struct theme *t = must_alloc(sizeof(*t));

	memset(t, 0, sizeof(*t));
	t->script = s;
	t->site = site;
	t->site_name = must_text(site->name);
	t->arena = arena_alloc();
	t->looked = time(NULL);
	t->asked = s->asked;
	return (t);
}

void
theme_free(struct theme *t)
{
	size_t i;

	if (t->state != NULL)
		template_forget(t);
	rest_free(t);
	assets_free(t);
	state_free(t->state);
	for (i = 0; i < t->chain_length; i++)
		free(t->chain[i]);
	for (i = 0; i < 2; i++)
		if (t->texts[i] != NULL)
			lang_free(t->texts[i]);
	file_marks_free(&t->marks);
	arena_free(t->info_arena);
	arena_free(t->arena);
	free(t->site_name);
	free(t);
}

enum err
theme_new(struct script *s, struct site *site, const char *name,
    struct theme **out, struct fault *f)
{
	struct theme *t = theme_alloc(s, site);
	enum err e = theme_make(t, name, f);

	if (e != ERR_OK) {
		theme_free(t);
		t = NULL;
	}
	*out = t;
	return (e);
}

/* Has the site another theme, or other plugins, than when its settings were
 * read last?  Templates of a plugin are gone with it. */
static bool
theme_other(struct theme *t)
{
	struct buf before = { 0 }, now = { 0 };
	bool other;

	json_canonical(&before, json_get(t->info, "plugins"));
	other = theme_inform(t, NULL) != ERR_OK ||
	    strcmp(t->chain[0], theme_name(t)) != 0;
	if (!other) {
		json_canonical(&now, json_get(t->info, "plugins"));
		other = strcmp(buf_string(&before), buf_string(&now)) != 0;
	}
	if (other)
		t->script->plugins_found = false;	/* may be new folders */
	buf_cleanup(&before);
	buf_cleanup(&now);
	return (other);
}

/* Whether the state has to be made again: another theme, or changed files.
 * What publishing changes costs no more than a look at the settings. */
static bool
theme_stale(struct theme *t)
{
	time_t now;

	if (t->out != NULL)
		return (false);		/* it renders right now */
	if (t->asked == t->script->asked && t->asked != 0)
		return (false);		/* a request sees one state of things */
	t->asked = t->script->asked;
	if (t->generation != site_generation(t->site) && theme_other(t))
		return (true);
	now = time(NULL);
	if (!t->script->development || now == t->looked)
		return (false);
	t->looked = now;
	return (file_marks_stale(t->marks));
}

enum err
theme_find(struct script *s, struct site *site, struct theme **out,
    struct fault *f)
{
	return (theme_below(s, site, 0, out, f));
}

enum err
theme_below(struct script *s, struct site *site, size_t skip,
    struct theme **out, struct fault *f)
{
	struct theme **at = &s->themes, *t;
	enum err e;

	while (*at != NULL && ((*at)->skip != skip ||
	    strcmp((*at)->site_name, site->name) != 0))
		at = &(*at)->next;
	if ((t = *at) != NULL) {
		t->site = site;
		if (!theme_stale(t)) {
			*out = t;
			return (ERR_OK);
		}
		*at = t->next;
		theme_free(t);
	}
	if ((e = theme_new(s, site, NULL, &t, f)) != ERR_OK)
		return (e);
	t->skip = skip;
	if (skip == 0)
		theme_tell(t);
	t->next = s->themes;
	s->themes = t;
	*out = t;
	return (ERR_OK);
}

/* A missing file is fine; a wrong line is logged by whoever checks the files:
 * what could be read stays. */
static void
theme_text_load(struct theme *t, struct lang *l, const char *path)
{
	file_mark_add(&t->marks, path);
	(void)lang_load(l, path, NULL);
}

static struct lang *
theme_texts(struct theme *t, const char *lang)
{
	const char *root = t->script->root;
	struct arena *a = arena_alloc();
	struct lang *l = lang_alloc();
	struct plugin *p;
	size_t i;

	plugins_look(t->script);
	theme_text_load(t, l, arena_printf(a, "%s/lang/%s.lang",
	    t->site->folder, lang));
	for (i = 0; i < t->chain_length; i++)
		theme_text_load(t, l, arena_printf(a,
		    "%s/themes/%s/lang/%s.lang", root, t->chain[i], lang));
	for (p = t->script->plugins; p != NULL; p = p->next)
		theme_text_load(t, l, arena_printf(a, "%s/lang/%s.lang",
		    p->folder, lang));
	theme_text_load(t, l, arena_printf(a, "%s/core/lang/%s.lang", root,
	    lang));
	arena_free(a);
	return (l);
}

struct lang *
theme_texts_of(struct theme *t, const char *lang)
{
	size_t i = strcmp(lang, "en") == 0;

	if (t->texts[i] == NULL)
		t->texts[i] = theme_texts(t, i == 1 ? "en" : "zh");
	return (t->texts[i]);
}

const char *
theme_text(struct theme *t, const char *lang, const char *key)
{
	const char *text = lang_text(theme_texts_of(t, lang), key);

	return (text != NULL ? text :
	    lang_text(theme_texts_of(t, "zh"), key));
}

void
theme_fault(struct theme *t, const char *lang, const struct fault *f,
    struct buf *out)
{
	lang_fault(theme_texts_of(t, lang), f, out);
}

const char *
theme_lang(const struct theme *t)
{
	return (json_get_text(t->page, "lang",
	    json_get_text(t->info, "lang", "zh")));
}

const char *
script_shown(const struct script *s, const char *path)
{
	size_t length = strlen(s->root);

	if (strncmp(path, s->root, length) == 0 && path[length] == '/')
		return (path + length + 1);
	return (path);
}
