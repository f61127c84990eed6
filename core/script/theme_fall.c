/*
 * A theme that fails takes no site down: a page is rendered again without the
 * templates of the site or of the theme that failed, by those of the parent.
 * Staff are told of it until it works again, as they are of plugins
 * (cms/quarantine.h); in development whoever writes sees the fault instead.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cms/quarantine.h"
#include "script/theme.h"
#include "script/world.h"

#define DEPTH_MAX 8	/* of folders in templates/ */
#define MANIFEST "theme.lua"

static struct quarantine *
record_of(const struct theme *t)
{
	return (t->script->cms == NULL ? NULL :
	    cms_quarantine(t->script->cms));
}

static const char *
name_of(const struct theme *t, char name[THEME_NAME_MAX])
{
	snprintf(name, THEME_NAME_MAX, "%s%.40s", QUARANTINE_THEME,
	    json_get_text(t->info, "theme", THEME_BASE));
	return (name);
}

static void
record_good(const struct theme *t, const char *where)
{
	struct quarantine *q = record_of(t);
	char name[THEME_NAME_MAX];

	if (q != NULL)
		quarantine_worked(q, t->site->id, name_of(t, name), where);
}

static void
record_bad(const struct theme *t, const char *where, const struct fault *why)
{
	struct quarantine *q = record_of(t);
	char name[THEME_NAME_MAX];

	if (q != NULL)
		quarantine_note(q, t->site->id, name_of(t, name), where, why);
}

void
theme_tell(struct theme *t)
{
	if (t->broken.err == ERR_OK) {
		record_good(t, MANIFEST);
		return;
	}
	log_error("site %s: theme %s can't be used, %s stands in: %s",
	    t->site_name, json_get_text(t->info, "theme", ""), t->chain[0],
	    t->broken.detail);
	record_bad(t, MANIFEST, &t->broken);
}

bool
theme_falls(struct theme *t, const char *template, const struct fault *why,
    size_t *skip)
{
	size_t i = t->skip;

	if (t->script->development)
		return (false);
	while (i < t->chain_length && (t->used & 1u << i) == 0)
		i++;
	if (i >= t->chain_length)
		return (false);
	log_error("site %s: %s fails and is shown without templates of %s%s:"
	    " %s %s", t->site_name, template, i == 0 ? "the site" : "theme ",
	    i == 0 ? "" : t->chain[i - 1], why->name, why->detail);
	if (strcmp(why->name, "script.rests") != 0)
		record_bad(t, template, why);
	t->script->partial = true;
	*skip = i + 1;
	return (true);
}

void
theme_stands(struct theme *t, const char *template)
{
	if (t->skip == 0)
		record_good(t, template);
}

/* ---- before it is chosen ---- */

static enum err folder_try(struct script *s, struct arena *a,
    const char *folder, int depth, struct fault *f);

static enum err
file_try(struct script *s, struct arena *a, const char *file, int depth,
    const struct dirent *d, struct fault *f)
{
	size_t n = strlen(d->d_name);

	if (d->d_type == DT_DIR)
		return (depth == 0 ? ERR_OK :
		    folder_try(s, a, file, depth - 1, f));
	if (n <= 5 || strcmp(d->d_name + n - 5, ".html") != 0)
		return (ERR_OK);
	return (script_template_check(s, file, script_shown(s, file), f));
}

/* Every template of the folder can be compiled. */
static enum err
folder_try(struct script *s, struct arena *a, const char *folder, int depth,
    struct fault *f)
{
	DIR *dir = opendir(folder);
	const struct dirent *d;
	enum err e = ERR_OK;

	while (dir != NULL && e == ERR_OK && (d = readdir(dir)) != NULL)
		if (d->d_name[0] != '.')
			e = file_try(s, a, arena_printf(a, "%s/%s", folder,
			    d->d_name), depth, d, f);
	if (dir != NULL)
		closedir(dir);
	return (e);
}

/* What stands around every page, written once. */
static enum err
frame_try(struct theme *t, struct arena *a, struct fault *f)
{
	struct json *view = json_object(a), *page = json_object(a), *meta;
	struct buf out = { 0 };
	enum err e;

	json_put_int(a, view, "status", 404);
	json_put_text(a, view, "path", "/");
	json_put_text(a, view, "code", "");
	json_put_text(a, view, "message", "");
	meta = json_put(view, "meta", json_object(a));
	json_put_text(a, meta, "kind", "error");
	json_put(meta, "tags", json_array(a));
	json_put_text(a, page, "path", "/");
	json_put_text(a, page, "lang", "zh");
	json_put_text(a, page, "host", json_get_text(t->info, "host", ""));
	json_put_text(a, page, "url", "/");
	json_put_text(a, page, "base", "");
	json_put(page, "query", json_object(a));
	e = theme_render(t, "error", view, page, &out, f);
	buf_cleanup(&out);
	return (e);
}

enum err
theme_try(struct script *s, struct site *site, const char *name,
    struct fault *f)
{
	struct fault why = { .err = ERR_OK };
	struct arena *a = arena_alloc();
	struct theme *t = NULL;
	enum err e = theme_new(s, site, name, &t, &why);
	size_t i;

	if (e == ERR_OK && t->broken.err != ERR_OK) {
		why = t->broken;
		e = why.err;
	}
	for (i = 0; e == ERR_OK && i < t->chain_length; i++)
		e = folder_try(s, a, arena_printf(a, "%s/themes/%s/templates",
		    s->root, t->chain[i]), DEPTH_MAX, &why);
	/* In a command there are no routes that a page could link to. */
	if (e == ERR_OK && s->hooks.link != NULL)
		e = frame_try(t, a, &why);
	if (t != NULL)
		theme_free(t);
	arena_free(a);
	return (e == ERR_OK ? e : fault_set(f, ERR_INPUT, "setting.theme",
	    "theme", "%s", why.detail));
}
