/*
 * A document as an item: the text, its title, and what was left out.  What
 * the archive may hold is checked before, as for any file that is uploaded.
 */
#include <string.h>

#include <libxml/parser.h>

#include "html/docx.h"
#include "html/text.h"

/* HTML as its words in one line. */
static void
put_words(struct import_docx *d, const char *name, const char *html)
{
	struct buf clean = { 0 }, words = { 0 };

	if (html_clean(html, strlen(html), NULL, &clean, NULL, NULL) ==
	    ERR_OK)
		html_summary(buf_string(&clean), clean.length, clean.length +
		    1, &words);
	import_put(d->arena, d->item, name, buf_string(&words));
	buf_cleanup(&clean);
	buf_cleanup(&words);
}

/* The title's style, or the first heading, which then leaves the text if it
 * is the first of it, or what the properties say. */
static void
title(struct import_docx *d, const xmlDoc *core)
{
	const xmlNode *root = core != NULL ? xmlDocGetRootElement(core) : NULL;
	const xmlNode *node = docx_child(root, "title");
	xmlChar *said = node != NULL ? xmlNodeGetContent(node) : NULL;
	size_t at = d->heading_at, end = d->heading_end;

	put_words(d, "title", json_get_text(d->item, "title_html", ""));
	if (json_get(d->item, "title") == NULL && d->heading != NULL) {
		put_words(d, "title", d->heading);
		if (json_get(d->item, "title") != NULL && end > at) {
			memmove(d->out->data + at, d->out->data + end,
			    d->out->length - end + 1);
			d->out->length -= end - at;
		}
	}
	if (json_get(d->item, "title") == NULL && said != NULL)
		import_put(d->arena, d->item, "title", (const char *)said);
	xmlFree(said);
}

/* The highest headings that are left begin at h2, as the page's own is h1. */
static void
headings_raise(struct buf *body)
{
	char *p, highest = '6';

	for (p = body->data; p != NULL && (p = strstr(p, "<h")) != NULL; p++)
		if (p[2] >= '2' && p[2] < highest)
			highest = p[2];
	for (p = body->data; p != NULL && (p = strchr(p, '<')) != NULL; p++) {
		char *level = p + 2 + (p[1] == '/');

		if (level[-1] == 'h' && *level >= '2' && *level <= '6')
			*level = (char)(*level - (highest - '2'));
	}
}

/* The note of this number in footnotes.xml or endnotes.xml. */
static const xmlNode *
note_find(const struct import_docx *d, const xmlDoc *doc, const char *id)
{
	const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *node = root != NULL ? root->children : NULL;
	const char *own;

	for (; node != NULL; node = node->next) {
		own = docx_value(d->arena, node, "id");
		if (own != NULL && strcmp(own, id) == 0)
			return (node);
	}
	return (NULL);
}

static void
notes(struct import_docx *d, const xmlDoc *foot, const xmlDoc *end)
{
	size_t i, count = d->notes;
	const xmlNode *found;

	if (count == 0)
		return;
	buf_text(d->out, "<ol>\n");
	for (i = 0; i < count; i++) {
		found = note_find(d, strcmp(d->note_kind[i],
		    "word/footnotes.xml") == 0 ? foot : end,
		    docx_value(d->arena, d->note[i], "id"));
		buf_printf(d->out, "<li id=\"note-%zu\">", i + 1);
		if (found != NULL)
			docx_blocks(d, found);
		docx_lists_close(d, 0);
		buf_printf(d->out, "<a href=\"#noted-%zu\">↩</a></li>\n",
		    i + 1);
	}
	buf_text(d->out, "</ol>\n");
}

static void
left_out(struct import_docx *d)
{
	const struct { long count; const char *name; } LEFT[] = {
		{ d->changes, "import.changes" },
		{ d->comments, "import.remarks" },
		{ d->charts, "import.charts" },
		{ d->formulas, "import.formulas" },
	};
	size_t i;

	for (i = 0; i < sizeof(LEFT) / sizeof(LEFT[0]); i++)
		if (LEFT[i].count > 0)
			import_note(d->arena, d->item, LEFT[i].name, "%ld",
			    LEFT[i].count);
}

/* The trees of the parts, in the order of the names below. */
enum { DOCUMENT, STYLES, NUMBERS, TARGETS, FOOT, END, CORE, TREES };

static enum err
trees_read(const struct import_docx *d, xmlDocPtr tree[TREES],
    struct fault *f)
{
	static const char *const NAMES[TREES] = { "word/document.xml",
	    "word/styles.xml", "word/numbering.xml",
	    "word/_rels/document.xml.rels", "word/footnotes.xml",
	    "word/endnotes.xml", "docProps/core.xml" };
	enum err e = ERR_OK;
	int i;

	for (i = 0; i < TREES && e == ERR_OK; i++)
		e = docx_tree(d, NAMES[i], &tree[i], f);
	if (e == ERR_OK && tree[DOCUMENT] == NULL)
		e = fault_set(f, ERR_TYPE, "office.broken", NULL, "%s",
		    NAMES[DOCUMENT]);
	return (e);
}

static void
document(struct import_docx *d, xmlDocPtr tree[TREES])
{
	const xmlNode *root = xmlDocGetRootElement(tree[DOCUMENT]);
	const xmlNode *body = docx_child(root, "body");

	docx_targets_read(d, tree[TARGETS]);
	docx_styles_read(d, tree[STYLES]);
	docx_numbers_read(d, tree[NUMBERS]);
	if (body != NULL)
		docx_blocks(d, body);
	docx_lists_close(d, 0);
	title(d, tree[CORE]);
	headings_raise(d->out);
	notes(d, tree[FOOT], tree[END]);
	left_out(d);
}

enum err
import_docx(const void *p, size_t n, struct arena *a,
    struct import_docx **out, struct json **item, struct fault *f)
{
	struct import_docx *d = arena_get(a, sizeof(*d));
	xmlDocPtr tree[TREES] = { NULL };
	struct buf body = { 0 };
	enum err e;
	int i;

	d->arena = a;
	d->item = *item = json_object(a);
	d->out = &body;
	*out = d;
	if ((e = docx_unpack(d, p, n, f)) == ERR_OK &&
	    (e = trees_read(d, tree, f)) == ERR_OK)
		document(d, tree);
	if (e == ERR_OK && body.length > IMPORT_BODY_MAX)
		e = fault_set(f, ERR_TOO_LARGE, "import.large", NULL, "%u",
		    IMPORT_BODY_MAX / 1024 / 1024);
	json_put_text(a, d->item, "body", buf_string(&body));
	while (d->fields > 0)
		buf_cleanup(&d->field[--d->fields].code);
	for (i = 0; i < TREES; i++)
		xmlFreeDoc(tree[i]);
	buf_cleanup(&body);
	return (e);
}

bool
import_part(const struct import_docx *d, const char *name, const void **p,
    size_t *n)
{
	const struct docx_part *part = docx_part_find(d, name);

	if (part == NULL || strncmp(name, "word/media/", 11) != 0)
		return (false);
	*p = part->p;
	*n = part->n;
	return (true);
}
