/*
 * Entities of a feed: numbers, HTML's names, and texts that the document
 * declared itself (never anything with markup or further entities in it).
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "html/feed_inside.h"

#define NAME_BYTES 32		/* of an entity's name */
#define TEXT_BYTES 256		/* of a text that is declared */

static void
write_char(struct buf *out, uint32_t c)
{
	if (c == '&')
		buf_text(out, "&amp;");
	else if (c == '<')
		buf_text(out, "&lt;");
	else if (c == '>')
		buf_text(out, "&gt;");
	else if (c == '"')
		buf_text(out, "&quot;");
	else if (c == '\r')
		buf_char(out, '\n');
	else if (c >= ' ' || c == '\t' || c == '\n')
		feed_char(out, c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF ||
		    (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c);
}

/* The digits between &# and the semicolon. */
static bool
write_number(const char *p, const char *end, struct buf *out)
{
	int base = p < end && (*p == 'x' || *p == 'X') ? 16 : 10;
	char digits[12], *stop;
	unsigned long c;
	size_t length;

	p += base == 16;
	length = (size_t)(end - p);
	if (length == 0 || length >= sizeof(digits))
		return (false);
	memcpy(digits, p, length);
	digits[length] = '\0';
	if (!isxdigit((unsigned char)digits[0]))
		return (false);
	c = strtoul(digits, &stop, base);
	if (*stop != '\0')
		return (false);
	write_char(out, c > 0x10FFFF ? 0xFFFD : (uint32_t)c);
	return (true);
}

/* One entity that begins at `p` with & and ends before `end` with the
 * semicolon; false: it is none. */
static bool
write_entity(const struct feed_entities *e, const char *p, const char *end,
    struct buf *out)
{
	struct feed_span name = { p + 1, (size_t)(end - p - 1) };
	const htmlEntityDesc *known;
	char text[NAME_BYTES + 1];
	size_t i;

	if (name.length > 0 && name.p[0] == '#')
		return (write_number(p + 2, end, out));
	if (name.length == 0 || name.length > NAME_BYTES)
		return (false);
	memcpy(text, name.p, name.length);
	text[name.length] = '\0';
	for (i = 0; e != NULL && i < e->count; i++)
		if (e->name[i].length == name.length && memcmp(e->name[i].p,
		    name.p, name.length) == 0) {
			feed_entity_text(NULL, e->text[i], out);
			return (true);
		}
	known = htmlEntityLookup((const xmlChar *)text);
	if (known == NULL && strcmp(text, "apos") != 0)
		return (false);
	write_char(out, known != NULL ? known->value : '\'');
	return (true);
}

void
feed_entity_add(struct feed_entities *e, struct feed_span name,
    struct feed_span text)
{
	if (e->count == FEED_ENTITIES_MAX || text.length > TEXT_BYTES ||
	    memchr(text.p, '<', text.length) != NULL)
		return;
	e->name[e->count] = name;
	e->text[e->count++] = text;
}

void
feed_entity_text(const struct feed_entities *e, struct feed_span text,
    struct buf *out)
{
	const char *p = text.p, *end = text.p + text.length;

	while (p < end) {
		const char *stop = p + 1;

		if (*p != '&') {
			feed_entity_escape((struct feed_span){ p, 1 }, out);
			p++;
			continue;
		}
		while (stop < end && stop - p <= NAME_BYTES &&
		    (isalnum((unsigned char)*stop) || *stop == '#'))
			stop++;
		if (stop < end && *stop == ';' &&
		    write_entity(e, p, stop, out))
			p = stop + 1;
		else {
			buf_text(out, "&amp;");
			p++;
		}
	}
}

void
feed_entity_escape(struct feed_span text, struct buf *out)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if ((unsigned char)text.p[i] < 0x80)
			write_char(out, (unsigned char)text.p[i]);
		else
			buf_char(out, text.p[i]);
}
