/* Tables of documents: see docx.h. */
#include <stdlib.h>
#include <string.h>

#include "html/docx.h"

#define SPAN_MAX 1000
#define CELLS_MAX 200		/* of a row */

struct cell {
	const xmlNode	*node;
	int		at, span;	/* columns of the grid */
	int		merge;		/* 0: alone, 1: begins, 2: goes on */
};

struct row {
	const xmlNode	*node;
	struct cell	*cell;
	int		cells, room;
};

static int
span_of(const char *text)
{
	long n = text != NULL ? strtol(text, NULL, 10) : 1;

	return (n < 1 ? 1 : n > SPAN_MAX ? SPAN_MAX : (int)n);
}

static void
cell_read(struct import_docx *d, const xmlNode *node, struct row *row,
    int *at)
{
	const xmlNode *properties = docx_child(node, "tcPr");
	const xmlNode *merge = docx_child(properties, "vMerge");
	const char *value = merge != NULL ? docx_value(d->arena, merge,
	    "val") : NULL;
	struct cell *c = &row->cell[row->cells++];

	c->node = node;
	c->at = *at;
	c->span = span_of(docx_child_value(d->arena, properties, "gridSpan"));
	c->merge = merge == NULL ? 0 : value != NULL &&
	    strcmp(value, "restart") == 0 ? 1 : 2;
	*at += c->span;
}

/* How many of that name: rows and cells may stand in controls of a form. */
static int
count_of(const xmlNode *parent, const char *name)
{
	const xmlNode *node, *part;
	int n = 0;

	for (node = parent->children; node != NULL; node = node->next) {
		n += docx_is(node, name);
		if (docx_is(node, "sdt") &&
		    (part = docx_child(node, "sdtContent")) != NULL)
			n += count_of(part, name);
	}
	return (n);
}

static void
cells_read(struct import_docx *d, const xmlNode *parent, struct row *row,
    int *at)
{
	const xmlNode *node, *part;

	for (node = parent->children; node != NULL &&
	    row->cells < row->room; node = node->next) {
		if (docx_is(node, "tc"))
			cell_read(d, node, row, at);
		else if (docx_is(node, "sdt") &&
		    (part = docx_child(node, "sdtContent")) != NULL)
			cells_read(d, part, row, at);
	}
}

static void
rows_read(struct import_docx *d, const xmlNode *parent, struct row **rows,
    int *count)
{
	const xmlNode *node, *part;
	struct row *row;
	int at;

	for (node = parent->children; node != NULL; node = node->next) {
		if (docx_is(node, "sdt") &&
		    (part = docx_child(node, "sdtContent")) != NULL)
			rows_read(d, part, rows, count);
		if (!docx_is(node, "tr"))
			continue;
		row = arena_get(d->arena, sizeof(*row));
		row->node = node;
		row->room = count_of(node, "tc");
		if (row->room > CELLS_MAX)
			row->room = CELLS_MAX;
		row->cell = arena_get(d->arena, (size_t)row->room *
		    sizeof(*row->cell) + 1);
		at = 0;
		cells_read(d, node, row, &at);
		rows[(*count)++] = row;
	}
}

/* How many rows the cell goes down. */
static int
rows_of(struct row *const *rows, int count, int row, const struct cell *c)
{
	int n = 1, i;

	for (; c->merge == 1 && row + n < count; n++) {
		const struct row *next = rows[row + n];

		for (i = 0; i < next->cells && next->cell[i].at < c->at; i++)
			continue;
		if (i == next->cells || next->cell[i].at != c->at ||
		    next->cell[i].merge != 2)
			break;
	}
	return (n);
}

/* A single paragraph without a look of its own is the cell's text. */
static void
unwrap(struct buf *out, size_t from)
{
	char *p = out->data + from;
	size_t n = out->length - from;

	if (n < 8 || memcmp(p, "<p>", 3) != 0 ||
	    memcmp(p + n - 5, "</p>\n", 5) != 0 ||
	    memmem(p + 3, n - 3, "<p", 2) != NULL ||
	    memmem(p + 3, n - 8, "</p>", 4) != NULL)
		return;
	memmove(p, p + 3, n - 8);
	out->length -= 8;
	out->data[out->length] = '\0';
}

static void
cell_write(struct import_docx *d, const struct cell *c, int rows,
    const char *name)
{
	struct docx_open outer = d->open;
	size_t from;

	buf_printf(d->out, "<%s", name);
	if (c->span > 1)
		buf_printf(d->out, " colspan=\"%d\"", c->span);
	if (rows > 1)
		buf_printf(d->out, " rowspan=\"%d\"", rows);
	buf_text(d->out, ">");
	from = d->out->length;
	d->open.depth = 0;
	docx_blocks(d, c->node);
	docx_lists_close(d, 0);
	d->open = outer;
	unwrap(d->out, from);
	buf_printf(d->out, "</%s>", name);
}

static void
table_write(struct import_docx *d, struct row *const *rows, int count)
{
	int i, k;

	buf_text(d->out, "<table>\n");
	for (i = 0; i < count; i++) {
		const xmlNode *properties = docx_child(rows[i]->node, "trPr");
		const char *name = docx_on(d->arena, properties, "tblHeader") ?
		    "th" : "td";

		buf_text(d->out, "<tr>");
		for (k = 0; k < rows[i]->cells; k++)
			if (rows[i]->cell[k].merge != 2)
				cell_write(d, &rows[i]->cell[k],
				    rows_of(rows, count, i,
				    &rows[i]->cell[k]), name);
		buf_text(d->out, "</tr>\n");
	}
	buf_text(d->out, "</table>\n");
}

/* Tables in too many others give their texts alone. */
static void
table_flat(struct import_docx *d, struct row *const *rows, int count)
{
	int i, k;

	for (i = 0; i < count; i++)
		for (k = 0; k < rows[i]->cells; k++)
			docx_blocks(d, rows[i]->cell[k].node);
}

void
docx_table(struct import_docx *d, const xmlNode *table)
{
	struct row **rows;
	int count = 0;

	rows = arena_get(d->arena, ((size_t)count_of(table, "tr") + 1) *
	    sizeof(struct row *));
	rows_read(d, table, rows, &count);
	docx_lists_close(d, 0);
	d->written = true;
	if (d->tables == DOCX_TABLES) {
		table_flat(d, rows, count);
		return;
	}
	d->tables++;
	table_write(d, rows, count);
	d->tables--;
}
