/* Pieces of clean HTML: see scan.h. */
#include "html/scan.h"

#include <string.h>

#include "html/inside.h"

static void
piece_name(struct html_piece *piece)
{
	const struct html_element *e;
	const char *p = piece->text + (piece->kind == HTML_PIECE_CLOSE ? 2 : 1);
	size_t i;

	for (i = 0; i < sizeof(piece->name) - 1 &&
	    p + i < piece->text + piece->length &&
	    strchr(" />", p[i]) == NULL; i++)
		piece->name[i] = p[i];
	piece->name[i] = '\0';
	e = html_element(piece->name);
	piece->empty = e->kind == HTML_VOID || e->kind == HTML_SOURCE ||
	    e->kind == HTML_RULE || e->kind == HTML_COL;
	piece->block = e->kind >= HTML_FLOW && e->kind <= HTML_RULE;
}

bool
html_scan(const char **p, const char *end, struct html_piece *out)
{
	const char *from = *p, *to;

	if (from >= end)
		return (false);
	memset(out, 0, sizeof(*out));
	out->text = from;
	if (*from != '<') {
		to = memchr(from, '<', (size_t)(end - from));
		*p = to != NULL ? to : end;
		out->length = (size_t)(*p - from);
		return (true);
	}
	to = memchr(from, '>', (size_t)(end - from));
	*p = to != NULL ? to + 1 : end;
	out->length = (size_t)(*p - from);
	out->kind = out->length > 1 && from[1] == '/' ? HTML_PIECE_CLOSE :
	    HTML_PIECE_OPEN;
	piece_name(out);
	return (true);
}

bool
html_piece_attribute(const struct html_piece *tag, const char *name,
    struct buf *out)
{
	const char *p = tag->text, *end = tag->text + tag->length, *value;
	size_t length = strlen(name);

	if (tag->kind != HTML_PIECE_OPEN)
		return (false);
	while ((p = memchr(p, ' ', (size_t)(end - p))) != NULL) {
		p++;
		value = memchr(p, '"', (size_t)(end - p));
		if (value == NULL)
			return (false);
		value++;
		end = memchr(value, '"', (size_t)(end - value));
		if (end == NULL)
			return (false);
		if ((size_t)(value - p) == length + 2 &&
		    memcmp(p, name, length) == 0) {
			html_decode(value, (size_t)(end - value), out);
			return (true);
		}
		p = end + 1;
		end = tag->text + tag->length;
	}
	return (false);
}

void
html_decode(const char *text, size_t length, struct buf *out)
{
	static const struct { const char *entity, *text; } entities[] = {
		{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&nbsp;", "\xC2\xA0" },
	};
	const char *end = text + length, *next;
	size_t i, n;

	for (; text < end; text = next) {
		next = memchr(text, '&', (size_t)(end - text));
		if (next == NULL)
			next = end;
		if (next > text) {
			buf_append(out, text, (size_t)(next - text));
			continue;
		}
		for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
			n = strlen(entities[i].entity);
			if ((size_t)(end - text) >= n &&
			    memcmp(text, entities[i].entity, n) == 0)
				break;
		}
		if (i < sizeof(entities) / sizeof(entities[0])) {
			buf_text(out, entities[i].text);
			next = text + n;
		} else {
			buf_char(out, '&');
			next = text + 1;
		}
	}
}
