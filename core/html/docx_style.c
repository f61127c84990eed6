/* Styles and numbering of documents: see docx.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "html/docx.h"

#define STYLES_MAX 3000
#define BASED_MAX 12		/* styles that rest on each other */

static const xmlNode *
first(const xmlDoc *doc)
{
	const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

	return (root != NULL ? root->children : NULL);
}

static long
number_of(const char *text, long otherwise)
{
	char *end;
	long n;

	if (text == NULL)
		return (otherwise);
	n = strtol(text, &end, 10);
	return (end != text ? n : otherwise);
}

static int
level_of(const char *text)
{
	long n = number_of(text, 0);

	return (n < 0 ? 0 : n >= DOCX_LEVELS ? DOCX_LEVELS - 1 : (int)n);
}

void
docx_styles_read(struct import_docx *d, const xmlDoc *doc)
{
	const xmlNode *node, *properties, *numbers;
	struct docx_style *s;
	int count = 0;

	for (node = first(doc); node != NULL && count < STYLES_MAX;
	    node = node->next) {
		const char *id = docx_value(d->arena, node, "styleId");

		if (!docx_is(node, "style") || id == NULL)
			continue;
		count++;
		s = arena_get(d->arena, sizeof(*s));
		properties = docx_child(node, "pPr");
		numbers = docx_child(properties, "numPr");
		s->id = id;
		s->name = docx_child_value(d->arena, node, "name");
		s->based = docx_child_value(d->arena, node, "basedOn");
		s->number = number_of(docx_child_value(d->arena, numbers,
		    "numId"), -1);
		s->level = level_of(docx_child_value(d->arena, numbers,
		    "ilvl"));
		s->next = d->styles;
		d->styles = s;
	}
}

const struct docx_style *
docx_style_find(const struct import_docx *d, const char *id)
{
	const struct docx_style *s = id != NULL ? d->styles : NULL;

	while (s != NULL && strcmp(s->id, id) != 0)
		s = s->next;
	return (s);
}

bool
docx_style_is(const struct import_docx *d, const char *id, const char *name)
{
	const struct docx_style *s = docx_style_find(d, id);

	return (s != NULL && s->name != NULL &&
	    strcasecmp(s->name, name) == 0);
}

static void
list_read(struct import_docx *d, const xmlNode *node)
{
	struct docx_list *l = arena_get(d->arena, sizeof(*l));
	const xmlNode *level;
	int i;

	l->id = number_of(docx_value(d->arena, node, "abstractNumId"), -1);
	for (level = node->children; level != NULL; level = level->next)
		if (docx_is(level, "lvl")) {
			i = level_of(docx_value(d->arena, level, "ilvl"));
			l->format[i] = docx_child_value(d->arena, level,
			    "numFmt");
		}
	l->next = d->lists;
	d->lists = l;
}

void
docx_numbers_read(struct import_docx *d, const xmlDoc *doc)
{
	const xmlNode *node;
	struct docx_number *n;
	struct docx_list *l;
	int count = 0;

	for (node = first(doc); node != NULL && count < STYLES_MAX;
	    node = node->next)
		if (docx_is(node, "abstractNum")) {
			list_read(d, node);
			count++;
		}
	for (node = first(doc); node != NULL && count < 2 * STYLES_MAX;
	    node = node->next) {
		long id;

		if (!docx_is(node, "num"))
			continue;
		count++;
		n = arena_get(d->arena, sizeof(*n));
		n->id = number_of(docx_value(d->arena, node, "numId"), -1);
		id = number_of(docx_child_value(d->arena, node,
		    "abstractNumId"), -1);
		for (l = d->lists; l != NULL && l->id != id; l = l->next)
			continue;
		n->list = l;
		n->next = d->numbers;
		d->numbers = n;
	}
}

static struct docx_list *
list_of(const struct import_docx *d, long number)
{
	const struct docx_number *n = d->numbers;

	while (n != NULL && n->id != number)
		n = n->next;
	return (n != NULL ? n->list : NULL);
}

/* What the style says of headings and lists, or those that it rests on. */
static void
look_style(const struct import_docx *d, const char *id,
    struct docx_look *out, long *number)
{
	const struct docx_style *s = docx_style_find(d, id);
	int i;

	for (i = 0; s != NULL && i < BASED_MAX; i++,
	    s = docx_style_find(d, s->based)) {
		const char *name = s->name != NULL ? s->name : "";

		if (i == 0)
			out->title = strcasecmp(name, "title") == 0 ||
			    strcmp(name, "标题") == 0;
		if (*number < 0 && s->number >= 0) {
			*number = s->number;
			out->level = s->level;
		}
		if (out->heading > 0)
			continue;
		if (strncasecmp(name, "heading ", 8) == 0 &&
		    name[8] >= '1' && name[8] <= '9')
			out->heading = name[8] - '0';
	}
}

static const char *
align_of(const char *jc)
{
	if (jc == NULL)
		return (NULL);
	if (strcmp(jc, "center") == 0)
		return ("ta-center");
	return (strcmp(jc, "right") == 0 || strcmp(jc, "end") == 0 ?
	    "ta-right" : NULL);
}

void
docx_look(const struct import_docx *d, const xmlNode *paragraph,
    struct docx_look *out)
{
	const xmlNode *properties = docx_child(paragraph, "pPr");
	const xmlNode *numbers = docx_child(properties, "numPr");
	long number = -1;

	*out = (struct docx_look){ .title = false };
	look_style(d, docx_child_value(d->arena, properties, "pStyle"), out,
	    &number);
	if (numbers != NULL) {
		number = number_of(docx_child_value(d->arena, numbers,
		    "numId"), number);
		if (docx_child(numbers, "ilvl") != NULL)
			out->level = level_of(docx_child_value(d->arena,
			    numbers, "ilvl"));
	}
	out->align = align_of(docx_child_value(d->arena, properties, "jc"));
	/* Number 0 takes a paragraph out of the list of its style. */
	if (number > 0 && out->heading == 0 && !out->title)
		out->list = list_of(d, number);
}
