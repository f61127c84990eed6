/* Settings of a plugin against the schema of its manifest: see plugin.h. */
#include <string.h>

#include "base/utf8.h"
#include "cms/plugin.h"
#include "html/clean.h"

/* Characters where the manifest names no `max`. */
#define LINE_MAX_CHARACTERS 200
#define TEXT_MAX_CHARACTERS 2000
#define HTML_MAX_CHARACTERS 20000

static enum err
wrong_type(struct call *c, const struct json *s, const char *wanted)
{
	return (fault_set(c->fault, ERR_INPUT, "input.type",
	    json_get_text(s, "name", ""), "%s", wanted));
}

static enum err
text_check(struct call *c, const struct json *s, const struct json *v,
    int64_t most)
{
	const char *name = json_get_text(s, "name", "");
	bool line = strcmp(json_get_text(s, "kind", ""), "line") == 0;
	size_t i, max = (size_t)json_get_int(s, "max", most);

	if (v->type != JSON_STRING)
		return (wrong_type(c, s, "text"));
	if (utf8_count(v->text, v->length) > max)
		return (fault_set(c->fault, ERR_INPUT, "input.long", name,
		    "%zu", max));
	for (i = 0; i < v->length; i++)
		if ((unsigned char)v->text[i] < 0x20 && (line ||
		    strchr("\r\n\t", v->text[i]) == NULL ||
		    v->text[i] == '\0'))
			return (fault_set(c->fault, ERR_INPUT, "input.control",
			    name, NULL));
	return (ERR_OK);
}

static enum err
line_check(struct call *c, const struct json *s, struct json **v)
{
	return (text_check(c, s, *v, LINE_MAX_CHARACTERS));
}

static enum err
lines_check(struct call *c, const struct json *s, struct json **v)
{
	return (text_check(c, s, *v, TEXT_MAX_CHARACTERS));
}

/* What is stored is clean, so that templates may write it raw. */
static enum err
html_check(struct call *c, const struct json *s, struct json **v)
{
	struct buf clean = { 0 };
	enum err e = text_check(c, s, *v, HTML_MAX_CHARACTERS);

	if (e == ERR_OK)
		e = html_clean((*v)->text, (*v)->length, NULL, &clean, NULL,
		    c->fault);
	if (e == ERR_OK)
		*v = json_bytes(c->arena, buf_string(&clean), clean.length);
	buf_cleanup(&clean);
	return (e);
}

static enum err
int_check(struct call *c, const struct json *s, struct json **v)
{
	int64_t least = json_get_int(s, "min", INT64_MIN);
	int64_t most = json_get_int(s, "max", INT64_MAX);

	if ((*v)->type != JSON_INT)
		return (wrong_type(c, s, "integer"));
	if ((*v)->integer >= least && (*v)->integer <= most)
		return (ERR_OK);
	return (fault_set(c->fault, ERR_INPUT, "input.range",
	    json_get_text(s, "name", ""), "%s", arena_printf(c->arena,
	    "%s%s%s", json_get(s, "min") == NULL ? "" :
	    arena_printf(c->arena, "%lld", (long long)least),
	    "–", json_get(s, "max") == NULL ? "" :
	    arena_printf(c->arena, "%lld", (long long)most))));
}

static enum err
bool_check(struct call *c, const struct json *s, struct json **v)
{
	return ((*v)->type == JSON_BOOL ? ERR_OK :
	    wrong_type(c, s, "boolean"));
}

static enum err
choice_check(struct call *c, const struct json *s, struct json **v)
{
	struct buf all = { 0 };

	if ((*v)->type != JSON_STRING)
		return (wrong_type(c, s, "text"));
	json_each(choice, json_get(s, "choices")) {
		if (strcmp(choice->text, (*v)->text) == 0) {
			buf_cleanup(&all);
			return (ERR_OK);
		}
		buf_printf(&all, "%s%s", all.length > 0 ? " " : "",
		    choice->text);
	}
	fault_fill(c->fault, ERR_INPUT, "input.choice",
	    json_get_text(s, "name", ""), "%s", buf_string(&all));
	buf_cleanup(&all);
	return (ERR_INPUT);
}

static const struct {
	const char	*kind;
	enum err	(*check)(struct call *c, const struct json *s,
			    struct json **v);
} kinds[] = {
	{ "line", line_check },
	{ "text", lines_check },
	{ "html", html_check },
	{ "int", int_check },
	{ "bool", bool_check },
	{ "choice", choice_check },
};

static enum err
value_check(struct call *c, const struct json *s, struct json **v)
{
	const char *kind = json_get_text(s, "kind", "");
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return (kinds[i].check(c, s, v));
	return (fault_set(c->fault, ERR_INPUT, "input.unknown",
	    json_get_text(s, "name", ""), NULL));
}

/* A value stored under an older manifest may not fit any more: then it is the
 * default's turn again. */
static struct json *
value_kept(struct call *c, const struct json *s)
{
	struct json *v = json_copy(c->arena, json_get(s, "value"));
	struct call quiet = *c;

	quiet.fault = NULL;
	return (value_check(&quiet, s, &v) == ERR_OK ? v : NULL);
}

enum err
plugin_settings_check(struct call *c, const struct json *view,
    const struct json *given, struct json **out)
{
	const struct json *schema = json_get(view, "settings"), *g;
	struct json *v;
	enum err e;

	*out = json_object(c->arena);
	json_each(one, given)
		if (plugin_named(schema, one->name) == NULL)
			return (fault_set(c->fault, ERR_INPUT, "input.unknown",
			    one->name, NULL));
	json_each(s, schema) {
		const char *name = json_get_text(s, "name", "");

		v = NULL;
		g = json_get(given, name);
		if (g == NULL && json_get_bool(s, "stored", false))
			v = value_kept(c, s);
		if (g != NULL && g->type != JSON_NULL) {
			v = json_copy(c->arena, g);
			if ((e = value_check(c, s, &v)) != ERR_OK)
				return (e);
		}
		if (v != NULL)
			json_put(*out, name, v);
	}
	return (ERR_OK);
}
