/* Pictures, charts and text boxes of documents: see docx.h. */
#include <stdlib.h>
#include <string.h>

#include "html/docx.h"

#define EMU 9525		/* in a pixel, of 96 to the inch */
#define PIXELS_MAX 9999

struct drawn {
	const char	*target, *alt;
	long		width, height;
};

static long
pixels(const char *emu)
{
	long n = emu != NULL ? strtol(emu, NULL, 10) / EMU : 0;

	return (n > 0 && n <= PIXELS_MAX ? n : 0);
}

static void
draw_picture(const struct drawn *p, struct buf *out)
{
	buf_text(out, "<img src=\"");
	html_escape(out, p->target, strlen(p->target), true);
	buf_text(out, "\" alt=\"");
	html_escape(out, p->alt, strlen(p->alt), true);
	buf_text(out, "\"");
	if (p->width > 0 && p->height > 0)
		buf_printf(out, " width=\"%ld\" height=\"%ld\"", p->width,
		    p->height);
	buf_text(out, ">");
}

static const char *
target_of(const struct import_docx *d, const xmlNode *node,
    const char *const *names)
{
	const char *id;

	for (; *names != NULL; names++)
		if ((id = docx_value(d->arena, node, *names)) != NULL &&
		    *id != '\0')
			return (json_get_text(d->targets, id, NULL));
	return (NULL);
}

static void
box_add(struct import_docx *d, const xmlNode *node)
{
	if (d->boxes < DOCX_BOXES)
		d->box[d->boxes++] = node;
}

/* One node of a drawing; false: what it holds has been seen to. */
static bool
draw_node(struct import_docx *d, const xmlNode *node, struct drawn *p,
    struct buf *out)
{
	static const char *const BLIP[] = { "embed", "link", NULL };
	static const char *const DATA[] = { "id", "pict", NULL };
	const char *alt;

	if (docx_is(node, "extent")) {
		p->width = pixels(docx_value(d->arena, node, "cx"));
		p->height = pixels(docx_value(d->arena, node, "cy"));
	} else if (docx_is(node, "docPr")) {
		alt = docx_value(d->arena, node, "descr");
		p->alt = alt != NULL ? alt : "";
	} else if (docx_is(node, "shape")) {
		alt = docx_value(d->arena, node, "alt");
		p->alt = alt != NULL ? alt : "";
	} else if (docx_is(node, "blip") || docx_is(node, "imagedata")) {
		p->target = target_of(d, node, docx_is(node, "blip") ? BLIP :
		    DATA);
		if (p->target != NULL)
			draw_picture(p, out);
		return (false);
	} else if (docx_is(node, "chart"))
		d->charts++;
	else if (docx_is(node, "txbxContent")) {
		box_add(d, node);
		return (false);
	}
	return (true);
}

void
docx_draw(struct import_docx *d, const xmlNode *drawing, struct buf *out)
{
	struct drawn p = { .alt = "" };
	xmlNode *node = (xmlNode *)drawing;
	bool into;

	while (node != NULL) {
		/* Of two branches the second is the first once more. */
		into = docx_is(node, "Fallback") ?
		    docx_child(node->parent, "Choice") == NULL :
		    draw_node(d, node, &p, out);
		node = import_next(node, drawing, into);
	}
}
