/*
 * The value of an element: as text, as HTML written in text (escaped, CDATA,
 * base64), or as elements within it, each as its format means it.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "html/feed_inside.h"

const char *
feed_attribute(struct arena *a, xmlNode *node, const char *name)
{
	const xmlAttr *at;

	for (at = node->properties; at != NULL; at = at->next) {
		xmlChar *value;
		char *copy;

		if (strcasecmp((const char *)at->name, name) != 0)
			continue;
		value = xmlNodeGetContent((const xmlNode *)at);
		copy = arena_text(a, value != NULL ? (char *)value : "");
		xmlFree(value);
		return (copy);
	}
	return (arena_text(a, ""));
}

const char *
feed_base(const struct feed_xml *x, xmlNode *node)
{
	xmlNode *line[FEED_DEPTH_MAX];
	const char *base = x->url;
	size_t count = 0;

	for (; node != NULL && node->type == XML_ELEMENT_NODE &&
	    count < FEED_DEPTH_MAX; node = node->parent)
		line[count++] = node;
	while (count > 0) {
		const char *own = feed_attribute(x->arena, line[--count],
		    "base");
		struct buf whole = { 0 };

		if (*own == '\0' || !feed_url_safe(own))
			continue;
		feed_url(base, own, &whole);
		base = arena_text(x->arena, buf_string(&whole));
		buf_cleanup(&whole);
	}
	return (base);
}

void
feed_plain(xmlNode *node, struct buf *out)
{
	xmlChar *text = xmlNodeGetContent(node);
	const char *p = text != NULL ? (const char *)text : "";
	const char *end = p + strlen(p);

	while (p < end && isspace((unsigned char)*p))
		p++;
	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	buf_append(out, p, (size_t)(end - p));
	xmlFree(text);
	feed_mend_text(out);
}

static void
write_escaped(const char *p, struct buf *out, bool quotes)
{
	for (; *p != '\0'; p++)
		if (*p == '&')
			buf_text(out, "&amp;");
		else if (*p == '<')
			buf_text(out, "&lt;");
		else if (*p == '>')
			buf_text(out, "&gt;");
		else if (*p == '"' && quotes)
			buf_text(out, "&quot;");
		else
			buf_char(out, *p);
}

/* As markup has it: of xml and xlink alone. */
static const char *
prefix_of(const xmlAttr *at)
{
	if (at->ns == NULL || at->ns->href == NULL)
		return ("");
	if (strcmp((const char *)at->ns->href, "http://www.w3.org/1999/xlink")
	    == 0)
		return ("xlink:");
	return (at->ns->prefix != NULL && strcmp((const char *)at->ns->prefix,
	    "xml") == 0 ? "xml:" : "");
}

static void
write_open(xmlNode *node, struct buf *out)
{
	const xmlAttr *at;

	buf_printf(out, "<%s", (const char *)node->name);
	for (at = node->properties; at != NULL; at = at->next) {
		xmlChar *value = xmlNodeGetContent((const xmlNode *)at);

		buf_printf(out, " %s%s=\"", prefix_of(at),
		    (const char *)at->name);
		write_escaped(value != NULL ? (char *)value : "", out, true);
		buf_char(out, '"');
		xmlFree(value);
	}
	buf_char(out, '>');
}

/* Everything in `top`, by one walk without recursion. */
static void
write_inside(xmlNode *top, struct buf *out)
{
	xmlNode *node = top->children;

	while (node != NULL) {
		if (node->type == XML_ELEMENT_NODE) {
			write_open(node, out);
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			buf_printf(out, "</%s>", (const char *)node->name);
		} else if (node->content != NULL)
			write_escaped((const char *)node->content, out, false);
		while (node->next == NULL) {
			node = node->parent;
			if (node == top)
				return;
			buf_printf(out, "</%s>", (const char *)node->name);
		}
		node = node->next;
	}
}

/* The only element in `node`, which has no text of its own; else NULL. */
static xmlNode *
only_child(xmlNode *node)
{
	xmlNode *only = NULL, *p;

	for (p = node->children; p != NULL; p = p->next) {
		if (p->type == XML_ELEMENT_NODE) {
			if (only != NULL)
				return (NULL);
			only = p;
		} else if (!xmlIsBlankNode(p))
			return (NULL);
	}
	return (only);
}

static bool
has_elements(const xmlNode *node)
{
	const xmlNode *p;

	for (p = node->children; p != NULL; p = p->next)
		if (p->type == XML_ELEMENT_NODE)
			return (true);
	return (false);
}

static void
text_decode(struct buf *text)
{
	struct buf plain = { 0 }, whole = { 0 };
	size_t i;

	base64_read(&plain, buf_string(text), text->length);
	feed_bytes(buf_string(&plain), plain.length, NULL, &whole);
	buf_reset(text);
	/* A NUL would cut what follows. */
	for (i = 0; i < whole.length; i++)
		if (whole.data[i] != '\0')
			buf_char(text, whole.data[i]);
	buf_cleanup(&plain);
	buf_cleanup(&whole);
}

static const char *
type_of(const struct feed_xml *x, xmlNode *node, const char *otherwise)
{
	const char *type = feed_attribute(x->arena, node, "type");

	if (*type == '\0')
		return (otherwise);
	if (strcasecmp(type, "text") == 0)
		return ("text/plain");
	if (strcasecmp(type, "html") == 0)
		return ("text/html");
	if (strcasecmp(type, "xhtml") == 0)
		return ("application/xhtml+xml");
	return (type);
}

static bool
ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return (n >= m && strcasecmp(text + n - m, end) == 0);
}

static bool
is_base64(const struct feed_xml *x, xmlNode *node, const char *type)
{
	if (strcasecmp(feed_attribute(x->arena, node, "mode"), "base64") == 0)
		return (true);
	return (x->atom && strchr(type, '/') != NULL &&
	    strncasecmp(type, "text/", 5) != 0 && !ends_with(type, "+xml") &&
	    !ends_with(type, "/xml"));
}

void
feed_value(const struct feed_xml *x, xmlNode *node, const char *type,
    struct feed_value *out)
{
	struct buf raw = { 0 };
	xmlNode *only = only_child(node);

	type = type_of(x, node, type);
	out->html = strcasecmp(type, "text/html") == 0 ||
	    strcasecmp(type, "application/xhtml+xml") == 0;
	if (has_elements(node)) {
		/* RFC 4287, 3.1.1.3: the div is no part of the content. */
		write_inside(x->atom10 && only != NULL && strcmp(
		    (const char *)only->name, "div") == 0 ? only : node, &raw);
		out->html = true;
	} else {
		feed_plain(node, &raw);
		if (is_base64(x, node, type)) {
			text_decode(&raw);
			out->html = out->html || feed_looks_like_html(
			    buf_string(&raw));
		} else if (strcasecmp(type, "application/xhtml+xml") == 0) {
			struct buf text = raw;

			memset(&raw, 0, sizeof(raw));
			write_escaped(buf_string(&text), &raw, false);
			buf_cleanup(&text);
		} else if (!x->atom && !out->html)
			out->html = feed_looks_like_html(buf_string(&raw));
	}
	if (out->html)
		feed_markup(buf_string(&raw), raw.length, feed_base(x, node),
		    &out->text);
	else
		buf_append(&out->text, buf_string(&raw), raw.length);
	feed_mend_text(&out->text);
	buf_cleanup(&raw);
}
