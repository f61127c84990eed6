/* Pages in traditional characters: see traditional.h. */
#include "html/traditional.h"

#include <string.h>
#include <strings.h>

#include "base/han.h"

#define NAME_MAX_LENGTH 15

struct page {
	const char	*p, *end, *prefix;
	const char *const *keep;
	struct buf	*out;
	struct fault	*fault;
	enum err	e;
};

struct tag {
	const char	*text, *end;	/* from < to behind > */
	char		name[NAME_MAX_LENGTH + 1];
	bool		close;
};

struct attribute {
	const char	*name, *value;	/* value NULL: none, or without quotes */
	size_t		name_length, length;
};

static bool
among(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return (true);
	return (false);
}

static bool
has_han(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)text[i] >= 0x80)
			return (true);
	return (false);
}

static void
text_convert(struct page *g, const char *text, size_t length)
{
	if (g->e == ERR_OK && has_han(text, length))
		g->e = han_convert(HAN_PRINTED, text, length, g->out,
		    g->fault);
	else
		buf_append(g->out, text, length);
}

/* ---- tags ---- */

/* Behind the > that ends the tag; one in quotes doesn't. */
static const char *
tag_end(const char *p, const char *end)
{
	char quote = '\0';

	for (; p < end; p++)
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			return (p + 1);
	return (end);
}

static void
tag_read(const char *p, const char *end, struct tag *tag)
{
	size_t i;

	tag->text = p;
	tag->end = tag_end(p, end);
	tag->close = p + 1 < end && p[1] == '/';
	p += tag->close ? 2 : 1;
	for (i = 0; i < NAME_MAX_LENGTH && p + i < tag->end &&
	    strchr(" \t\r\n/>", p[i]) == NULL; i++)
		tag->name[i] = (char)(p[i] >= 'A' && p[i] <= 'Z' ?
		    p[i] + ('a' - 'A') : p[i]);
	tag->name[i] = '\0';
}

/* The next attribute of the tag behind *p; false at its end. */
static bool
attribute_next(const char **p, const char *end, struct attribute *a)
{
	const char *from = *p, *to;
	char quote;

	while (from < end && strchr(" \t\r\n/>", *from) != NULL)
		from++;
	if (from >= end)
		return (false);
	for (to = from; to < end && strchr(" \t\r\n/>=", *to) == NULL; )
		to++;
	a->name = from;
	a->name_length = (size_t)(to - from);
	a->value = NULL;
	a->length = 0;
	if (to == from)		/* a stray = */
		to++;
	*p = to;
	if (to + 1 >= end || *to != '=' || (to[1] != '"' && to[1] != '\''))
		return (true);
	quote = to[1];
	from = to + 2;
	to = memchr(from, quote, (size_t)(end - from));
	if (to == NULL)
		to = end;
	a->value = from;
	a->length = (size_t)(to - from);
	*p = to < end ? to + 1 : end;
	return (true);
}

static bool
attribute_is(const struct attribute *a, const char *name)
{
	return (a->value != NULL && strlen(name) == a->name_length &&
	    strncasecmp(a->name, name, a->name_length) == 0);
}

static const char *
tag_inside(const struct tag *tag)
{
	return (tag->text + 1 + strlen(tag->name) < tag->end ?
	    tag->text + 1 + strlen(tag->name) : tag->end);
}

/* Does the tag have it, with a value that begins so? */
static bool
tag_has(const struct tag *tag, const char *name, const char *start)
{
	const char *p = tag_inside(tag);
	struct attribute a;

	while (attribute_next(&p, tag->end, &a))
		if (attribute_is(&a, name) && a.length >= strlen(start) &&
		    strncmp(a.value, start, strlen(start)) == 0)
			return (true);
	return (false);
}

bool
html_traditional_path(const char *path, size_t length,
    const char *const *keep)
{
	size_t n;

	if (length == 0 || path[0] != '/' || (length > 1 && path[1] == '/'))
		return (false);
	for (; *keep != NULL; keep++) {
		n = strlen(*keep);
		if (length >= n && strncmp(path, *keep, n) == 0 &&
		    (length == n || (*keep)[n - 1] == '/' ||
		    strchr("/?#", path[n]) != NULL))
			return (false);
	}
	return (true);
}

/* Texts in attributes; addresses in a meta tag are none. */
static bool
attribute_read(const struct tag *tag, const struct attribute *a)
{
	static const char *const names[] = { "alt", "title", "aria-label",
	    "placeholder", "label", NULL };
	const char *const *n;

	for (n = names; *n != NULL; n++)
		if (attribute_is(a, *n))
			return (true);
	return (strcmp(tag->name, "meta") == 0 && attribute_is(a, "content") &&
	    memmem(a->value, a->length, "://", 3) == NULL);
}

static bool
attribute_leads(const struct tag *tag, const struct attribute *a)
{
	if (strcmp(tag->name, "form") == 0)
		return (attribute_is(a, "action"));
	if (strcmp(tag->name, "button") == 0)
		return (attribute_is(a, "formaction"));
	return ((strcmp(tag->name, "a") == 0 ||
	    strcmp(tag->name, "area") == 0) && attribute_is(a, "href") &&
	    !tag_has(tag, "hreflang", "zh-Hans"));
}

static void
tag_write(struct page *g, const struct tag *tag)
{
	const char *p = tag_inside(tag), *from = tag->text;
	struct attribute a;

	while (!tag->close && attribute_next(&p, tag->end, &a)) {
		if (a.value == NULL)
			continue;
		buf_append(g->out, from, (size_t)(a.value - from));
		from = a.value + a.length;
		if (attribute_leads(tag, &a) &&
		    html_traditional_path(a.value, a.length, g->keep))
			buf_text(g->out, g->prefix);
		if (strcmp(tag->name, "html") == 0 && attribute_is(&a, "lang") &&
		    a.length >= 2 && strncmp(a.value, "zh", 2) == 0)
			buf_text(g->out, "zh-Hant");
		else if (attribute_read(tag, &a))
			text_convert(g, a.value, a.length);
		else
			buf_append(g->out, a.value, a.length);
	}
	buf_append(g->out, from, (size_t)(tag->end - from));
}

/* ---- the page ---- */

static bool
tag_kept(const struct tag *tag)
{
	static const char *const elements[] = { "script", "style", "textarea",
	    "code", "pre", "kbd", "samp", NULL };

	return (!tag->close && (among(tag->name, elements) ||
	    tag_has(tag, "translate", "no") ||
	    (strcmp(tag->name, "html") != 0 && tag_has(tag, "lang", "zh-Hans")) ||
	    (strcmp(tag->name, "option") == 0 && !tag_has(tag, "value", ""))));
}

/* Behind the element that begins with the tag, whatever it holds. */
static const char *
element_end(const struct tag *first, const char *end)
{
	static const char *const void_elements[] = { "img", "input", "br",
	    "link", "meta", "source", "track", "wbr", "hr", "col", NULL };
	bool plain = strcmp(first->name, "script") == 0 ||
	    strcmp(first->name, "style") == 0 ||
	    strcmp(first->name, "textarea") == 0;
	const char *p = first->end;
	struct tag tag;
	size_t depth = 1;

	if (among(first->name, void_elements))
		return (p);
	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		tag_read(p, end, &tag);
		p = plain && !tag.close ? p + 1 : tag.end;
		if (strcmp(tag.name, first->name) != 0)
			continue;
		if (tag.close && --depth == 0)
			return (tag.end);
		depth += !tag.close && !plain;
	}
	return (end);
}

static const char *
comment_end(const char *p, const char *end)
{
	const char *to;

	if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
		to = memmem(p + 4, (size_t)(end - p - 4), "-->", 3);
		return (to != NULL ? to + 3 : end);
	}
	to = memchr(p, '>', (size_t)(end - p));
	return (to != NULL ? to + 1 : end);
}

static void
piece_convert(struct page *g)
{
	const char *to = memchr(g->p, '<', (size_t)(g->end - g->p));
	struct tag tag;

	if (to != g->p) {
		to = to != NULL ? to : g->end;
		text_convert(g, g->p, (size_t)(to - g->p));
		g->p = to;
		return;
	}
	if (g->end - g->p > 1 && g->p[1] == '!') {
		to = comment_end(g->p, g->end);
		buf_append(g->out, g->p, (size_t)(to - g->p));
		g->p = to;
		return;
	}
	tag_read(g->p, g->end, &tag);
	tag_write(g, &tag);
	g->p = tag.end;
	if (tag_kept(&tag)) {
		to = element_end(&tag, g->end);
		buf_append(g->out, tag.end, (size_t)(to - tag.end));
		g->p = to;
	}
}

enum err
html_traditional(const char *html, size_t length, const char *prefix,
    const char *const *keep, struct buf *out, struct fault *f)
{
	struct page g = { .p = html, .end = html + length, .prefix = prefix,
		.keep = keep, .out = out, .fault = f };

	while (g.p < g.end && g.e == ERR_OK)
		piece_convert(&g);
	return (g.e);
}
