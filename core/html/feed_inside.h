/*
 * Shared by the feed_*.c files and by nobody else.
 *
 *   feed.c        what kind of feed it is      feed_bytes.c   bytes to UTF-8
 *   feed_mend.c   broken XML to whole XML      feed_entity.c  entities
 *   feed_xml.c    the elements of a feed       feed_field.c   elements to fields
 *   feed_style.c  styles                      feed_words.c   names that stay
 *   feed_text.c   the value of an element      feed_markup.c  HTML without dangers
 *   feed_json.c   JSON Feed                    feed_date.c    dates
 *   feed_attribute.c  attributes
 *   feed_clock.c  their parts
 *   feed_url.c    relative addresses           feed_put.c     fields to JSON
 */
#ifndef HTML_FEED_INSIDE_H
#define HTML_FEED_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/time.h"
#include "html/feed.h"

/* feed_bytes.c */
void feed_bytes(const char *text, size_t length, const char *type,
    struct buf *out);
/* What Windows-1252 means by a byte of 0x80 to 0x9F. */
uint32_t feed_windows(unsigned c);
/* Appends a character in UTF-8. */
void feed_char(struct buf *out, uint32_t c);
/* The mends for a value: UTF-8 read as Latin-1, C1 controls as Windows-1252. */
void feed_mend_text(struct buf *text);

/* feed_entity.c: entities that the document declares, into its own text. */
struct feed_span {
	const char	*p;
	size_t		length;
};
#define FEED_ENTITIES_MAX 64
struct feed_entities {
	struct feed_span name[FEED_ENTITIES_MAX], text[FEED_ENTITIES_MAX];
	size_t		count;
};
void feed_entity_add(struct feed_entities *e, struct feed_span name,
    struct feed_span text);
/* Appends text as XML has it: with its entities as characters, or as it is. */
void feed_entity_text(const struct feed_entities *e, struct feed_span text,
    struct buf *out);
void feed_entity_escape(struct feed_span text, struct buf *out);

/* feed_mend.c: false where there is no element that begins a feed. */
bool feed_mend(const char *text, size_t length, struct buf *out);

/* feed_date.c; zone: seconds east of Greenwich, of a date that names none. */
bool feed_date(const char *text, long zone, int64_t *out);

/* feed_clock.c */
enum feed_half { FEED_DAY, FEED_MORNING, FEED_AFTERNOON };
/* A date without what stands around it in Chinese, and what that told. */
struct feed_said {
	char		text[160];
	enum feed_half	half;
	long		zone;
};
/* False: too long for a date. */
bool feed_said(const char *text, long zone, struct feed_said *out);
/* A number of one to `max` digits; false: there is none. */
bool feed_number(const char **p, int max, int *out);
bool feed_clock_begins(const char *p);
/* hh:mm[:ss[.f]] [AM] [zone] or 8时30分, from the blank or T before it; true
 * where there is none, false where something else is there. */
bool feed_clock(const char *p, const struct feed_said *said,
    struct time_parts *t, long *zone);

/* feed_url.c: appends `url` as seen from `base` (which may be ""); nothing is
 * appended where its scheme is one that acts (javascript:). */
void feed_url(const char *base, const char *url, struct buf *out);
bool feed_url_safe(const char *url);

/* feed_markup.c */
void feed_markup(const char *html, size_t length, const char *base,
    struct buf *out);
bool feed_looks_like_html(const char *text);
bool feed_element_known(const char *name, size_t length);
void feed_style(const char *style, struct buf *out);

/* feed_words.c */
#define FEED_NAME_MAX 32	/* of an element or attribute, with its NUL */
enum feed_language { FEED_HTML, FEED_MATH, FEED_SVG };
/* Is `name` one of the words (" one two "), whatever its case?  Then it is
 * written as it stands there. */
bool feed_among(const char *words, char *name);
bool feed_element(enum feed_language language, char *name);
bool feed_attribute_kept(enum feed_language language, char *name);
bool feed_attribute_address(const char *name);

/* feed_attribute.c: writes the attributes from p to the end of the tag, which
 * is returned. */
const char *feed_attributes(enum feed_language language, const char *base,
    const char *p, const char *end, struct buf *out);

/* feed_put.c: values of one feed or item; nothing is put where it is empty. */
void feed_put_text(struct arena *a, struct json *to, const char *name,
    const char *text);
/* A text and, beside it, NAME_type: "html" or "text". */
void feed_put_value(struct arena *a, struct json *to, const char *name,
    const char *text, bool html);
void feed_put_title(struct arena *a, struct json *to, const char *title,
    bool html);
void feed_put_date(struct arena *a, struct json *to, const char *name,
    const char *text, long zone);
void feed_put_link(struct arena *a, struct json *to, const char *base,
    const char *url);
void feed_add_category(struct arena *a, struct json *to, const char *text);
void feed_add_author(struct arena *a, struct json *to, const char *name,
    const char *email, const char *url);
void feed_add_enclosure(struct arena *a, struct json *to, const char *href,
    const char *type, const char *length);
/* What follows from other fields: updated, author; of an item also what may
 * stand for its title. */
void feed_complete(struct arena *a, struct json *to);
void feed_complete_item(struct arena *a, struct json *to);
/* The field `from` as the summary, where there is none. */
void feed_put_summary(struct arena *a, struct json *to, const char *from);

/* feed_text.c */
struct feed_value {
	struct buf	text;
	bool		html;
};
struct feed_xml;
/* `type`: what is meant where the element doesn't say, as "text/plain". */
void feed_value(const struct feed_xml *x, xmlNode *node, const char *type,
    struct feed_value *out);
/* The text of an element and all in it, without blanks at the ends. */
void feed_plain(xmlNode *node, struct buf *out);
/* An attribute without regard to case; "" if it isn't there.  In `a`. */
const char *feed_attribute(struct arena *a, xmlNode *node, const char *name);
/* xml:base from the root down to `node`, on top of the source's. */
const char *feed_base(const struct feed_xml *x, xmlNode *node);

/* feed_xml.c */
struct feed_xml {
	struct arena	*arena;
	const char	*url, *language;	/* the source's, or "" */
	long		zone;
	bool		atom, atom10;
	bool		truncated;
};
/* An element's name as the tables have it: "dc:creator", "pubdate". */
const char *feed_name(struct arena *a, const xmlNode *node);
void feed_xml_read(struct feed_xml *x, xmlNode *root, struct json *feed,
    struct json *items);
/* feed_field.c: one child element of a feed or an item.  `plain` remembers
 * which fields had an element of the feed's own vocabulary. */
struct feed_place {
	struct json	*to;
	bool		item;
	unsigned	plain;
	bool		summary;	/* was said, were it empty */
	const char	*media;	/* media:description, if nothing else is said */
};
void feed_field(const struct feed_xml *x, struct feed_place *place,
    const char *name, xmlNode *node);
bool feed_is_item(const char *name);

/* feed_json.c */
enum err feed_json(struct arena *a, const struct buf *text,
    const struct feed_source *from, struct json **out, struct fault *f);

#endif
