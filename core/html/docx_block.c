/* Paragraphs, headings, lists and what they stand in: see docx.h. */
#include <string.h>

#include "html/docx.h"

/* ---- lists ---- */

static bool
is_ordered(const struct docx_look *look)
{
	const char *format = look->list->format[look->level];

	return (format != NULL && strcmp(format, "bullet") != 0 &&
	    strcmp(format, "none") != 0);
}

static const char *
type_of(const char *format)
{
	static const char *const TYPES[][2] = { { "upperRoman", "I" },
	    { "lowerRoman", "i" }, { "upperLetter", "A" },
	    { "lowerLetter", "a" } };
	size_t i;

	for (i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
		if (strcmp(format, TYPES[i][0]) == 0)
			return (TYPES[i][1]);
	return (NULL);
}

void
docx_lists_close(struct import_docx *d, int to)
{
	struct docx_open *o = &d->open;

	for (; o->depth > to; o->depth--)
		buf_text(d->out, o->ordered[o->depth - 1] ? "</li></ol>\n" :
		    "</li></ul>\n");
}

static void
list_open(struct import_docx *d, const struct docx_look *look)
{
	struct docx_open *o = &d->open;
	const char *type;
	long before = look->list->count[look->level];

	o->ordered[o->depth] = is_ordered(look);
	o->level[o->depth] = look->level;
	o->list[o->depth] = look->list;
	if (o->ordered[o->depth++]) {
		type = type_of(look->list->format[look->level]);
		buf_text(d->out, "<ol");
		if (type != NULL)
			buf_printf(d->out, " type=\"%s\"", type);
		if (before > 0 && before < 9999)
			buf_printf(d->out, " start=\"%ld\"", before + 1);
		buf_text(d->out, ">");
	} else
		buf_text(d->out, "<ul>");
}

static void
item_open(struct import_docx *d, const struct docx_look *look)
{
	struct docx_open *o = &d->open;
	int i, top = o->depth - 1;

	while (top >= 0 && o->level[top] > look->level)
		top--;
	docx_lists_close(d, top + 1);
	/* Another list takes its place. */
	if (top >= 0 && o->level[top] == look->level &&
	    (o->list[top] != look->list ||
	    o->ordered[top] != is_ordered(look)))
		docx_lists_close(d, top--);
	if (top < 0 || o->level[top] < look->level)
		list_open(d, look);
	else
		buf_text(d->out, "</li>");
	look->list->count[look->level]++;
	for (i = look->level + 1; i < DOCX_LEVELS; i++)
		look->list->count[i] = 0;
}

/* ---- paragraphs ---- */

static bool
is_blank(const struct buf *line)
{
	const char *p = buf_string(line);

	for (; *p != '\0'; p++) {
		if (*p == '<') {
			if (strncmp(p, "<img", 4) == 0 ||
			    strncmp(p, "<sup><a", 7) == 0)
				return (false);
			p += strcspn(p, ">");
			if (*p == '\0')
				break;
		} else if (strncmp(p, "&nbsp;", 6) == 0)
			p += 5;
		else if (strchr(" \t\r\n", *p) == NULL)
			return (false);
	}
	return (true);
}

/* The place that links within the document lead to. */
static const char *
place_of(const struct import_docx *d, const xmlNode *paragraph)
{
	const xmlNode *node = paragraph->children;
	const char *name;

	for (; node != NULL; node = node->next) {
		if (!docx_is(node, "bookmarkStart"))
			continue;
		name = docx_value(d->arena, node, "name");
		if (name != NULL && strcmp(name, "_GoBack") != 0)
			return (name);
	}
	return (NULL);
}

static void
tag_open(struct import_docx *d, const char *name, const char *align,
    const char *place)
{
	buf_printf(d->out, "<%s", name);
	if (align != NULL)
		buf_printf(d->out, " class=\"%s\"", align);
	if (place != NULL) {
		buf_text(d->out, " id=\"");
		html_escape(d->out, place, strlen(place), true);
		buf_text(d->out, "\"");
	}
	buf_text(d->out, ">");
}

/* The page's own heading is the first: those of the text begin at h2. */
static void
heading(struct import_docx *d, const struct docx_look *look,
    const char *place, const struct buf *line)
{
	char name[] = "h2";
	size_t at = d->out->length;

	name[1] = (char)('1' + (look->heading < 5 ? look->heading : 5));
	tag_open(d, name, look->align, place);
	buf_append(d->out, buf_string(line), line->length);
	buf_printf(d->out, "</%s>\n", name);
	if (d->heading != NULL)
		return;
	d->heading = arena_copy(d->arena, buf_string(line), line->length);
	if (!d->written) {
		d->heading_at = at;
		d->heading_end = d->out->length;
	}
}

static void
paragraph_write(struct import_docx *d, const xmlNode *node,
    const struct buf *line)
{
	const char *place = place_of(d, node);
	struct docx_look look;

	docx_look(d, node, &look);
	if (look.list != NULL) {
		item_open(d, &look);
		tag_open(d, "li", NULL, place);
		buf_append(d->out, buf_string(line), line->length);
		d->written = true;
		return;
	}
	docx_lists_close(d, 0);
	if (look.title && d->tables == 0 &&
	    json_get(d->item, "title_html") == NULL) {
		json_put_text(d->arena, d->item, "title_html",
		    buf_string(line));
		return;
	}
	if (look.heading > 0)
		heading(d, &look, place, line);
	else {
		tag_open(d, "p", look.align, place);
		buf_append(d->out, buf_string(line), line->length);
		buf_text(d->out, "</p>\n");
	}
	d->written = true;
}

static void
boxes_write(struct import_docx *d, size_t from)
{
	size_t i, to = d->boxes;

	for (i = from; i < to; i++)
		docx_blocks(d, d->box[i]);
	if (from == 0)
		d->boxes = 0;
}

static void
paragraph(struct import_docx *d, const xmlNode *node)
{
	struct buf line = { 0 };
	size_t boxes = d->boxes;

	docx_inline(d, node, &line);
	if (!is_blank(&line))
		paragraph_write(d, node, &line);
	buf_cleanup(&line);
	boxes_write(d, boxes);
}

void
docx_blocks(struct import_docx *d, const xmlNode *parent)
{
	const xmlNode *node, *part;

	for (node = parent->children; node != NULL; node = node->next) {
		if (docx_is(node, "p"))
			paragraph(d, node);
		else if (docx_is(node, "tbl"))
			docx_table(d, node);
		else if (docx_is(node, "sdt")) {
			if ((part = docx_child(node, "sdtContent")) != NULL)
				docx_blocks(d, part);
		} else if (docx_is(node, "ins") || docx_is(node, "moveTo") ||
		    docx_is(node, "customXml"))
			docx_blocks(d, node);
		else if (docx_is(node, "AlternateContent")) {
			part = docx_child(node, "Choice");
			if (part != NULL)
				docx_blocks(d, part);
		}
	}
}
