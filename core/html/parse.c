/*
 * libxml2 reads, shape.c writes.  The parser asks for small pieces and tells
 * what it found (SAX); no tree of the input is ever built, so that depth and
 * memory are ours to limit.
 *
 * Caveats of libxml2 2.9 that are met here:
 * - comparing a tag's attributes takes time by the square of their number:
 *   a tag that is too long is refused while it is still being collected;
 * - so does looking up an end tag, by the depth: HTML_DEPTH_MAX;
 * - `<!x>` that isn't a comment arrives as text.
 */
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/eight.h"
#include "base/utf8.h"
#include "html/inside.h"

#define CLEAN_STEP 512		/* bytes given to the parser at once */
#define CLEAN_MARKS_MAX 500	/* runs of blanks, and quotes, in one tag */

struct frame {
	size_t	base;	/* the part that ends with it */
};

#define FRAME_NONE ((size_t)-1)

struct clean {
	struct html_pass pass;
	struct html_shape shape;
	struct buf	text;		/* since the last tag */
	htmlParserCtxtPtr parser;
	size_t		skipping;	/* depth in an element that goes */
	size_t		frames;
	struct frame	frame[HTML_DEPTH_MAX + 8];
	const struct buf *in;
	size_t		fed;		/* bytes given to the parser */
	size_t		begin;		/* where the last event was */
	size_t		counted, marks;	/* marks from there on */
	bool		bogus;		/* within <! ... > */
	bool		after_pre;
	enum err	err;
	struct fault	*fault;
};

/* Where the parser is, in bytes of the input. */
static size_t
clean_at(const struct clean *c)
{
	return (c->fed - (size_t)(c->parser->input->end -
	    c->parser->input->cur));
}

/* An event: a construct has ended, another begins here. */
static void
clean_event(struct clean *c)
{
	c->begin = clean_at(c);
}

static void
clean_stop(struct clean *c, enum err err, const char *name, int most)
{
	if (c->err != ERR_OK)
		return;
	c->err = fault_set(c->fault, err, name, NULL, "%d", most);
	xmlStopParser(c->parser);
}

static void
clean_flush(struct clean *c)
{
	html_shape_text(&c->shape, buf_string(&c->text), c->text.length);
	buf_reset(&c->text);
	c->bogus = c->after_pre = false;
	if (c->shape.out->length > HTML_INPUT_MAX)
		clean_stop(c, ERR_TOO_LARGE, "html.size",
		    HTML_INPUT_MAX / 1024 / 1024);
}

/* A style that makes text bold becomes <strong>, and so on. */
static void
clean_wrap(struct clean *c, const struct html_element *e,
    const struct html_style *style)
{
	const struct {
		bool		wanted;
		const char	*name, *same;
	} wraps[] = {
		{ style->bold, "strong",
		    " b strong h2 h3 h4 h5 h6 th dt " },
		{ style->italic, "em", " em i cite dfn var address " },
		{ style->underline, "u", " u ins a " },
		{ style->strike, "s", " s del " },
		{ style->sub, "sub", " sub td th img " },
		{ style->super, "sup", " sup td th img " },
	};
	size_t i;

	if (e->kind != HTML_INLINE && e->kind != HTML_PHRASE &&
	    e->kind != HTML_CELL && e->kind != HTML_ITEM &&
	    e->kind != HTML_FLOW && e->kind != HTML_TERM)
		return;
	for (i = 0; i < sizeof(wraps) / sizeof(wraps[0]); i++)
		if (wraps[i].wanted &&
		    !html_among(wraps[i].same, e->to, strlen(e->to)))
			html_shape_wrap(&c->shape, wraps[i].name);
}

/* Tags that say nothing: Word's spans, Google's <b> of normal weight. */
static bool
clean_idle(const struct html_element *e, const struct html_tag *tag)
{
	const struct html_style *st = &tag->style;

	if (tag->text.length > 0 && e->kind == HTML_INLINE &&
	    strcmp(e->to, "span") == 0)
		return (false);
	if (strcmp(e->to, "span") == 0)
		return (strcmp(e->name, "font") == 0 || tag->lang ||
		    st->word || st->plain || st->upright);
	if (strcmp(e->to, "a") == 0)
		return (st->word && tag->text.length == 0);
	if (strcmp(e->to, "b") == 0 || strcmp(e->to, "strong") == 0)
		return (st->plain);
	if (strcmp(e->to, "i") == 0 || strcmp(e->to, "em") == 0)
		return (st->upright);
	return (false);
}

/* In place of a foreign picture: a link to it, named by its alt text. */
static void
clean_link(struct clean *c, const struct html_tag *tag)
{
	struct buf href;
	size_t count = FRAME_NONE;
	const struct buf *name = tag->alt.length > 0 ? &tag->alt :
	    &tag->foreign;

	buf_init(&href);
	buf_text(&href, " href=\"");
	html_escape(&href, tag->foreign.data, tag->foreign.length, true);
	buf_text(&href, "\" rel=\"noopener noreferrer\"");
	if (html_shape_open(&c->shape, html_element("a"), &href, href.length))
		count = c->shape.count - 1;
	html_shape_text(&c->shape, name->data, name->length);
	if (count != FRAME_NONE)
		html_shape_close(&c->shape, count);
	buf_cleanup(&href);
}

static void
clean_element(struct clean *c, const struct html_element *e,
    const char **attributes, struct frame *frame)
{
	struct html_tag tag;
	size_t before;

	html_tag_read(&c->pass, e, attributes, &tag);
	if (tag.refused && e->kind != HTML_MEDIA) {
		if (tag.foreign.length > 0)
			clean_link(c, &tag);
	} else if (!clean_idle(e, &tag)) {
		if (c->shape.count >= HTML_PARTS_MAX)
			html_drop(&c->pass, "depth", e->name, NULL, NULL);
		if (html_shape_open(&c->shape, e, &tag.text, tag.without_id))
			frame->base = c->shape.count - 1;
	}
	before = c->shape.count;
	clean_wrap(c, e, &tag.style);
	if (frame->base == FRAME_NONE && c->shape.count > before)
		frame->base = before;
	html_tag_cleanup(&tag);
}

static void
clean_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
	struct clean *c = user;
	const struct html_element *e = html_element((const char *)name);
	struct frame *frame;

	if (c->err != ERR_OK)
		return;
	clean_event(c);
	clean_flush(c);
	if (c->parser->nameNr > HTML_DEPTH_MAX) {
		clean_stop(c, ERR_INPUT, "html.depth", HTML_DEPTH_MAX);
		return;
	}
	if (c->skipping > 0 || e->kind == HTML_SKIP) {
		if (c->skipping++ == 0)
			html_drop(&c->pass, "element", (const char *)name,
			    NULL, NULL);
		return;
	}
	frame = &c->frame[c->frames++];
	frame->base = FRAME_NONE;
	if (e->kind != HTML_UNWRAP)
		clean_element(c, e, (const char **)attributes, frame);
	else if (c->frames > 2)
		html_drop(&c->pass, "tag", (const char *)name, NULL, NULL);
	c->after_pre = e->to != NULL && strcmp(e->to, "pre") == 0;
}

static void
clean_end(void *user, const xmlChar *name)
{
	struct clean *c = user;

	if (c->err != ERR_OK)
		return;
	clean_event(c);
	clean_flush(c);
	if (c->skipping > 0) {
		c->skipping--;
		return;
	}
	if (c->frames > 0 && c->frame[--c->frames].base != FRAME_NONE)
		html_shape_close(&c->shape, c->frame[c->frames].base);
}

/* Does the parser give out a `<` as text that begins `<!` or `<?`? */
static bool
clean_bogus(const struct clean *c, const char *text, size_t length)
{
	const xmlChar *at = c->parser->input->cur;

	return (length == 1 && text[0] == '<' &&
	    c->parser->input->end - at > 1 && at[0] == '<' &&
	    (at[1] == '!' || at[1] == '?'));
}

static void
clean_characters(void *user, const xmlChar *p, int count)
{
	struct clean *c = user;
	const char *text = (const char *)p, *end;
	size_t length = (size_t)count;

	clean_event(c);
	if (c->err != ERR_OK || c->skipping > 0 || length == 0)
		return;
	if (c->bogus) {
		end = memchr(text, '>', length);
		if (end == NULL)
			return;
		c->bogus = false;
		length -= (size_t)(end + 1 - text);
		text = end + 1;
	} else if (clean_bogus(c, text, length)) {
		c->bogus = true;
		return;
	}
	if (c->after_pre && length > 0 && text[0] == '\n')
		text++, length--;
	c->after_pre = false;
	buf_append(&c->text, text, length);
}

static void
clean_comment(void *user, const xmlChar *text)
{
	struct clean *c = user;

	clean_event(c);
	if (c->skipping == 0)
		html_drop(&c->pass, "comment", "", NULL, (const char *)text);
}

static void
clean_instruction(void *user, const xmlChar *target, const xmlChar *data)
{
	struct clean *c = user;

	clean_event(c);
	if (c->skipping == 0)
		html_drop(&c->pass, "comment", "", NULL, (const char *)target);
}

/* May the parser be collecting attributes?  In doubt, yes. */
static bool
clean_in_tag(const struct clean *c)
{
	const char *p = c->in->data + c->begin, *end = c->in->data + c->fed;
	const char *name = (const char *)c->parser->name;

	if (name != NULL && (strcmp(name, "script") == 0 ||
	    strcmp(name, "style") == 0))
		return (false);
	while (p < end && (*p == '/' || *p == '>'))
		p++;
	return (end - p < 4 || (memcmp(p, "<!--", 4) != 0 &&
	    memcmp(p, "<?", 2) != 0));
}

/* Where an attribute may end, from the byte text[from > 0] to before `to`. */
static size_t
marks_count(const unsigned char *text, size_t from, size_t to)
{
	size_t marks = 0;

	for (; from < to; from++) {
		while (to - from > 8 && eight_below(eight_read(
		    (const char *)text + from), '\'' + 1) == 0)
			from += 8;
		marks += text[from] == '"' || text[from] == '\'' ||
		    (text[from] <= ' ' && text[from - 1] > ' ');
	}
	return (marks);
}

/* Gives the parser more, but not more than it can bear in one tag. */
static int
clean_read(void *user, char *out, int size)
{
	struct clean *c = user;
	size_t step = c->in->length - c->fed, i;
	size_t most = (size_t)size < CLEAN_STEP ? (size_t)size : CLEAN_STEP;

	c->parser->options |= XML_PARSE_HUGE;
	i = c->fed > 0 ? c->fed : 1;
	if (c->begin != c->counted) {
		c->counted = c->begin;
		i = c->begin > 0 ? c->begin : 1;
		c->marks = 0;
	}
	if (step > most)
		step = utf8_cut(c->in->data + c->fed, most);
	memcpy(out, c->in->data + c->fed, step);
	c->fed += step;
	c->marks += marks_count((const unsigned char *)c->in->data, i, c->fed);
	/* Not xmlStopParser() from here: it would free what is being read. */
	if (c->err == ERR_OK && c->marks > CLEAN_MARKS_MAX && clean_in_tag(c))
		c->err = fault_set(c->fault, ERR_INPUT, "html.tag", NULL,
		    "%d", CLEAN_MARKS_MAX);
	return (c->err == ERR_OK ? (int)step : 0);
}

static enum err
clean_run(struct clean *c, const struct buf *in)
{
	xmlSAXHandler sax;
	htmlDocPtr none;

	memset(&sax, 0, sizeof(sax));
	sax.startElement = clean_start;
	sax.endElement = clean_end;
	sax.characters = sax.ignorableWhitespace = clean_characters;
	sax.cdataBlock = clean_characters;
	sax.comment = clean_comment;
	sax.processingInstruction = clean_instruction;
	c->in = in;
	c->parser = htmlNewParserCtxt();
	if (c->parser == NULL)
		return (fault_set(c->fault, ERR_INTERNAL, "html.parser", NULL,
		    NULL));
	*c->parser->sax = sax;
	c->parser->userData = c;
	none = htmlCtxtReadIO(c->parser, clean_read, NULL, c, NULL, "UTF-8",
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
	    HTML_PARSE_RECOVER | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
	if (c->err == ERR_OK && (c->fed < in->length ||
	    c->parser->disableSAX))	/* it gave up: the text isn't whole */
		c->err = fault_set(c->fault, ERR_INTERNAL, "html.parser", NULL,
		    NULL);
	if (c->err == ERR_OK) {
		clean_flush(c);
		html_shape_close(&c->shape, 0);
	}
	if (none != NULL)
		xmlFreeDoc(none);
	htmlFreeParserCtxt(c->parser);
	return (c->err);
}

enum err
html_parse(const struct html_pass *pass, const struct buf *in,
    struct buf *out, struct fault *f)
{
	struct clean *c = must_alloc(sizeof(*c));
	enum err err;

	memset(c, 0, sizeof(*c));
	c->pass = *pass;
	c->shape.out = out;
	c->fault = f;
	err = clean_run(c, in);
	buf_cleanup(&c->text);
	buf_cleanup(&c->shape.attributes);
	free(c);
	return (err);
}
