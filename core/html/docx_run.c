/*
 * What stands in a paragraph: runs with their formats, links, fields, notes,
 * tracked changes (taken as if they had been accepted).  See docx.h.
 */
#include <stdlib.h>
#include <string.h>

#include "html/docx.h"

#define NOTES_MAX 500

enum { BOLD = 1, ITALIC = 2, UNDER = 4, STRIKE = 8, SUPER = 16, SUB = 32 };

static const struct {
	int		bit;
	const char	*open, *close;
} FORMATS[] = {
	{ BOLD, "<strong>", "</strong>" }, { ITALIC, "<em>", "</em>" },
	{ UNDER, "<u>", "</u>" }, { STRIKE, "<s>", "</s>" },
	{ SUPER, "<sup>", "</sup>" }, { SUB, "<sub>", "</sub>" },
};
#define FORMATS_COUNT (sizeof(FORMATS) / sizeof(FORMATS[0]))

/* One paragraph that is being written. */
struct line {
	struct import_docx *d;
	struct buf	*out;
	int		format;		/* that is open */
	bool		link;		/* an <a> of w:hyperlink is open */
};

static void	nodes(struct line *l, const xmlNode *parent);

static void
format_set(struct line *l, int format)
{
	size_t i;

	if (format == l->format)
		return;
	for (i = FORMATS_COUNT; i-- > 0; )
		if ((l->format & FORMATS[i].bit) != 0)
			buf_text(l->out, FORMATS[i].close);
	for (i = 0; i < FORMATS_COUNT; i++)
		if ((format & FORMATS[i].bit) != 0)
			buf_text(l->out, FORMATS[i].open);
	l->format = format;
}

static int
format_of(const struct import_docx *d, const xmlNode *run)
{
	const xmlNode *properties = docx_child(run, "rPr");
	const char *style, *place;
	int format = 0;

	if (properties == NULL)
		return (0);
	style = docx_child_value(d->arena, properties, "rStyle");
	place = docx_child_value(d->arena, properties, "vertAlign");
	if (docx_on(d->arena, properties, "b") ||
	    docx_style_is(d, style, "strong"))
		format |= BOLD;
	if (docx_on(d->arena, properties, "i") ||
	    docx_style_is(d, style, "emphasis"))
		format |= ITALIC;
	/* Links are underlined by themselves. */
	if (docx_on(d->arena, properties, "u") &&
	    !docx_style_is(d, style, "hyperlink"))
		format |= UNDER;
	if (docx_on(d->arena, properties, "strike") ||
	    docx_on(d->arena, properties, "dstrike"))
		format |= STRIKE;
	if (place != NULL && strcmp(place, "superscript") == 0)
		format |= SUPER;
	if (place != NULL && strcmp(place, "subscript") == 0)
		format |= SUB;
	return (format);
}

/* ---- links and fields ---- */

static bool
link_open(struct line *l, const char *url)
{
	if (url == NULL || *url == '\0')
		return (false);
	format_set(l, 0);
	buf_text(l->out, "<a href=\"");
	html_escape(l->out, url, strlen(url), true);
	buf_text(l->out, "\">");
	return (true);
}

/* HYPERLINK "address" \l "place"; NULL: another field. */
static const char *
field_url(struct arena *a, const char *code)
{
	const char *p = code + strspn(code, " \t"), *end, *url = "";
	bool place = false;

	if (strncmp(p, "HYPERLINK", 9) != 0)
		return (NULL);
	for (p += 9; *p != '\0'; ) {
		if (p[0] == '\\' && p[1] != '\0') {
			place = p[1] == 'l';
			p += 2;
		} else if (*p == '"' && (end = strchr(p + 1, '"')) != NULL) {
			url = arena_printf(a, "%s%s%.*s", url,
			    place ? "#" : "", (int)(end - p - 1), p + 1);
			place = false;
			p = end + 1;
		} else
			p++;
	}
	return (url);
}

static struct docx_field *
field_inner(struct import_docx *d)
{
	return (d->fields > 0 && d->fields_over == 0 ?
	    &d->field[d->fields - 1] : NULL);
}

static void
field_end(struct line *l)
{
	struct docx_field *field = field_inner(l->d);

	if (l->d->fields_over > 0)
		l->d->fields_over--;
	else if (field != NULL) {
		if (field->link) {
			format_set(l, 0);
			buf_text(l->out, "</a>");
		}
		buf_cleanup(&field->code);
		l->d->fields--;
	}
}

static void
field_mark(struct line *l, const xmlNode *node)
{
	struct import_docx *d = l->d;
	const char *type = docx_value(d->arena, node, "fldCharType");
	struct docx_field *field = field_inner(d);

	if (type == NULL)
		return;
	if (strcmp(type, "begin") == 0) {
		if (d->fields == DOCX_FIELDS) {
			d->fields_over++;
			return;
		}
		d->field[d->fields++] = (struct docx_field){ .link = false };
	} else if (strcmp(type, "separate") == 0 && field != NULL) {
		field->result = true;
		if (!l->link)
			field->link = link_open(l, field_url(d->arena,
			    buf_string(&field->code)));
		l->link |= field->link;
	} else if (strcmp(type, "end") == 0) {
		l->link &= field == NULL || !field->link;
		field_end(l);
	}
}

/* Is this text what makes a field, and not what it shows? */
static bool
within_code(const struct import_docx *d)
{
	int i;

	for (i = 0; i < d->fields; i++)
		if (!d->field[i].result)
			return (true);
	return (false);
}

/* What the node holds, as a link where there is an address and none is open. */
static void
link_around(struct line *l, const xmlNode *node, const char *url)
{
	bool open = !l->link && link_open(l, url);

	l->link |= open;
	nodes(l, node);
	if (!open)
		return;
	format_set(l, 0);
	buf_text(l->out, "</a>");
	l->link = false;
}

static void
hyperlink(struct line *l, const xmlNode *node)
{
	struct import_docx *d = l->d;
	const char *id = docx_value(d->arena, node, "id");
	const char *anchor = docx_value(d->arena, node, "anchor");
	const char *url = id != NULL ? json_get_text(d->targets, id, "") : "";

	if (anchor != NULL && *anchor != '\0')
		url = arena_printf(d->arena, "%s#%s", url, anchor);
	link_around(l, node, within_code(d) ? NULL : url);
}

static void
field_simple(struct line *l, const xmlNode *node)
{
	const char *code = docx_value(l->d->arena, node, "instr");

	link_around(l, node, code != NULL ? field_url(l->d->arena, code) :
	    NULL);
}

/* ---- text ---- */

static void
text(struct line *l, const xmlNode *node, int format)
{
	xmlChar *content = xmlNodeGetContent(node);

	if (content != NULL && *content != '\0' && !within_code(l->d)) {
		format_set(l, format);
		html_escape(l->out, (const char *)content,
		    strlen((const char *)content), false);
	}
	xmlFree(content);
}

static void
code(struct import_docx *d, const xmlNode *node)
{
	struct docx_field *field = field_inner(d);
	xmlChar *content = xmlNodeGetContent(node);

	if (content != NULL && field != NULL && !field->result &&
	    field->code.length < 8192)
		buf_text(&field->code, (const char *)content);
	xmlFree(content);
}

/* A note's number, as a link to it; what it says comes at the end. */
static void
note(struct line *l, const xmlNode *node, const char *kind)
{
	struct import_docx *d = l->d;

	if (d->notes == NOTES_MAX || docx_value(d->arena, node, "id") == NULL)
		return;
	d->note[d->notes] = node;
	d->note_kind[d->notes++] = kind;
	format_set(l, 0);
	buf_printf(l->out, "<sup>%s%zu%s</sup>", l->link ? "" :
	    arena_printf(d->arena, "<a href=\"#note-%zu\" id=\"noted-%zu\">",
	    d->notes, d->notes), d->notes, l->link ? "" : "</a>");
}

static void
ruby(struct line *l, const xmlNode *node)
{
	const xmlNode *part;

	format_set(l, 0);
	buf_text(l->out, "<ruby>");
	if ((part = docx_child(node, "rubyBase")) != NULL)
		nodes(l, part);
	format_set(l, 0);
	buf_text(l->out, "<rt>");
	if ((part = docx_child(node, "rt")) != NULL)
		nodes(l, part);
	format_set(l, 0);
	buf_text(l->out, "</rt></ruby>");
}

/* The branch that newer programs show, if there is something for us. */
static const xmlNode *
alternative(const xmlNode *node)
{
	const xmlNode *choice = docx_child(node, "Choice"), *at;

	for (at = choice; at != NULL; at = import_next((xmlNode *)at, choice,
	    true))
		if (docx_is(at, "blip") || docx_is(at, "txbxContent") ||
		    docx_is(at, "t"))
			return (choice);
	at = docx_child(node, "Fallback");
	return (at != NULL ? at : choice);
}

static void
run_part(struct line *l, const xmlNode *node, int format)
{
	const char *type;

	if (docx_is(node, "t"))
		text(l, node, format);
	else if (docx_is(node, "instrText"))
		code(l->d, node);
	else if (docx_is(node, "fldChar"))
		field_mark(l, node);
	else if (docx_is(node, "footnoteReference"))
		note(l, node, "word/footnotes.xml");
	else if (docx_is(node, "endnoteReference"))
		note(l, node, "word/endnotes.xml");
	else if (docx_is(node, "commentReference"))
		l->d->comments++;
	else if (docx_is(node, "ruby"))
		ruby(l, node);
	else if (within_code(l->d))
		return;
	else if (docx_is(node, "tab") || docx_is(node, "ptab"))
		buf_char(l->out, ' ');
	else if (docx_is(node, "noBreakHyphen"))
		buf_text(l->out, "\xE2\x80\x91");
	else if (docx_is(node, "br") || docx_is(node, "cr")) {
		type = docx_value(l->d->arena, node, "type");
		if (type == NULL || strcmp(type, "textWrapping") == 0)
			buf_text(l->out, "<br>");
	} else if (docx_is(node, "drawing") || docx_is(node, "pict") ||
	    docx_is(node, "object")) {
		format_set(l, 0);
		docx_draw(l->d, node, l->out);
	}
}

static void
run(struct line *l, const xmlNode *parent, int format)
{
	const xmlNode *node, *branch;

	for (node = parent->children; node != NULL; node = node->next) {
		if (!docx_is(node, "AlternateContent"))
			run_part(l, node, format);
		else if ((branch = alternative(node)) != NULL)
			run(l, branch, format);
	}
}

/* What stands beside runs. */
static void
nodes(struct line *l, const xmlNode *parent)
{
	const xmlNode *node, *part;

	for (node = parent->children; node != NULL; node = node->next) {
		if (docx_is(node, "r"))
			run(l, node, format_of(l->d, node));
		else if (docx_is(node, "hyperlink"))
			hyperlink(l, node);
		else if (docx_is(node, "fldSimple"))
			field_simple(l, node);
		else if (docx_is(node, "ins") || docx_is(node, "moveTo")) {
			l->d->changes++;
			nodes(l, node);
		} else if (docx_is(node, "del") || docx_is(node, "moveFrom"))
			l->d->changes++;
		else if (docx_is(node, "oMath") || docx_is(node, "oMathPara")) {
			l->d->formulas++;
			text(l, node, 0);
		} else if (docx_is(node, "AlternateContent")) {
			if ((part = alternative(node)) != NULL)
				nodes(l, part);
		} else if (docx_is(node, "sdt")) {
			if ((part = docx_child(node, "sdtContent")) != NULL)
				nodes(l, part);
		} else if (docx_is(node, "smartTag") ||
		    docx_is(node, "customXml") || docx_is(node, "dir") ||
		    docx_is(node, "bdo"))
			nodes(l, node);
	}
}

void
docx_inline(struct import_docx *d, const xmlNode *paragraph, struct buf *out)
{
	struct line l = { .d = d, .out = out };
	int i;

	nodes(&l, paragraph);
	format_set(&l, 0);
	/* A field that goes on is no link in the next paragraph. */
	for (i = 0; i < d->fields; i++)
		if (d->field[i].link) {
			d->field[i].link = false;
			buf_text(out, "</a>");
		}
}
