/* See check.h. */
#include "script/check.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/lang.h"
#include "cms/type.h"
#include "script/theme.h"
#include "script/world.h"

#define DEPTH_MAX 8		/* of folders in templates/ */
#define LINE_SIZE 8192

enum err
check_bad(const struct plugin *p, struct fault *f, const char *file,
    const char *key, const char *want)
{
	return (fault_set(f, ERR_INPUT, "plugin.part", key,
	    "plugins/%s/%s: %s", p->name, file, want));
}

/* ---- templates */

static enum err templates_check(struct plugin *p, struct arena *a,
    const char *folder, int depth, struct fault *f);

static bool
ends(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return (n > m && strcmp(name + n - m, ending) == 0);
}

static enum err
template_check(struct plugin *p, struct arena *a, const char *file, int depth,
    struct fault *f)
{
	const char *path = arena_printf(a, "%s/%s", p->folder, file);
	struct fault own = { .err = ERR_OK };
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return (depth == DEPTH_MAX ? ERR_OK :
		    templates_check(p, a, file, depth + 1, f));
	if (!ends(file, ".html"))
		return (ERR_OK);
	if (script_template_check(p->script, path, arena_printf(a,
	    "plugins/%s/%s", p->name, file), &own) == ERR_OK)
		return (ERR_OK);
	return (fault_set(f, ERR_INPUT, "plugin.part", NULL, "%s",
	    own.detail));
}

static enum err
templates_check(struct plugin *p, struct arena *a, const char *folder,
    int depth, struct fault *f)
{
	DIR *dir = opendir(arena_printf(a, "%s/%s", p->folder, folder));
	const struct dirent *d;
	enum err e = ERR_OK;

	while (dir != NULL && e == ERR_OK && (d = readdir(dir)) != NULL)
		if (d->d_name[0] != '.')
			e = template_check(p, a, arena_printf(a, "%s/%s",
			    folder, d->d_name), depth, f);
	if (dir != NULL)
		closedir(dir);
	return (e);
}

/* ---- texts */

/* The key of a line "key = text", which is cut there; NULL: there is none. */
static const char *
line_key(char *line)
{
	char *key = line + strspn(line, " \t"), *end = strchr(key, '=');

	if (end == NULL)
		return (NULL);
	while (end > key && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = '\0';
	return (key);
}

/* Each key once: an object of them. */
static enum err
texts_keys(struct plugin *p, struct arena *a, const char *file, FILE *in,
    struct json *keys, struct fault *f)
{
	char line[LINE_SIZE];
	const char *key;
	int64_t before;
	int n = 0;

	while (fgets(line, sizeof(line), in) != NULL) {
		n++;
		if (line[strspn(line, " \t")] == '#' ||
		    (key = line_key(line)) == NULL)
			continue;
		before = json_get_int(keys, key, 0);
		if (before != 0)
			return (check_bad(p, f, arena_printf(a, "%s:%d", file,
			    n), key, arena_printf(a, "the key %s stands in "
			    "line %lld already", key, (long long)before)));
		json_put_int(a, keys, arena_text(a, key), n);
	}
	return (ERR_OK);
}

/* *keys: NULL where there is no such file. */
static enum err
texts_read(struct plugin *p, struct arena *a, const char *language,
    struct json **keys, struct fault *f)
{
	const char *file = arena_printf(a, "lang/%s.lang", language);
	const char *path = arena_printf(a, "%s/%s", p->folder, file);
	struct fault own = { .err = ERR_OK };
	FILE *in = fopen(path, "re");
	struct lang *l = lang_alloc();
	const char *line;
	enum err e = ERR_OK;

	*keys = NULL;
	if (in != NULL) {
		*keys = json_object(a);
		if (lang_load(l, path, &own) != ERR_OK) {
			line = strrchr(own.detail, ':');
			e = check_bad(p, f, arena_printf(a, "%s%s", file,
			    line != NULL ? line : ""), NULL,
			    "a line has to be \"key = text\"");
		} else
			e = texts_keys(p, a, file, in, *keys, f);
		fclose(in);
	}
	lang_free(l);
	return (e);
}

static enum err
texts_missing(struct plugin *p, struct arena *a, const struct json *keys,
    const struct json *others, const char *language, struct fault *f)
{
	json_each(k, keys)
		if (json_get(others, k->name) == NULL)
			return (check_bad(p, f, arena_printf(a,
			    "lang/%s.lang", language), k->name, arena_printf(a,
			    "the key %s is missing, which the other language "
			    "has", k->name)));
	return (ERR_OK);
}

/* "qa.setting.days", as no visible text is written. */
static bool
is_key(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.-");

	return (text[n] == '\0' && strchr(text, '.') != NULL);
}

struct labels {
	struct plugin		*p;
	const struct json	*keys;
	struct lang		*core;
	struct arena		*a;
};

/* Labels, hints and titles of the manifest, at any depth. */
static enum err
labels_check(const struct labels *l, const struct json *v, const char *place,
    struct fault *f)
{
	enum err e = ERR_OK;
	size_t n = 0;

	json_each(m, v) {
		const char *at = m->name != NULL ? arena_printf(l->a, "%s.%s",
		    place, m->name) : arena_printf(l->a, "%s[%zu]", place,
		    ++n);

		if (m->type == JSON_STRING && m->name != NULL &&
		    (strcmp(m->name, "label") == 0 ||
		    strcmp(m->name, "hint") == 0) && is_key(m->text) &&
		    json_get(l->keys, m->text) == NULL &&
		    lang_text(l->core, m->text) == NULL)
			return (check_bad(l->p, f, "plugin.lua", at + 1,
			    arena_printf(l->a, "'%s' is \"%s\", for which "
			    "lang/zh.lang has no text", at + 1, m->text)));
		if (m->type == JSON_OBJECT || m->type == JSON_ARRAY)
			e = labels_check(l, m, at, f);
		if (e != ERR_OK)
			return (e);
	}
	return (e);
}

static enum err
texts_check(struct plugin *p, struct arena *a, struct fault *f)
{
	struct json *zh, *en;
	struct labels l = { .p = p, .a = a };
	enum err e;

	if ((e = texts_read(p, a, "zh", &zh, f)) != ERR_OK ||
	    (e = texts_read(p, a, "en", &en, f)) != ERR_OK)
		return (e);
	if (zh != NULL && en != NULL &&
	    ((e = texts_missing(p, a, zh, en, "en", f)) != ERR_OK ||
	    (e = texts_missing(p, a, en, zh, "zh", f)) != ERR_OK))
		return (e);
	l.keys = zh;
	l.core = lang_alloc();
	(void)lang_load(l.core, arena_printf(a, "%s/core/lang/zh.lang",
	    p->script->root), NULL);
	e = labels_check(&l, p->manifest, "", f);
	lang_free(l.core);
	return (e);
}

/* ---- what other plugins have */

static enum err
columns_check(struct plugin *p, struct arena *a, struct fault *f)
{
	const char *type;
	size_t n = 0;

	json_each(c, json_get(p->manifest, "columns")) {
		type = json_get_text(c, "type", NULL);
		n++;
		if (type != NULL && type_find(p->script->cms, type) == NULL)
			return (check_bad(p, f, "plugin.lua",
			    arena_printf(a, "columns[%zu].type", n),
			    arena_printf(a, "'columns[%zu].type' is \"%s\"; a "
			    "type of the core, of the plugin or of one that it "
			    "depends on is expected", n, type)));
	}
	return (ERR_OK);
}

/* Of two that declare a type, whichever was read later is broken by it. */
static bool
has_type(const struct plugin *p, const char *name)
{
	if (p->problem.name != NULL &&
	    strcmp(p->problem.name, "type.taken") == 0 &&
	    strcmp(p->problem.detail, name) == 0)
		return (true);
	json_each(t, json_get(p->manifest, "types"))
		if (strcmp(json_get_text(t, "name", ""), name) == 0)
			return (true);
	return (false);
}

/* Patterns that differ in the names of what they capture alone. */
static bool
same_pattern(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		if (*a == '{') {
			a += strcspn(a, ":*}");
			b += strcspn(b, ":*}");
		} else {
			a++;
			b++;
		}
	}
	return (*a == *b);
}

static enum err
routes_differ(struct plugin *p, const struct plugin *other, struct arena *a,
    struct fault *f)
{
	const struct script_route *r, *o;

	for (r = p->routes; r != NULL; r = r->next)
		for (o = other->routes; o != NULL; o = o->next)
			if (strcmp(r->method, o->method) == 0 &&
			    same_pattern(r->pattern, o->pattern))
				return (check_bad(p, f, "init.lua", r->name,
				    arena_printf(a, "route %s: %s %s is one of "
				    "the plugin %s", r->name, r->method,
				    r->pattern, other->name)));
	return (ERR_OK);
}

static enum err
others_check(struct plugin *p, struct arena *a, struct fault *f)
{
	struct script *s = p->script;
	struct plugin *other;
	const char *name;
	enum err e = ERR_OK;

	for (other = s->plugins; other != NULL && e == ERR_OK;
	    other = other->next) {
		if (other == p)
			continue;
		(void)plugin_find(s, other->name, NULL);
		json_each(t, json_get(p->manifest, "types")) {
			name = json_get_text(t, "name", "");
			if (has_type(other, name))
				return (check_bad(p, f, "plugin.lua", "types",
				    arena_printf(a, "'types': the plugin %s "
				    "has a type \"%s\" already", other->name,
				    name)));
		}
		e = routes_differ(p, other, a, f);
	}
	return (e);
}

enum err
check_columns_of(struct plugin *p, struct call *c)
{
	const struct script_route *r;
	int64_t there;
	enum err e;

	for (r = p->routes; r != NULL; r = r->next) {
		there = 0;
		e = r->root == NULL ? ERR_OK : db_value(c->site->db, &there,
		    c->fault, "SELECT count(*) FROM \"column\""
		    " WHERE path = :path", DB_TEXT(":path", r->root));
		if (e != ERR_OK)
			return (e);
		if (there != 0)
			return (fault_set(c->fault, ERR_CONFLICT,
			    "plugin.column_hidden", "name", "%s", r->root));
	}
	return (ERR_OK);
}

enum err
check_plugin(struct plugin *p, struct fault *f)
{
	struct arena *a = arena_alloc();
	enum err e;

	if ((e = templates_check(p, a, "templates", 0, f)) == ERR_OK &&
	    (e = texts_check(p, a, f)) == ERR_OK &&
	    (e = columns_check(p, a, f)) == ERR_OK &&
	    (e = others_check(p, a, f)) == ERR_OK)
		e = check_schema_of(p, f);
	arena_free(a);
	return (e);
}
