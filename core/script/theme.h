/*
 * The Lua state that renders a site: where its files are looked for, its
 * templates, texts, and what belongs to the rendering that goes on.  Inside
 * core/script only.
 */
#ifndef SCRIPT_THEME_H
#define SCRIPT_THEME_H

#include <time.h>

#include <lua.h>

#include "script/module.h"
#include "script/script.h"
#include "script/state.h"

#define THEME_PARENTS_MAX 8
#define THEME_BASE "base"			/* below all others */
#define THEME_PLUGIN (THEME_PARENTS_MAX + 1)	/* the layer below: plugins */
#define THEME_PATH_MAX 1024
#define THEME_NAME_MAX 96
#define THEME_NESTED_MAX 24			/* includes in includes */
#define THEME_OUTPUT_MAX (16u * 1024 * 1024)	/* bytes of a page */

struct template {
	struct template	*next;
	char		 name[THEME_NAME_MAX];
	char		*path;			/* NULL: there is none */
	int64_t		 changed;
	int		 chunk;			/* reference in the registry */
	size_t		 layer;			/* that it is from */
};

struct theme {
	struct theme	*next;
	struct script	*script;
	struct site	*site;
	char		*site_name;
	uint64_t	 generation;
	uint64_t	 asked;		/* the request that looked last */
	char		*chain[THEME_PARENTS_MAX];	/* theme, parent, … */
	size_t		 chain_length;
	size_t		 skip;		/* layers whose templates are left out */
	struct fault	 broken;	/* what is wrong with theme.lua */
	struct state	*state;
	struct template	*templates;
	struct tired	*tired;
	struct asset	*assets;
	size_t		 asset_count;
	struct lang	*texts[2];		/* zh, en; NULL: not read yet */
	struct file_mark *marks;		/* theme.lua and lang files */
	time_t		 looked;		/* at the files */
	struct arena	*info_arena;
	const struct json *info;		/* `site` of the templates */
	const struct json *menu;		/* cms.menu(); NULL: not read */

	/* Of the rendering that goes on. */
	struct arena	*arena;
	struct buf	*out;
	const struct json *page;
	char		*layout;	/* THEME_NAME_MAX; NULL: none runs */
	int		 nested;
	unsigned	 used;		/* layers, a bit each */
	bool		 in_block;	/* a plugin's block is written */
};

/* The site's theme, made or made anew where settings or files changed.  A
 * theme.lua that can't be read is logged; the site has the base theme then. */
enum err theme_find(struct script *s, struct site *site, struct theme **out,
    struct fault *f);
/* The same without the templates of the first `skip` layers: the site, its
 * theme, its parent …; the last is never left out. */
enum err theme_below(struct script *s, struct site *site, size_t skip,
    struct theme **out, struct fault *f);
void theme_free(struct theme *t);

/* One that belongs to the caller; NAME: in place of the site's own theme. */
enum err theme_new(struct script *s, struct site *site, const char *name,
    struct theme **out, struct fault *f);

/* theme_chain.c: the theme, its parents, and the one below all.  Where one of
 * them can't be read t->broken says so, and what could be read counts. */
enum err theme_chain(struct theme *t, struct arena *a, const char *name,
    struct fault *f);

/* theme_fall.c: what is wrong with theme.lua, to the log and to staff. */
void theme_tell(struct theme *t);
/* A rendering failed.  Where site or themes brought a template of it, *skip is
 * how many layers to leave out of the next try; false: there is none. */
bool theme_falls(struct theme *t, const char *template,
    const struct fault *why, size_t *skip);
/* It went well with all layers: staff need to be told no more. */
void theme_stands(struct theme *t, const char *template);

/* One rendering, by this theme alone: render.c. */
enum err theme_render(struct theme *t, const char *template,
    const struct json *view, const struct json *page, struct buf *out,
    struct fault *f);

/* Would the theme NAME show the site?  Its theme.lua, its parents', every
 * template, and, in a server, the frame of a page, rendered.  ERR_INPUT "setting.theme" with
 * file, line and reason. */
enum err theme_try(struct script *s, struct site *site, const char *name,
    struct fault *f);

/* Looks for site, theme, parents, plugin: FOLDER/kind/name.  `kind` is
 * "templates" or "static".  False where there is none; else *layer, unless
 * NULL, is the number of the layer, THEME_PLUGIN for the plugin. */
bool theme_file(const struct theme *t, const char *kind, const char *name,
    const char *ending, char path[THEME_PATH_MAX], size_t *layer);

/* The texts in "zh" or "en", the core's among them. */
struct lang *theme_texts_of(struct theme *t, const char *lang);

/* "zh" or "en"; a text or NULL. */
const char *theme_text(struct theme *t, const char *lang, const char *key);
/* Appends the sentence of a fault. */
void theme_fault(struct theme *t, const char *lang, const struct fault *f,
    struct buf *out);
const char *theme_lang(const struct theme *t);	/* of this rendering */

/* Pushes the compiled template.  Raises where there is none or it is wrong;
 * false where there is none and `missing` is allowed. */
bool template_push(lua_State *L, struct theme *t, const char *name,
    bool missing);
void template_forget(struct theme *t);

/* All themes whose theme.lua can be read: [{name, title, blocks}]. */
struct json *theme_list(struct script *s, struct arena *a);

/* Templates that ran over their budget three times in a row rest: they are
 * refused at once for some seconds, lest every visit cost a worker that much.
 * Counts how a rendering ended; says whether the template rests now. */
void rest_count(struct theme *t, const char *name, bool over);
bool rest_now(struct theme *t, const char *name);
void rest_free(struct theme *t);

/* The text of a template's file, into `a`.  ERR_INPUT "script.template" where
 * it can't be read, is too large or no UTF-8. */
enum err template_text(struct arena *a, const char *path, const char *shown,
    const char **text, size_t *length, struct fault *f);

/* The compiler by itself: the Lua text of a template, appended to `out`.
 * ERR_INPUT "script.template" with file, line and reason. */
enum err template_compile(struct script *s, const char *text, size_t length,
    const char *shown, struct buf *out, struct fault *f);

/* asset.c */
int asset_address(lua_State *L);
void assets_free(struct theme *t);

/* What cms.menu() tells, read once for each state of the site. */
enum err theme_menu(struct theme *t, const struct json **out,
    struct fault *f);

/* Parts of the environment: put helpers into the table on top. */
void raw_open(lua_State *L);		/* raw */
void render_open(lua_State *L);		/* include, layout */
void helper_open(lua_State *L);		/* t, asset, link, date, bytes … */
void live_open(lua_State *L);		/* cms */

/* A new page begins: what cms.* told the last one is forgotten. */
void live_begin(lua_State *L);

/* Values made by raw(). */
void raw_push(lua_State *L, const char *p, size_t length);
const char *raw_text(lua_State *L, int index, size_t *length);	/* or NULL */

/* The project's path of a file, for people: without the root. */
const char *script_shown(const struct script *s, const char *path);

#endif
