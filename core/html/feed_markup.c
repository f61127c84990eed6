/*
 * The HTML of a feed without what acts: scripts, handlers, frames, plug-ins,
 * forms' targets, styles that cover or fetch; relative addresses made whole.
 * It is kept near to what the feed says (attributes sorted by name, values in
 * double quotes): what the CMS stores passes html_clean() besides.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "html/feed_inside.h"

static const char VOID[] = " area base br col command embed frame hr img "
    "input isindex keygen link meta param source track wbr ";
/* These go with all that they hold. */
static const char SILENT[] = " script style applet ";
static const char SVG_SPACE[] = "http://www.w3.org/2000/svg";
static const char MATH_SPACE[] = "http://www.w3.org/1998/Math/MathML";

/* Where in the text we are. */
struct markup {
	const char	*end, *base;
	struct buf	*out;
	enum feed_language language;
	int		depth;	/* of <svg> or <math> */
	bool		endless;	/* a comment that never ends */
};

bool
feed_element_known(const char *name, size_t length)
{
	char lower[FEED_NAME_MAX];
	size_t i;

	if (length >= sizeof(lower))
		return (false);
	for (i = 0; i < length; i++)
		lower[i] = (char)tolower((unsigned char)name[i]);
	lower[length] = '\0';
	return (feed_element(FEED_HTML, lower));
}

static bool
entity_known(const char *p, size_t length)
{
	char name[FEED_NAME_MAX];

	if (length >= sizeof(name))
		return (false);
	memcpy(name, p, length);
	name[length] = '\0';
	return (htmlEntityLookup((const xmlChar *)name) != NULL ||
	    strcmp(name, "apos") == 0);
}

/* HTML in a place that was said to be plain: an end tag or an entity, and no
 * tag or entity that HTML doesn't have. */
bool
feed_looks_like_html(const char *text)
{
	bool sign = false;
	const char *p;

	for (p = strpbrk(text, "<&"); p != NULL; p = strpbrk(p + 1, "<&")) {
		const char *name = p + 1 + (p[0] == '<' && p[1] == '/');
		size_t n = 0;

		name += p[0] == '&' && p[1] == '#';
		while (isalnum((unsigned char)name[n]))
			n++;
		if (n == 0)
			continue;
		if (*p == '<' && !feed_element_known(name, n))
			return (false);
		if (*p == '&' && (name[n] != ';' ||
		    (p[1] != '#' && !entity_known(name, n))))
			continue;
		sign = sign || *p == '&' || (p[1] == '/' && name[n] == '>');
	}
	return (sign);
}

/* An entity at p, which ends at `stop` with its semicolon; &#133; is what its
 * writer meant. */
static bool
write_entity(const char *p, const char *stop, struct buf *out)
{
	bool hex = p[2] == 'x' || p[2] == 'X';
	unsigned long c;

	if (p[1] != '#') {
		if (!entity_known(p + 1, (size_t)(stop - p - 1)))
			return (false);
		buf_append(out, p, (size_t)(stop + 1 - p));
		return (true);
	}
	if (!isxdigit((unsigned char)p[2 + hex]))
		return (false);
	c = strtoul(p + 2 + hex, NULL, hex ? 16 : 10);
	if (c == 39 || c == 34)
		buf_char(out, (char)c);
	else if (c >= 0x80 && c < 0xA0)
		buf_printf(out, "&#x%x;", feed_windows((unsigned)c));
	else
		for (; p <= stop; p++)
			buf_char(out, (char)tolower((unsigned char)*p));
	return (true);
}

/* A run of text: a lone < or & is written as an entity. */
static void
write_text(const char *p, const char *end, struct buf *out)
{
	for (; p < end; p++) {
		const char *stop = p + 1;

		if (*p == '<')
			buf_text(out, "&lt;");
		if (*p != '<' && *p != '&')
			buf_char(out, *p);
		if (*p != '&')
			continue;
		while (stop < end && stop - p < FEED_NAME_MAX &&
		    (isalnum((unsigned char)*stop) || *stop == '#'))
			stop++;
		if (stop < end && *stop == ';' && write_entity(p, stop, out))
			p = stop;
		else
			buf_text(out, "&amp;");
	}
}

/* Where what a silent element holds ends: behind its end tag. */
static const char *
skip_silent(const char *p, const char *end, const char *name)
{
	char tag[FEED_NAME_MAX + 3];
	const char *stop;

	snprintf(tag, sizeof(tag), "</%s", name);
	stop = strcasestr(p, tag);
	if (stop == NULL)
		return (end);
	stop = memchr(stop, '>', (size_t)(end - stop));
	return (stop != NULL ? stop + 1 : end);
}

/* Is `name` an element here?  A formula or drawing begins or, as in browsers,
 * ends where an element of HTML stands in it. */
static bool
element_enter(struct markup *m, char *name)
{
	if (m->language != FEED_HTML && feed_element(m->language, name))
		return (true);
	if (feed_element(FEED_HTML, name)) {
		m->language = FEED_HTML;
		return (true);
	}
	if (m->language != FEED_HTML || (strcmp(name, "svg") != 0 &&
	    strcmp(name, "math") != 0))
		return (false);
	m->language = name[0] == 's' ? FEED_SVG : FEED_MATH;
	m->depth = 0;
	return (true);
}

static bool
is_root(const struct markup *m, const char *name)
{
	return ((m->language == FEED_SVG && strcmp(name, "svg") == 0) ||
	    (m->language == FEED_MATH && strcmp(name, "math") == 0));
}

static void
write_end(struct markup *m, char *name)
{
	if (!feed_element(m->language, name) || feed_among(VOID, name))
		return;
	buf_printf(m->out, "</%s>", name);
	if (is_root(m, name) && --m->depth == 0)
		m->language = FEED_HTML;
}

static const char *
write_start(struct markup *m, const char *p, char *name)
{
	size_t before = m->out->length;
	bool known = element_enter(m, name), closed;

	buf_printf(m->out, "<%s", name);
	p = feed_attributes(m->language, m->base, p, m->end, m->out);
	closed = p[-1] == '>' && p[-2] == '/';
	if (!known) {
		m->out->length = before;
		return (feed_among(SILENT, name) && p[-2] != '/' ?
		    skip_silent(p, m->end, name) : p);
	}
	if (m->language == FEED_HTML && feed_among(VOID, name)) {
		buf_text(m->out, " />");
		return (p);
	}
	if (is_root(m, name)) {
		buf_printf(m->out, " xmlns=\"%s\"", m->language == FEED_SVG ?
		    SVG_SPACE : MATH_SPACE);
		m->depth++;
	}
	buf_char(m->out, '>');
	if (closed)
		write_end(m, name);
	return (p);
}

static const char *
write_tag(struct markup *m, const char *p)
{
	char name[FEED_NAME_MAX];
	bool closes = p[1] == '/';
	size_t n = 0;

	for (p += 1 + closes; p < m->end && (isalnum((unsigned char)*p) ||
	    strchr(":-_", *p) != NULL); p++)
		if (n + 1 < sizeof(name))
			name[n++] = (char)tolower((unsigned char)*p);
	name[n] = '\0';
	if (!closes)
		return (write_start(m, p, name));
	write_end(m, name);
	p = memchr(p, '>', (size_t)(m->end - p));
	return (p != NULL ? p + 1 : m->end);
}

/* <!…> and <?…>: returns where it ends, or NULL where it is none.  A comment
 * that never ends goes to its next >; that none does is found out once. */
static const char *
skip_other(struct markup *m, const char *p)
{
	const char *stop = NULL;

	if (strncmp(p, "<!--", 4) == 0) {
		if (!m->endless && (stop = strstr(p + 4, "-->")) != NULL)
			return (stop + 3);
		m->endless = true;
	} else if (strncasecmp(p, "<!doctype", 9) != 0 && p[1] != '?' &&
	    strncmp(p, "<![", 3) != 0)
		return (NULL);
	stop = memchr(p, '>', (size_t)(m->end - p));
	return (stop != NULL ? stop + 1 : m->end);
}

void
feed_markup(const char *html, size_t length, const char *base,
    struct buf *out)
{
	struct buf made = { 0 };
	struct markup m = { .end = html + length, .base = base, .out = &made };
	const char *p = html, *stop;
	size_t from = 0;

	while (p < m.end) {
		if (*p != '<') {
			stop = memchr(p, '<', (size_t)(m.end - p));
			stop = stop != NULL ? stop : m.end;
			write_text(p, stop, &made);
			p = stop;
		} else if ((stop = skip_other(&m, p)) != NULL)
			p = stop;
		else if (isalpha((unsigned char)p[1]) ||
		    (p[1] == '/' && isalpha((unsigned char)p[2])))
			p = write_tag(&m, p);
		else {
			write_text(p, p + 1, &made);
			p++;
		}
	}
	while (made.length > 0 &&
	    isspace((unsigned char)made.data[made.length - 1]))
		made.length--;
	while (from < made.length && isspace((unsigned char)made.data[from]))
		from++;
	buf_append(out, buf_string(&made) + from, made.length - from);
	buf_cleanup(&made);
}
