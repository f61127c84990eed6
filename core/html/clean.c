/*
 * libxml2 reads, shape.c writes.  The parser asks for small pieces and tells
 * what it found (SAX); no tree of the input is ever built, so that depth and
 * memory are ours to limit.
 *
 * Cleaning is repeated until nothing changes: what one parser made of odd
 * nesting must be what every later reader makes of the result.  Mostly the
 * second time only confirms the first.
 *
 * Caveats of libxml2 2.9 that are met here:
 * - comparing a tag's attributes takes time by the square of their number:
 *   a tag that is too long is refused while it is still being collected;
 * - so does looking up an end tag, by the depth: HTML_DEPTH_MAX;
 * - `<!x>` that isn't a comment arrives as text.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/utf8.h"
#include "html/inside.h"

#define CLEAN_STEP 512		/* bytes given to the parser at once */
#define CLEAN_MARKS_MAX 500	/* blanks and quotes in one unfinished tag */
#define CLEAN_PASSES 8
#define CLEAN_IDS_MAX 512
#define REPORT_VALUE_MAX 200	/* bytes of a value that a report shows */

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

void
html_report_init(struct html_report *r, struct arena *a)
{
	r->arena = a;
	r->drops = json_array(a);
	r->total = 0;
}

void
html_drop(struct html_pass *p, const char *kind, const char *element,
    const char *attribute, const char *value)
{
	struct html_report *r = p->report;
	struct json *drop;
	size_t length;

	if (r == NULL || r->total++ >= HTML_REPORT_MAX)
		return;
	drop = json_add(r->drops, json_object(r->arena));
	json_put_text(r->arena, drop, "kind", kind);
	json_put_text(r->arena, drop, "element", element);
	if (attribute != NULL)
		json_put_text(r->arena, drop, "attribute", attribute);
	if (value == NULL)
		return;
	length = strnlen(value, REPORT_VALUE_MAX);
	if (length == REPORT_VALUE_MAX)
		length = utf8_cut(value, length);
	json_put(drop, "value", json_bytes(r->arena, value, length));
}

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
	size_t count = c->shape.count;
	const struct buf *name = tag->alt.length > 0 ? &tag->alt :
	    &tag->foreign;

	buf_init(&href);
	buf_text(&href, " href=\"");
	html_escape(&href, tag->foreign.data, tag->foreign.length, true);
	buf_text(&href, "\" rel=\"noopener noreferrer\"");
	if (html_shape_open(&c->shape, html_element("a"), &href, href.length))
		count = c->shape.count - 1;
	else
		count = FRAME_NONE;
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
	clean_event(user);
}

static void
clean_instruction(void *user, const xmlChar *target, const xmlChar *data)
{
	clean_event(user);
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

/* Gives the parser more, but not more than it can bear in one tag. */
static int
clean_read(void *user, char *out, int size)
{
	struct clean *c = user;
	size_t step = c->in->length - c->fed, i;
	size_t most = (size_t)size < CLEAN_STEP ? (size_t)size : CLEAN_STEP;

	c->parser->options |= XML_PARSE_HUGE;
	i = c->fed;
	if (c->begin != c->counted) {
		c->counted = i = c->begin;
		c->marks = 0;
	}
	if (step > most)
		step = utf8_cut(c->in->data + c->fed, most);
	memcpy(out, c->in->data + c->fed, step);
	c->fed += step;
	for (; i < c->fed; i++)
		c->marks += (unsigned char)c->in->data[i] <= ' ' ||
		    c->in->data[i] == '"' || c->in->data[i] == '\'';
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
	if (c->err == ERR_OK) {
		clean_flush(c);
		html_shape_close(&c->shape, 0);
	}
	if (none != NULL)
		xmlFreeDoc(none);
	htmlFreeParserCtxt(c->parser);
	return (c->err);
}

/* Valid UTF-8 without what HTML doesn't know: NUL and other controls, and
 * without byte order marks. */
static void
clean_prepare(const char *in, size_t length, struct buf *out)
{
	const char *end = in + length;
	char bytes[4];
	uint32_t ch;

	while (in < end) {
		ch = utf8_next(&in, end);
		if (ch == '\r' && in < end && *in == '\n')
			continue;
		if (ch == '\r')
			ch = '\n';
		else if (ch == '\f')
			ch = ' ';
		else if ((ch < ' ' && ch != '\n' && ch != '\t') || ch == 0x7F ||
		    ch == 0xFEFF)
			continue;
		else if (ch == UTF8_BAD || ch == 0xFFFE || ch == 0xFFFF)
			ch = UTF8_REPLACEMENT;
		buf_append(out, bytes, utf8_put(bytes, ch));
	}
}

static enum err
clean_pass(const struct html_pass *pass, const struct buf *in,
    struct buf *out, struct fault *f)
{
	struct clean *c = must_alloc(sizeof(*c));
	struct buf plain;
	enum err err;

	buf_init(&plain);
	buf_text(&plain, "<html><body>");
	clean_prepare(buf_string(in), in->length, &plain);
	memset(c, 0, sizeof(*c));
	c->pass = *pass;
	c->shape.out = out;
	c->fault = f;
	buf_reset(out);
	err = clean_run(c, &plain);
	buf_cleanup(&plain);
	buf_cleanup(&c->text);
	buf_cleanup(&c->shape.attributes);
	free(c);
	return (err);
}

/* The first pass reports and notes ids; the others go on until all stays. */
static enum err
clean_repeat(struct html_pass *pass, struct buf *now, struct buf *next,
    struct fault *f)
{
	enum err err = clean_pass(pass, now, next, f);
	struct buf swap;
	int i;

	pass->report = NULL;
	pass->known = pass->found;
	pass->found = NULL;
	for (i = 1; err == ERR_OK && i < CLEAN_PASSES; i++) {
		swap = *now, *now = *next, *next = swap;
		err = clean_pass(pass, now, next, f);
		if (err == ERR_OK && now->length == next->length &&
		    memcmp(buf_string(now), buf_string(next),
		    now->length) == 0)
			return (ERR_OK);
	}
	if (err != ERR_OK)
		return (err);
	return (fault_set(f, ERR_INPUT, "html.tangled", NULL, NULL));
}

enum err
html_clean(const char *in, size_t length, const struct html_rules *rules,
    struct buf *out, struct html_report *report, struct fault *f)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char *name[CLEAN_IDS_MAX];
	struct html_names names = { name, 0, CLEAN_IDS_MAX };
	struct html_pass pass = { rules, report, &names, NULL };
	struct buf now, next;
	enum err err;

	if (length > HTML_INPUT_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "html.size", NULL, "%d",
		    HTML_INPUT_MAX / 1024 / 1024));
	pthread_once(&once, xmlInitParser);
	buf_init(&now);
	buf_init(&next);
	buf_append(&now, in, length);
	err = clean_repeat(&pass, &now, &next, f);
	if (err == ERR_OK)
		buf_append(out, buf_string(&next), next.length);
	while (names.count > 0)
		free(name[--names.count]);
	buf_cleanup(&now);
	buf_cleanup(&next);
	return (err);
}
