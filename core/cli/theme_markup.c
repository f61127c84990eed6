/*
 * Tags of a template or of a page: what the pages' policy (CSP) would refuse
 * or must not let through, pictures without words, and, in a whole page,
 * elements that aren't closed and names given twice.  Attributes are read as
 * browsers do, quoted in either way or not at all.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/theme.h"

#define ATTRIBUTES_MAX 32
#define OPEN_MAX 256		/* elements in each other */
#define IDS_MAX 2000

struct part {
	const char	*p;
	size_t		 n;
};

struct tag {
	const char	*at;
	struct part	 name;
	bool		 closing;
	struct part	 names[ATTRIBUTES_MAX], values[ATTRIBUTES_MAX];
	int		 count;
	const char	*end;		/* behind the '>' */
};

struct markup {
	struct theme_check *check;
	const char	*file, *text;
	bool		 page;		/* whole, and without templates' lines */
	struct part	 open[OPEN_MAX], ids[IDS_MAX];
	int		 depth, id_count;
};

static bool
is_part(struct part p, const char *word)
{
	return (p.n == strlen(word) && strncasecmp(p.p, word, p.n) == 0);
}

static bool
is_one(struct part p, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (is_part(p, words[i]))
			return (true);
	return (false);
}

static void
found(struct markup *m, const char *at, const char *what, struct part p)
{
	int line = 1;
	const char *c;

	for (c = m->text; c < at; c++)
		line += *c == '\n';
	theme_found(m->check, m->file, m->page ? 0 : line, "%.*s%s",
	    (int)(p.n < 60 ? p.n : 60), p.p != NULL ? p.p : "", what);
}

/* ---- reading ---- */

static const char *
value_read(const char *p, struct part *value)
{
	char quote;

	if (*p == '"' || *p == '\'') {
		quote = *p++;
		*value = (struct part){ p, 0 };
		while (*p != '\0' && *p != quote)
			p++;
		value->n = (size_t)(p - value->p);
		return (*p == '\0' ? p : p + 1);
	}
	*value = (struct part){ p, strcspn(p, " \t\r\n>") };
	return (p + value->n);
}

static const char *
attribute_read(const char *p, struct tag *t)
{
	struct part name = { p, strcspn(p, " \t\r\n=>/") }, value = { p, 0 };

	p += name.n > 0 ? name.n : 1;
	if (name.n == 0)
		return (p);
	if (p[strspn(p, " \t\r\n")] == '=') {
		p += strspn(p, " \t\r\n") + 1;
		p = value_read(p + strspn(p, " \t\r\n"), &value);
	}
	if (t->count < ATTRIBUTES_MAX) {
		t->names[t->count] = name;
		t->values[t->count++] = value;
	}
	return (p);
}

/* The next tag from `p`; false after the last. */
static bool
tag_read(const char *p, struct tag *t)
{
	const char *end;

	for (; (p = strchr(p, '<')) != NULL; p++) {
		if (strncmp(p, "<!--", 4) == 0) {
			if ((end = strstr(p, "-->")) == NULL)
				return (false);
			p = end;
			continue;
		}
		*t = (struct tag){ .at = p, .closing = p[1] == '/' };
		p += t->closing ? 2 : 1;
		if (isalpha((unsigned char)*p))
			break;
		p = t->at;
	}
	if (p == NULL)
		return (false);
	t->name = (struct part){ p, strcspn(p, " \t\r\n>/") };
	for (p += t->name.n; *p != '\0' && *p != '>'; )
		p = attribute_read(p + strspn(p, " \t\r\n/"), t);
	t->end = *p == '>' ? p + 1 : p;
	return (true);
}

/* The value of an attribute; p NULL where there is none. */
static struct part
value_of(const struct tag *t, const char *name)
{
	int i;

	for (i = 0; i < t->count; i++)
		if (is_part(t->names[i], name))
			return (t->values[i]);
	return ((struct part){ NULL, 0 });
}

/* ---- what a tag may not have ---- */

/* "//host/…" or "scheme:…" at the beginning. */
static bool
is_foreign(struct part v)
{
	size_t i;

	while (v.n > 0 && isspace((unsigned char)*v.p)) {
		v.p++;
		v.n--;
	}
	if (v.n > 1 && v.p[0] == '/' && v.p[1] == '/')
		return (true);
	for (i = 0; i < v.n && (isalnum((unsigned char)v.p[i]) ||
	    strchr("+-.", v.p[i]) != NULL); i++)
		continue;
	return (i > 0 && i < v.n && v.p[i] == ':');
}

/* "a.png 1x, b.png 2x": any of them. */
static bool
is_foreign_set(struct part v)
{
	const char *comma;
	struct part one;

	for (; v.n > 0; v.n -= (size_t)(comma - v.p) + 1, v.p = comma + 1) {
		comma = memchr(v.p, ',', v.n);
		one = (struct part){ v.p, comma != NULL ?
		    (size_t)(comma - v.p) : v.n };
		if (is_foreign(one))
			return (true);
		if (comma == NULL)
			break;
	}
	return (false);
}

/* An address that runs something in this page. */
static bool
is_code(struct part v)
{
	static const char *const schemes[] = { "javascript:", "vbscript:",
	    "data:" };
	size_t i;

	while (v.n > 0 && (unsigned char)*v.p <= ' ') {
		v.p++;
		v.n--;
	}
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (v.n >= strlen(schemes[i]) &&
		    strncasecmp(v.p, schemes[i], strlen(schemes[i])) == 0)
			return (true);
	return (false);
}

static void
attribute_check(struct markup *m, const struct tag *t, int i)
{
	static const char *const loads[] = { "src", "poster", "action",
	    "formaction", "data", "background", "ping" };
	struct part name = t->names[i], value = t->values[i];

	if (name.n > 2 && strncasecmp(name.p, "on", 2) == 0)
		found(m, t->at, ": a script in an attribute is refused by the"
		    " browser", name);
	else if (is_part(name, "style"))
		found(m, t->at, " style=\": a style in an attribute is refused"
		    " by the browser", t->name);
	else if (is_one(name, loads, sizeof(loads) / sizeof(loads[0])) ?
	    is_foreign(value) :
	    is_part(name, "srcset") && is_foreign_set(value))
		found(m, t->at, "=\"http…: a page loads and sends nothing from"
		    " or to elsewhere", name);
	else if (is_part(name, "href") && is_code(value))
		found(m, t->at, ": an address that runs code", value);
}

static void
tag_check(struct markup *m, const struct tag *t)
{
	static const char *const frames[] = { "iframe", "frame", "object",
	    "embed", "applet" };
	int i;

	for (i = 0; i < t->count; i++)
		attribute_check(m, t, i);
	if (is_one(t->name, frames, sizeof(frames) / sizeof(frames[0])))
		found(m, t->at, ": a frame shows what isn't reviewed here",
		    t->name);
	else if (is_part(t->name, "base"))
		found(m, t->at, ": changes all addresses of the page",
		    t->name);
	else if (is_part(t->name, "style"))
		found(m, t->at, ": a style in the page is refused by the"
		    " browser", t->name);
	else if (is_part(t->name, "script") && value_of(t, "src").p == NULL)
		found(m, t->at, ": a script in the page is refused by the"
		    " browser: give it a file in static/", t->name);
	else if (is_part(t->name, "img") && value_of(t, "alt").p == NULL)
		found(m, t->at, ": a picture has alt=\"…\", empty where it"
		    " only decorates", t->name);
	else if (is_part(t->name, "link") && is_foreign(value_of(t, "href")) &&
	    (is_part(value_of(t, "rel"), "stylesheet") ||
	    is_part(value_of(t, "rel"), "icon") ||
	    is_part(value_of(t, "rel"), "preload")))
		found(m, t->at, ": a file from elsewhere is refused by the"
		    " browser", t->name);
	else if (is_part(t->name, "meta") &&
	    is_part(value_of(t, "http-equiv"), "refresh"))
		found(m, t->at, " http-equiv=\"refresh\": a page doesn't lead"
		    " away by itself", t->name);
}

/* ---- a whole page ---- */

static void
id_check(struct markup *m, const struct tag *t)
{
	struct part id = value_of(t, "id");
	int i;

	if (id.p == NULL)
		return;
	for (i = 0; i < m->id_count; i++)
		if (m->ids[i].n == id.n &&
		    memcmp(m->ids[i].p, id.p, id.n) == 0) {
			found(m, t->at, ": an id that is given twice", id);
			return;
		}
	if (m->id_count < IDS_MAX)
		m->ids[m->id_count++] = id;
}

/* Elements are closed in their order; what HTML lets open is closed too. */
static bool
nest_check(struct markup *m, const struct tag *t)
{
	static const char *const voids[] = { "area", "br", "col", "hr", "img",
	    "input", "link", "meta", "source", "track", "wbr", "path",
	    "circle", "rect", "use", "line", "polyline", "polygon", "stop",
	    "ellipse" };
	struct part top;

	if (t->end > t->at + 1 && t->end[-2] == '/')
		return (true);
	if (is_one(t->name, voids, sizeof(voids) / sizeof(voids[0])))
		return (true);
	if (!t->closing) {
		if (m->depth < OPEN_MAX)
			m->open[m->depth++] = t->name;
		return (true);
	}
	if (m->depth == 0) {
		found(m, t->at, " is closed and was not open", t->name);
		return (false);
	}
	top = m->open[--m->depth];
	if (top.n == t->name.n && strncasecmp(top.p, t->name.p, top.n) == 0)
		return (true);
	found(m, t->at, arena_printf(m->check->arena,
	    " is closed where %.*s is open", (int)top.n, top.p),
	    t->name);
	return (false);
}

/* Past the text of a script or style, where no tags are. */
static const char *
content_end(const struct tag *t)
{
	static const char *const raw[] = { "script", "style", "textarea",
	    "title" };
	const char *p = t->end;

	if (t->closing || !is_one(t->name, raw, sizeof(raw) / sizeof(raw[0])))
		return (t->end);
	for (; (p = strstr(p, "</")) != NULL; p++)
		if (strncasecmp(p + 2, t->name.p, t->name.n) == 0)
			return (p);
	return (t->end + strlen(t->end));
}

void
theme_markup(struct theme_check *check, const char *file, const char *text,
    bool page)
{
	struct markup *m = arena_get(check->arena, sizeof(*m));
	const char *p = text;
	bool nested = true;
	struct tag t;

	*m = (struct markup){ .check = check, .file = file, .text = text,
		.page = page };
	for (; tag_read(p, &t); p = content_end(&t)) {
		if (!t.closing)
			tag_check(m, &t);
		if (page && !t.closing)
			id_check(m, &t);
		if (page && nested)	/* after one fault all is out of step */
			nested = nest_check(m, &t);
	}
	if (page && nested && m->depth > 0)
		found(m, p, " is never closed", m->open[m->depth - 1]);
}
