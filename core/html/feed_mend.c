/*
 * Broken XML to XML that libxml2 reads without complaint: what stands before
 * the feed goes, with its document type; entities become their characters; a
 * lone & or < is text; attributes get quotes; tags close in the order in
 * which they opened.  What was whole XML means the same afterwards.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"

#define MISSING_MAX 5
#define ATTRIBUTES_MAX 64	/* of a tag */

struct mend {
	const char	*p, *end;
	struct buf	*out;
	struct feed_span	open[FEED_DEPTH_MAX];
	size_t		depth, over;	/* over: too deep to be written */
	struct feed_entities entities;
	const char	*missing[MISSING_MAX];	/* what doesn't come any more */
};

static bool
name_byte(char c, bool first)
{
	unsigned char u = (unsigned char)c;

	return (isalpha(u) || u >= 0x80 || c == '_' ||
	    (!first && (isdigit(u) || strchr("-.:", c) != NULL) && c != '\0'));
}

static struct feed_span
name_read(struct mend *m)
{
	struct feed_span name = { m->p, 0 };

	if (m->p < m->end && name_byte(*m->p, true))
		while (m->p < m->end && name_byte(*m->p, false))
			m->p++;
	name.length = (size_t)(m->p - name.p);
	while (name.length > 0 && name.p[name.length - 1] == ':')
		name.length--;
	return (name);
}

static bool
span_is(struct feed_span a, struct feed_span b)
{
	return (a.length == b.length && strncasecmp(a.p, b.p, a.length) == 0);
}

/* The first of `what` from here on, or the end.  What was not found once is
 * not looked for again, or a text of beginnings would take for ever. */
static const char *
find(struct mend *m, const char *what)
{
	const char *at;
	size_t i;

	for (i = 0; i < MISSING_MAX && m->missing[i] != NULL; i++)
		if (strcmp(m->missing[i], what) == 0)
			return (m->end);
	at = memmem(m->p, (size_t)(m->end - m->p), what, strlen(what));
	if (at == NULL && i < MISSING_MAX)
		m->missing[i] = what;
	return (at != NULL ? at : m->end);
}

/* Moves behind `what`, or to the end. */
static void
skip_past(struct mend *m, const char *what)
{
	m->p = find(m, what);
	if (m->p < m->end)
		m->p += strlen(what);
}

static void
skip_blanks(struct mend *m)
{
	while (m->p < m->end && isspace((unsigned char)*m->p))
		m->p++;
}

static void
close_one(struct mend *m)
{
	struct feed_span name = m->open[--m->depth];

	buf_text(m->out, "</");
	buf_append(m->out, name.p, name.length);
	buf_char(m->out, '>');
}

/* Closes down to the innermost element of this name; false: there is none. */
static bool
close_named(struct mend *m, struct feed_span name)
{
	size_t i;

	for (i = m->depth; i > 0; i--)
		if (span_is(m->open[i - 1], name)) {
			while (m->depth >= i)
				close_one(m);
			return (true);
		}
	return (false);
}

static struct feed_span
value_read(struct mend *m)
{
	struct feed_span value = { m->p, 0 };
	const char *stop;

	if (m->p < m->end && (*m->p == '"' || *m->p == '\'')) {
		value.p = ++m->p;
		stop = memchr(m->p, m->p[-1], (size_t)(m->end - m->p));
		if (stop == NULL)
			stop = find(m, ">");
		m->p = stop < m->end && *stop != '>' ? stop + 1 : stop;
		value.length = (size_t)(stop - value.p);
		return (value);
	}
	while (m->p < m->end && !isspace((unsigned char)*m->p) &&
	    *m->p != '>')
		m->p++;
	value.length = (size_t)(m->p - value.p);
	if (value.length > 0 && m->p < m->end && m->p[-1] == '/')
		value.length--;
	return (value);
}

/* Attributes up to ">"; true where the tag is empty: "/>". */
static bool
write_attributes(struct mend *m)
{
	struct feed_span seen[ATTRIBUTES_MAX];
	size_t count = 0, i;

	for (;;) {
		struct feed_span name, value;

		skip_blanks(m);
		if (m->p == m->end || *m->p == '<')
			return (false);
		if (*m->p == '>')
			return (m->p++[-1] == '/');
		name = name_read(m);
		if (name.length == 0) {
			m->p++;
			continue;
		}
		skip_blanks(m);
		value = name;
		if (m->p < m->end && *m->p == '=') {
			m->p++;
			skip_blanks(m);
			value = value_read(m);
		}
		for (i = 0; i < count; i++)
			if (seen[i].length == name.length &&
			    memcmp(seen[i].p, name.p, name.length) == 0)
				break;
		if (i < count || count == ATTRIBUTES_MAX)
			continue;
		seen[count++] = name;
		buf_char(m->out, ' ');
		buf_append(m->out, name.p, name.length);
		buf_text(m->out, "=\"");
		feed_entity_text(&m->entities, value, m->out);
		buf_char(m->out, '"');
	}
}

/* An item that begins within an item ends it: its own end is missing. */
static void
open_tag(struct mend *m)
{
	static const struct feed_span items[] = { { "item", 4 }, { "entry", 5 } };
	size_t before = m->out->length;
	struct feed_span name;

	m->p++;
	name = name_read(m);
	if (m->over == 0 && (span_is(name, items[0]) ||
	    span_is(name, items[1]))) {
		close_named(m, name);
		before = m->out->length;
	}
	buf_char(m->out, '<');
	buf_append(m->out, name.p, name.length);
	if (write_attributes(m))
		buf_text(m->out, "/>");
	else if (m->depth < FEED_DEPTH_MAX) {
		buf_char(m->out, '>');
		m->open[m->depth++] = name;
		return;
	} else
		m->over++;
	if (m->depth == FEED_DEPTH_MAX)
		m->out->length = before;
}

static void
close_tag(struct mend *m)
{
	struct feed_span name;

	m->p += 2;
	skip_blanks(m);
	name = name_read(m);
	m->p = find(m, ">");
	m->p += m->p < m->end;
	if (m->over > 0)
		m->over--;
	else
		close_named(m, name);
}

/* <!ENTITY name "text">, texts only. */
static void
entity_declared(struct mend *m)
{
	struct feed_span name, value;

	m->p += 8;
	skip_blanks(m);
	name = name_read(m);
	skip_blanks(m);
	if (name.length == 0 || m->p == m->end ||
	    (*m->p != '"' && *m->p != '\''))
		return;
	value = value_read(m);
	feed_entity_add(&m->entities, name, value);
}

static void
skip_doctype(struct mend *m)
{
	bool inside = false;

	for (; m->p < m->end && (inside || *m->p != '>'); ) {
		if ((size_t)(m->end - m->p) > 8 &&
		    strncasecmp(m->p, "<!ENTITY", 8) == 0) {
			entity_declared(m);
			continue;
		}
		if (*m->p == '[' || *m->p == ']')
			inside = *m->p == '[';
		m->p++;
	}
	m->p += m->p < m->end;
}

static bool
begins(const struct mend *m, const char *what)
{
	size_t length = strlen(what);

	return ((size_t)(m->end - m->p) >= length &&
	    strncasecmp(m->p, what, length) == 0);
}

/* Comments, instructions and declarations; true if one was there. */
static bool
skip_other(struct mend *m)
{
	if (begins(m, "<!--"))
		skip_past(m, find(m, "-->") < m->end ? "-->" : ">");
	else if (begins(m, "<?"))
		skip_past(m, find(m, "?>") < m->end ? "?>" : ">");
	else if (begins(m, "<!DOCTYPE"))
		skip_doctype(m);
	else
		return (false);
	return (true);
}

/* Moves to the tag that begins the feed. */
static bool
find_root(struct mend *m)
{
	static const char *const roots[] = { "rss", "feed", "rdf", "channel",
		"redirect" };

	while ((m->p = find(m, "<")) < m->end) {
		struct mend look = *m;
		struct feed_span name;
		const char *colon;
		size_t i;

		if (skip_other(m))
			continue;
		look.p++;
		name = name_read(&look);
		colon = memchr(name.p, ':', name.length);
		if (colon != NULL) {
			name.length -= (size_t)(colon + 1 - name.p);
			name.p = colon + 1;
		}
		for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
			if (strlen(roots[i]) == name.length && strncasecmp(
			    roots[i], name.p, name.length) == 0)
				return (true);
		m->p++;
	}
	return (false);
}

static void
mend_body(struct mend *m)
{
	while (m->p < m->end) {
		struct feed_span text = { m->p, 0 };
		const char *stop;

		if (skip_other(m))
			continue;
		if (begins(m, "<![CDATA[")) {
			text.p = m->p += 9;
			text.length = (size_t)(find(m, "]]>") - text.p);
			feed_entity_escape(text, m->out);
			skip_past(m, "]]>");
		} else if (*m->p == '<' && m->end - m->p > 1 &&
		    name_byte(m->p[1], true))
			open_tag(m);
		else if (begins(m, "</"))
			close_tag(m);
		else {
			stop = memchr(m->p + 1, '<',
			    (size_t)(m->end - m->p - 1));
			text.length = (size_t)((stop != NULL ? stop :
			    m->end) - m->p);
			feed_entity_text(&m->entities, text, m->out);
			m->p += text.length;
		}
		if (m->depth == 0)
			return;		/* the feed has ended */
	}
	while (m->depth > 0)
		close_one(m);
}

bool
feed_mend(const char *text, size_t length, struct buf *out)
{
	struct mend *m = must_alloc(sizeof(*m));
	bool found;

	memset(m, 0, sizeof(*m));
	m->p = text;
	m->end = text + length;
	m->out = out;
	if ((found = find_root(m)))
		mend_body(m);
	free(m);
	return (found);
}
