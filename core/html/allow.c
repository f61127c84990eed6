/*
 * What is allowed: elements, attributes, classes.  Adding a row here is all
 * that it takes; nothing that isn't here gets through.
 */
#include <stdlib.h>
#include <string.h>

#include "html/inside.h"

/* Sorted by name (bytes).  Names that stand here with another one are old or
 * wider words for it. */
static const struct html_element elements[] = {
	{ "a", "a", HTML_INLINE, NULL },
	{ "abbr", "abbr", HTML_INLINE, NULL },
	{ "acronym", "abbr", HTML_INLINE, NULL },
	{ "address", "address", HTML_FLOW, NULL },
	{ "article", "div", HTML_FLOW, NULL },
	{ "aside", "div", HTML_FLOW, NULL },
	{ "audio", "audio", HTML_MEDIA, NULL },
	{ "b", "b", HTML_INLINE, NULL },
	{ "blockquote", "blockquote", HTML_FLOW, NULL },
	{ "br", "br", HTML_VOID, NULL },
	{ "caption", "caption", HTML_CAPTION, NULL },
	{ "center", "div", HTML_FLOW, "ta-center" },
	{ "cite", "cite", HTML_INLINE, NULL },
	{ "code", "code", HTML_INLINE, NULL },
	{ "col", "col", HTML_COL, NULL },
	{ "colgroup", "colgroup", HTML_COLGROUP, NULL },
	{ "dd", "dd", HTML_TERM, NULL },
	{ "del", "del", HTML_INLINE, NULL },
	{ "details", "details", HTML_FLOW, NULL },
	{ "dfn", "dfn", HTML_INLINE, NULL },
	{ "dir", "ul", HTML_LIST, NULL },
	{ "div", "div", HTML_FLOW, NULL },
	{ "dl", "dl", HTML_TERMS, NULL },
	{ "dt", "dt", HTML_TERM, NULL },
	{ "em", "em", HTML_INLINE, NULL },
	{ "figcaption", "figcaption", HTML_FLOW, NULL },
	{ "figure", "figure", HTML_FLOW, NULL },
	{ "font", "span", HTML_INLINE, NULL },
	{ "footer", "div", HTML_FLOW, NULL },
	{ "h1", "h2", HTML_PHRASE, NULL },
	{ "h2", "h2", HTML_PHRASE, NULL },
	{ "h3", "h3", HTML_PHRASE, NULL },
	{ "h4", "h4", HTML_PHRASE, NULL },
	{ "h5", "h5", HTML_PHRASE, NULL },
	{ "h6", "h6", HTML_PHRASE, NULL },
	{ "header", "div", HTML_FLOW, NULL },
	{ "hr", "hr", HTML_RULE, NULL },
	{ "i", "i", HTML_INLINE, NULL },
	{ "iframe", NULL, HTML_SKIP, NULL },
	{ "img", "img", HTML_VOID, NULL },
	{ "ins", "ins", HTML_INLINE, NULL },
	{ "kbd", "kbd", HTML_INLINE, NULL },
	{ "li", "li", HTML_ITEM, NULL },
	{ "listing", "pre", HTML_PHRASE, NULL },
	{ "main", "div", HTML_FLOW, NULL },
	{ "mark", "mark", HTML_INLINE, NULL },
	{ "math", NULL, HTML_SKIP, NULL },
	{ "menu", "ul", HTML_LIST, NULL },
	{ "nav", "div", HTML_FLOW, NULL },
	{ "noembed", NULL, HTML_SKIP, NULL },
	{ "noframes", NULL, HTML_SKIP, NULL },
	{ "noscript", NULL, HTML_SKIP, NULL },
	{ "ol", "ol", HTML_LIST, NULL },
	{ "p", "p", HTML_PHRASE, NULL },
	{ "pre", "pre", HTML_PHRASE, NULL },
	{ "q", "q", HTML_INLINE, NULL },
	{ "rp", "rp", HTML_RUBYPART, NULL },
	{ "rt", "rt", HTML_RUBYPART, NULL },
	{ "ruby", "ruby", HTML_INLINE, NULL },
	{ "s", "s", HTML_INLINE, NULL },
	{ "samp", "samp", HTML_INLINE, NULL },
	{ "script", NULL, HTML_SKIP, NULL },
	{ "section", "div", HTML_FLOW, NULL },
	{ "small", "small", HTML_INLINE, NULL },
	{ "source", "source", HTML_SOURCE, NULL },
	{ "span", "span", HTML_INLINE, NULL },
	{ "strike", "s", HTML_INLINE, NULL },
	{ "strong", "strong", HTML_INLINE, NULL },
	{ "style", NULL, HTML_SKIP, NULL },
	{ "sub", "sub", HTML_INLINE, NULL },
	{ "summary", "summary", HTML_PHRASE, NULL },
	{ "sup", "sup", HTML_INLINE, NULL },
	{ "svg", NULL, HTML_SKIP, NULL },
	{ "table", "table", HTML_TABLE, NULL },
	{ "tbody", "tbody", HTML_SECTION, NULL },
	{ "td", "td", HTML_CELL, NULL },
	{ "template", NULL, HTML_SKIP, NULL },
	{ "tfoot", "tfoot", HTML_SECTION, NULL },
	{ "th", "th", HTML_CELL, NULL },
	{ "thead", "thead", HTML_SECTION, NULL },
	{ "time", "time", HTML_INLINE, NULL },
	{ "title", NULL, HTML_SKIP, NULL },
	{ "tr", "tr", HTML_ROW, NULL },
	{ "track", "track", HTML_SOURCE, NULL },
	{ "tt", "code", HTML_INLINE, NULL },
	{ "u", "u", HTML_INLINE, NULL },
	{ "ul", "ul", HTML_LIST, NULL },
	{ "var", "var", HTML_INLINE, NULL },
	{ "video", "video", HTML_MEDIA, NULL },
	{ "wbr", "wbr", HTML_VOID, NULL },
	{ "xml", NULL, HTML_SKIP, NULL },	/* data islands of Word */
	{ "xmp", "pre", HTML_PHRASE, NULL },
};

/* In the order in which they are written; class, rel and id are added by
 * attr.c.  Elements are named as they go out. */
const struct html_attribute html_attributes[] = {
	{ "href", " a ", HTML_LINK, NULL },
	{ "target", " a ", HTML_WORD, " _blank " },
	{ "src", " img audio video source track ", HTML_LOAD, NULL },
	{ "poster", " video ", HTML_LOAD, NULL },
	{ "cite", " blockquote q ins del ", HTML_LINK, NULL },
	{ "alt", " img ", HTML_TEXT, NULL },
	{ "title", " a abbr img audio video dfn ", HTML_TEXT, NULL },
	{ "width", " img video ", HTML_NUMBER, NULL },
	{ "height", " img video ", HTML_NUMBER, NULL },
	{ "controls", " audio video ", HTML_FLAG, NULL },
	{ "kind", " track ", HTML_WORD,
	    " subtitles captions descriptions chapters " },
	{ "srclang", " track ", HTML_TEXT, NULL },
	{ "label", " track ", HTML_TEXT, NULL },
	{ "type", " ol ", HTML_WORD, " 1 a A i I " },
	{ "start", " ol ", HTML_SIGNED, NULL },
	{ "reversed", " ol ", HTML_FLAG, NULL },
	{ "value", " li ", HTML_SIGNED, NULL },
	{ "span", " col colgroup ", HTML_NUMBER, NULL },
	{ "colspan", " td th ", HTML_NUMBER, NULL },
	{ "rowspan", " td th ", HTML_NUMBER, NULL },
	{ "scope", " th ", HTML_WORD, " row col rowgroup colgroup " },
	{ "datetime", " time ins del ", HTML_TEXT, NULL },
	{ "open", " details ", HTML_FLAG, NULL },
	{ NULL, NULL, HTML_TEXT, NULL },
};

_Static_assert(sizeof(html_attributes) / sizeof(html_attributes[0]) <=
    HTML_ATTRIBUTES, "HTML_ATTRIBUTES is too small");

static const char classes[] =
    " ta-left ta-center ta-right ta-justify"
    " tc-red tc-gold tc-green tc-blue tc-grey term-link"
    " lead note no-indent media-left media-right media-wide ";

static int
element_order(const void *name, const void *e)
{
	return (strcmp(name, ((const struct html_element *)e)->name));
}

const struct html_element *
html_element(const char *name)
{
	static const struct html_element unknown = { "", NULL, HTML_UNWRAP,
		NULL };
	const struct html_element *e;

	e = bsearch(name, elements, sizeof(elements) / sizeof(elements[0]),
	    sizeof(elements[0]), element_order);
	return (e != NULL ? e : &unknown);
}

bool
html_among(const char *words, const char *word, size_t length)
{
	const char *p = words;

	if (length == 0 || memchr(word, ' ', length) != NULL)
		return (false);
	while ((p = strchr(p, ' ')) != NULL && *++p != '\0')
		if (strncmp(p, word, length) == 0 && p[length] == ' ')
			return (true);
	return (false);
}

bool
html_class_allowed(const char *name, size_t length)
{
	return (html_among(classes, name, length));
}
