/*
 * The tree that goes out.  Elements arrive as the parser nests them and are
 * written so that every reader nests them alike:
 * - a part is written when something comes into it, or at its end;
 * - a block that can't stand where it is makes the paragraph (heading, item)
 *   around it end, which goes on behind the block if more text comes;
 * - inline elements around a block end before it and go on inside it;
 * - what a cell, row or item lacks around itself is added ("implied").
 *
 * Parts stand on one stack in the order of the source.  Of those that are
 * active, blocks that are open lie below blocks that aren't yet, and inline
 * parts are innermost in what has been written.
 */
#include <assert.h>
#include <string.h>

#include "html/inside.h"

enum { PART_NEW, PART_OPEN, PART_AGAIN };

#define BY_NEVER ((size_t)-1)	/* ended; it doesn't go on */

/* The innermost block that is active; NULL: the text itself. */
static struct html_part *
innermost(struct html_shape *s)
{
	size_t i;

	for (i = s->count; i-- > 0;)
		if (s->part[i].by == 0 &&
		    !html_is_inline(s->part[i].element->kind))
			return (&s->part[i]);
	return (NULL);
}

static void
part_write(struct html_shape *s, struct html_part *p)
{
	size_t length = p->state == PART_NEW ? p->length : p->without_id;

	buf_char(s->out, '<');
	buf_text(s->out, p->element->to);
	buf_append(s->out, buf_string(&s->attributes) + p->attributes, length);
	buf_char(s->out, '>');
	p->state = PART_OPEN;
	if (strcmp(p->element->to, "pre") == 0)
		s->pre_end = s->out->length;
}

static void
part_end(struct html_shape *s, struct html_part *p)
{
	buf_printf(s->out, "</%s>", p->element->to);
	p->state = PART_AGAIN;
	if (p->element->kind == HTML_MEDIA)
		p->by = BY_NEVER;
}

static void
inlines_end(struct html_shape *s)
{
	size_t i;

	for (i = s->count; i-- > 0;)
		if (html_is_inline(s->part[i].element->kind) &&
		    s->part[i].state == PART_OPEN)
			part_end(s, &s->part[i]);
}

static void
blocks_write(struct html_shape *s)
{
	struct html_part *p;

	for (p = s->part; p < s->part + s->count; p++)
		if (!html_is_inline(p->element->kind) && p->by == 0 &&
		    p->state != PART_OPEN) {
			inlines_end(s);
			part_write(s, p);
		}
}

/* All that is active stands open: text may follow. */
static void
all_write(struct html_shape *s)
{
	struct html_part *p;
	const struct html_part *in = innermost(s);

	blocks_write(s);
	if (s->gap)
		buf_char(s->out, in != NULL &&
		    strcmp(in->element->to, "pre") == 0 ? '\n' : ' ');
	s->gap = false;
	for (p = s->part; p < s->part + s->count; p++)
		if (html_is_inline(p->element->kind) && p->by == 0 &&
		    p->state != PART_OPEN)
			part_write(s, p);
}

static void
part_push(struct html_shape *s, const struct html_element *e, bool implied)
{
	struct html_part *p = &s->part[s->count++];

	memset(p, 0, sizeof(*p));
	p->element = e;
	p->implied = implied;
	p->attributes = s->attributes.length;
}

/* Takes the innermost part off the stack; what made way for it goes on. */
static void
part_pop(struct html_shape *s)
{
	struct html_part *p = &s->part[s->count - 1];
	size_t i;

	if (p->by == 0 && p->state == PART_OPEN) {
		if (!html_is_inline(p->element->kind))
			inlines_end(s);
		part_end(s, p);
	}
	s->count--;
	if (!html_is_inline(p->element->kind))
		s->gap = false;
	s->attributes.length = p->attributes;
	for (i = s->count; i-- > 0;)
		if (s->part[i].by == s->count)
			s->part[i].by = 0;
}

/* Ends `p`, which is the innermost block, for what is pushed next. */
static void
part_leave(struct html_shape *s, struct html_part *p)
{
	if (p->state == PART_OPEN) {
		inlines_end(s);
		part_end(s, p);
	}
	p->state = PART_AGAIN;
	p->by = s->count;
	s->gap = false;
}

/* Makes room for something of this kind: what is innermost then may hold it.
 * Nothing is written but ends. */
static bool
place(struct html_shape *s, enum html_kind kind)
{
	const char *name = NULL;
	struct html_part *in;
	bool implied = false;
	enum html_fit how;

	for (;;) {
		in = innermost(s);
		how = html_fit(in, kind, &name);
		if (how == HTML_FIT)
			return (true);
		if (in != NULL && in->implied && !implied &&
		    in == &s->part[s->count - 1]) {
			part_pop(s);
			continue;
		}
		if (how == HTML_FIT_NEVER)
			return (false);
		if (how == HTML_FIT_LEAVE) {
			assert(in != NULL);	/* the text fits or implies */
			part_leave(s, in);
		} else {
			if (s->count + 8 > sizeof(s->part) / sizeof(s->part[0]))
				return (false);
			part_push(s, html_element(name), true);
			implied = true;
		}
	}
}

bool
html_shape_within(const struct html_shape *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (strcmp(s->part[i].element->to, name) == 0)
			return (true);
	return (false);
}

static bool
top_is(const struct html_shape *s, const char *a, const char *b)
{
	const struct html_part *top;

	if (s->count == 0)
		return (false);
	top = &s->part[s->count - 1];
	return (top->by == 0 && (strcmp(top->element->to, a) == 0 ||
	    strcmp(top->element->to, b) == 0));
}

/* What may not stand where the source has it, whatever is done about it. */
static bool
may_open(struct html_shape *s, const struct html_element *e)
{
	const struct html_part *in = innermost(s);

	if (s->count >= HTML_PARTS_MAX)
		return (false);
	if (strcmp(e->to, "a") == 0)
		return (!html_shape_within(s, "a"));
	if (e->kind == HTML_MEDIA)
		return (!html_shape_within(s, "audio") &&
		    !html_shape_within(s, "video"));
	if (e->kind == HTML_SOURCE)
		return (top_is(s, "audio", "video"));
	if (e->kind == HTML_RUBYPART)
		return (top_is(s, "ruby", "ruby"));
	if ((strcmp(e->to, "p") == 0 || strcmp(e->to, "div") == 0) &&
	    in != NULL && in->element->kind == HTML_PHRASE &&
	    strcmp(in->element->to, "p") != 0) {
		s->gap = in->state == PART_OPEN;
		return (false);
	}
	return (true);
}

static void
void_write(struct html_shape *s, const struct html_element *e,
    const struct buf *attributes)
{
	if (html_is_inline(e->kind))
		all_write(s);
	else {
		inlines_end(s);
		blocks_write(s);
	}
	buf_printf(s->out, "<%s%s>", e->to, buf_string(attributes));
}

/* Behind rows and items that stood alone, text goes on outside. */
static void
implied_end(struct html_shape *s)
{
	const char *name;

	while (s->count > 0 && s->part[s->count - 1].implied &&
	    html_fit(&s->part[s->count - 1], HTML_INLINE, &name) != HTML_FIT)
		part_pop(s);
}

bool
html_shape_open(struct html_shape *s, const struct html_element *e,
    const struct buf *attributes, size_t without_id)
{
	enum html_kind kind = e->kind;
	struct html_part *p;
	bool empty = kind == HTML_VOID || kind == HTML_SOURCE ||
	    kind == HTML_RULE || kind == HTML_COL;

	if (!may_open(s, e))
		return (false);
	if ((!html_is_inline(kind) || empty) &&
	    !place(s, html_is_inline(kind) ? HTML_INLINE : kind))
		return (false);
	if (empty) {
		void_write(s, e, attributes);
		return (false);
	}
	if (html_is_inline(kind))
		implied_end(s);
	else
		inlines_end(s);
	part_push(s, e, false);
	p = &s->part[s->count - 1];
	p->length = attributes->length;
	p->without_id = without_id;
	buf_append(&s->attributes, buf_string(attributes), attributes->length);
	return (true);
}

void
html_shape_wrap(struct html_shape *s, const char *name)
{
	if (s->count < HTML_PARTS_MAX)
		part_push(s, html_element(name), true);
}

/* Is there a block that was ended and would begin anew? */
static bool
goes_on(const struct html_shape *s)
{
	const struct html_part *p;

	for (p = s->part; p < s->part + s->count; p++)
		if (p->by == 0 && p->state == PART_AGAIN &&
		    !html_is_inline(p->element->kind))
			return (true);
	return (false);
}

/* Ends the innermost part.  One into which nothing came is written as empty,
 * where it may stand. */
static void
close_one(struct html_shape *s)
{
	struct html_part *p = &s->part[s->count - 1];
	const char *name;

	if (p->state == PART_NEW && p->by == 0 && !p->implied) {
		if (!html_is_inline(p->element->kind)) {
			inlines_end(s);
			blocks_write(s);
		} else if (!goes_on(s) && html_fit(innermost(s), HTML_INLINE,
		    &name) == HTML_FIT)
			all_write(s);
	}
	part_pop(s);
}

void
html_shape_close(struct html_shape *s, size_t to_count)
{
	while (s->count > to_count)
		close_one(s);
}

static bool
is_blank(const char *text, size_t length)
{
	return (strspn(text, " \t\n") >= length);
}

/* Readers ignore a line end right behind <pre>. */
static void
pre_line(struct html_shape *s, const char *text)
{
	if (s->pre_end > 0 && s->pre_end == s->out->length && text[0] == '\n')
		buf_char(s->out, '\n');
}

/* Blanks are written as they stand, but open nothing that was ended, and
 * make no cell or item. */
static void
blank_write(struct html_shape *s, const char *text, size_t length)
{
	const struct html_part *in = innermost(s);

	if (in != NULL && in->implied && in->state != PART_OPEN)
		return;
	if (!goes_on(s))
		blocks_write(s);
	pre_line(s, text);
	buf_append(s->out, text, length);
}

void
html_shape_text(struct html_shape *s, const char *text, size_t length)
{
	if (length == 0)
		return;
	if (is_blank(text, length)) {
		blank_write(s, text, length);
		return;
	}
	if (!place(s, HTML_INLINE))
		return;
	all_write(s);
	pre_line(s, text);
	html_escape(s->out, text, length, false);
}
