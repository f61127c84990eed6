/*
 * Shared by the files of html/ and by nobody else.
 *
 *   clean.c  passes, the report            parse.c  libxml2's events
 *   allow.c  what is allowed               fit.c    what may hold what
 *   attr.c   attributes of one tag         style.c  style= to classes
 *   shape.c  the tree that goes out        url.c    addresses
 */
#ifndef HTML_INSIDE_H
#define HTML_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "html/clean.h"

/* What an element is to the tree: what may hold it, what it may hold. */
enum html_kind {
	HTML_SKIP,	/* goes with all that it holds */
	HTML_UNWRAP,	/* the tag goes, what it holds stays */
	HTML_FLOW,	/* holds blocks: div, blockquote */
	HTML_PHRASE,	/* a block that holds text only: p, h2, pre */
	HTML_LIST,	/* ul, ol */
	HTML_ITEM,	/* li */
	HTML_TERMS,	/* dl */
	HTML_TERM,	/* dt, dd */
	HTML_TABLE,
	HTML_CAPTION,
	HTML_COLGROUP,
	HTML_COL,
	HTML_SECTION,	/* thead, tbody, tfoot */
	HTML_ROW,
	HTML_CELL,
	HTML_RULE,	/* hr */
	HTML_INLINE,
	HTML_VOID,	/* img, br, wbr: inline and empty */
	HTML_MEDIA,	/* audio, video */
	HTML_SOURCE,	/* source, track */
	HTML_RUBYPART	/* rt, rp */
};

struct html_element {
	const char	*name;	/* as it comes in */
	const char	*to;	/* as it goes out */
	enum html_kind	kind;
	const char	*class;	/* that it is given, or NULL */
};

/* Never NULL: an unknown name is HTML_UNWRAP. */
const struct html_element *html_element(const char *name);

enum html_value {
	HTML_LINK,	/* an address to go to */
	HTML_LOAD,	/* an address that is loaded with the page */
	HTML_TEXT,
	HTML_NUMBER,	/* 1 to 9999 */
	HTML_SIGNED,	/* -9999 to 9999 */
	HTML_FLAG,	/* there or not */
	HTML_WORD	/* one of `words` */
};

struct html_attribute {
	const char	*name;
	const char	*elements;	/* " a img " */
	enum html_value	value;
	const char	*words;		/* " row col " */
};

extern const struct html_attribute html_attributes[];
#define HTML_ATTRIBUTES 32	/* at least as many as the table holds */

bool html_class_allowed(const char *name, size_t length);

/* Is `word` one of the words in " a b c "? */
bool html_among(const char *words, const char *word, size_t length);

/* style.c: what a style= says that is kept. */
struct html_style {
	const char	*align, *color;	/* classes or NULL */
	bool		bold, italic, underline, strike, sub, super;
	bool		plain;		/* font-weight: normal */
	bool		upright;	/* font-style: normal */
	bool		word;		/* written by a word processor */
};

void html_style_read(const char *style, struct html_style *out);
const char *html_color_class(const char *color, size_t length);
const char *html_align_class(const char *align, size_t length);

/* url.c */
enum html_place {
	HTML_PLACE_BAD,		/* a scheme that isn't allowed, or no address */
	HTML_PLACE_PAGE,	/* #x */
	HTML_PLACE_LOCAL,	/* this site */
	HTML_PLACE_FOREIGN,	/* another host */
	HTML_PLACE_OTHER	/* mailto:, tel: */
};

/* Appends the address in the form in which it is kept. */
enum html_place html_url(const char *url, const struct html_rules *rules,
    struct buf *out);

/* attr.c: the attributes of a tag, ready to be written: ` a="b"`. */
struct html_tag {
	struct buf	text;	/* all of them, the id last */
	size_t		without_id;	/* bytes of `text` before the id */
	struct html_style style;
	bool		lang;	/* had lang=, as word processors write it */
	bool		refused; /* its address was refused: leave it out */
	struct buf	foreign; /* the address of a foreign picture, if left */
	struct buf	alt;	/* and its text */
};

struct html_pass;

void html_tag_read(struct html_pass *p, const struct html_element *e,
    const char **attributes, struct html_tag *tag);
void html_tag_cleanup(struct html_tag *tag);

/* Text with & < > and no-break space written as entities. */
void html_escape(struct buf *out, const char *text, size_t length,
    bool quotes);

/* shape.c */
struct html_part {
	const struct html_element *element;
	size_t		attributes;	/* where in shape.attributes */
	size_t		length, without_id;
	size_t		by;	/* the part that it made way for; 0: none */
	unsigned char	state;
	bool		implied;
};

#define HTML_PARTS_MAX 200	/* of the input; some more may be implied */

struct html_shape {
	struct buf	*out;
	struct buf	attributes;	/* of all parts, one behind the other */
	size_t		count;
	size_t		pre_end;	/* out's length after <pre> */
	bool		gap;		/* a break is wanted before more text */
	struct html_part part[HTML_PARTS_MAX + 16];
};

/* fit.c: may `in` (NULL: the text itself) hold this kind?  Text counts as
 * HTML_INLINE. */
enum html_fit {
	HTML_FIT,
	HTML_FIT_IMPLY,	/* in an element of the name in *implied */
	HTML_FIT_LEAVE,	/* `in` ends first */
	HTML_FIT_NEVER
};

enum html_fit html_fit(const struct html_part *in, enum html_kind kind,
    const char **implied);
bool html_is_inline(enum html_kind k);

/* false: there is no place for it; it isn't on the stack. */
bool html_shape_open(struct html_shape *s, const struct html_element *e,
    const struct buf *attributes, size_t without_id);
/* An inline element that is written only if something comes into it. */
void html_shape_wrap(struct html_shape *s, const char *name);
void html_shape_close(struct html_shape *s, size_t to_count);
void html_shape_text(struct html_shape *s, const char *text, size_t length);
bool html_shape_within(const struct html_shape *s, const char *name);

/* clean.c, parse.c */
struct html_names {	/* ids of the text, as they came in */
	char	**name;
	size_t	count, size;
};

struct html_pass {
	const struct html_rules *rules;
	struct html_report *report;	/* of the first pass only */
	struct html_names *found;	/* filled by the first pass */
	const struct html_names *known;	/* used by the later ones */
};

void html_drop(struct html_pass *p, const char *kind, const char *element,
    const char *attribute, const char *value);

/* One reading of `in`, which begins with <html><body>, into `out`. */
enum err html_parse(const struct html_pass *pass, const struct buf *in,
    struct buf *out, struct fault *f);

#endif
