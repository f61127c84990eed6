/* Text and links of a clean body: see text.h. */
#include "html/text.h"

#include <string.h>

#include "base/utf8.h"
#include "html/scan.h"

/* Text on its way to a line. */
struct lines {
	struct buf	*out;
	size_t		begin;	/* out's length before anything came */
	int		pre;	/* depth in <pre> */
	bool		line;	/* a line end is due */
	bool		tab, blank;
};

static void
line_break(struct lines *l)
{
	l->line = l->out->length > l->begin;
	l->tab = l->blank = false;
}

/* What is due before more text. */
static void
line_due(struct lines *l)
{
	if (l->line)
		buf_char(l->out, '\n');
	else if (l->tab)
		buf_char(l->out, '\t');
	else if (l->blank)
		buf_char(l->out, ' ');
	l->line = l->tab = l->blank = false;
}

static bool
is_blank(const struct lines *l, char c)
{
	return (l->pre == 0 && (c == ' ' || c == '\t' || c == '\n' ||
	    c == '\0'));
}

static void
line_text(struct lines *l, const char *p, size_t length)
{
	size_t i, from;

	for (i = 0; i < length; ) {
		for (from = i; i < length && !is_blank(l, p[i]); i++)
			continue;
		if (i > from) {
			line_due(l);
			buf_append(l->out, p + from, i - from);
		}
		if (i == length)
			break;
		l->blank = !l->line && !l->tab &&
		    l->out->length > l->begin &&
		    l->out->data[l->out->length - 1] != '\n';
		i++;
	}
}

static void
line_tag(struct lines *l, const struct html_piece *tag)
{
	bool open = tag->kind == HTML_PIECE_OPEN;

	if (strcmp(tag->name, "br") == 0 && l->out->length > l->begin) {
		if (l->line)
			buf_char(l->out, '\n');
		l->line = true;
		l->blank = false;
	} else if (strcmp(tag->name, "td") == 0 ||
	    strcmp(tag->name, "th") == 0)
		l->tab = l->tab || (!open && !l->line);
	else if (tag->block)
		line_break(l);
	if (strcmp(tag->name, "pre") == 0)
		l->pre += open ? 1 : l->pre > 0 ? -1 : 0;
}

static void
text_walk(const char *clean, size_t length, bool alt, struct buf *out)
{
	struct lines l = { .out = out, .begin = out->length };
	const char *p = clean;
	struct html_piece piece;
	struct buf plain;

	buf_init(&plain);
	while (html_scan(&p, clean + length, &piece)) {
		buf_reset(&plain);
		if (piece.kind == HTML_PIECE_TEXT)
			html_decode(piece.text, piece.length, &plain);
		else {
			line_tag(&l, &piece);
			if (alt && strcmp(piece.name, "img") == 0)
				html_piece_attribute(&piece, "alt", &plain);
		}
		line_text(&l, buf_string(&plain), plain.length);
	}
	buf_cleanup(&plain);
}

void
html_text(const char *clean, size_t length, struct buf *out)
{
	text_walk(clean, length, false, out);
}

void
html_text_alt(const char *clean, size_t length, struct buf *out)
{
	text_walk(clean, length, true, out);
}

static bool
is_latin(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9'));
}

/* Where `max` characters end; a Latin word that isn't the only one stays
 * whole. */
static size_t
summary_cut(const char *text, size_t length, size_t max)
{
	const char *p = text, *end = text + length;
	size_t n, cut, word;

	for (n = 0; n < max && p < end; n++)
		utf8_next(&p, end);
	cut = word = (size_t)(p - text);
	while (word > 0 && word < length && is_latin(text[word]) &&
	    is_latin(text[word - 1]))
		word--;
	if (word > 0)
		cut = word;
	while (cut > 0 && text[cut - 1] == ' ')
		cut--;
	return (cut);
}

void
html_summary(const char *clean, size_t length, size_t max, struct buf *out)
{
	struct buf text;
	size_t i;

	buf_init(&text);
	html_text(clean, length, &text);
	for (i = 0; i < text.length; i++)
		if (text.data[i] == '\n' || text.data[i] == '\t')
			text.data[i] = ' ';
	if (max > 0 && utf8_count(buf_string(&text), text.length) > max) {
		buf_append(out, text.data,
		    summary_cut(text.data, text.length, max - 1));
		buf_text(out, "…");
	} else if (max > 0)
		buf_append(out, buf_string(&text), text.length);
	buf_cleanup(&text);
}

static enum html_link
link_kind(const char *element, const char *attribute)
{
	if (strcmp(attribute, "poster") == 0 || strcmp(element, "img") == 0)
		return (HTML_LINK_PICTURE);
	return (strcmp(attribute, "src") == 0 ? HTML_LINK_MEDIA :
	    HTML_LINK_PLACE);
}

void
html_links(const char *clean, size_t length,
    void (*each)(enum html_link kind, const char *url, const char *text,
    void *arg), void *arg)
{
	static const char *const names[] = { "href", "src", "poster", "cite" };
	const char *p = clean;
	struct html_piece piece;
	struct buf url, alt;
	size_t i;

	buf_init(&url);
	buf_init(&alt);
	while (html_scan(&p, clean + length, &piece)) {
		if (piece.kind != HTML_PIECE_OPEN)
			continue;
		buf_reset(&alt);
		html_piece_attribute(&piece, "alt", &alt);
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			buf_reset(&url);
			if (html_piece_attribute(&piece, names[i], &url))
				each(link_kind(piece.name, names[i]),
				    buf_string(&url), buf_string(&alt), arg);
		}
	}
	buf_cleanup(&url);
	buf_cleanup(&alt);
}
