/*
 * Documents of word processors (ECMA-376, part 1), shared by the docx_*.c
 * files and by nobody else.  Elements go by their last names: strict and
 * transitional documents differ in the names of namespaces only.
 *
 *	docx.c        the item, title, notes     docx_part.c   the archive
 *	docx_style.c  styles and numbering       docx_block.c  paragraphs, lists
 *	docx_run.c    what stands in paragraphs  docx_table.c  tables
 *	docx_draw.c   pictures and text boxes
 */
#ifndef HTML_DOCX_H
#define HTML_DOCX_H

#include "html/import_inside.h"

#define DOCX_UNPACKED_MAX (128u * 1024 * 1024)	/* bytes of all parts read */
#define DOCX_XML_MAX (9u * 1024 * 1024)	/* of those in XML: trees cost more */
#define DOCX_MEMBERS_MAX 10000
#define DOCX_LEVELS 9
#define DOCX_FIELDS 16		/* fields within each other */
#define DOCX_BOXES 64		/* text boxes of a paragraph */
#define DOCX_TABLES 8		/* tables within each other */

struct docx_part {
	const char	*name;
	const void	*p;
	size_t		n;
	struct docx_part *next;
};

struct docx_style {
	const char	*id, *name, *based;
	long		number;		/* of a list; -1: says nothing */
	int		level;
	struct docx_style *next;
};

struct docx_list {
	long		id;
	const char	*format[DOCX_LEVELS];
	long		count[DOCX_LEVELS]; /* items so far */
	struct docx_list *next;
};

struct docx_number {
	long		id;
	struct docx_list *list;
	struct docx_number *next;
};

/* Lists that are open, from the outside in. */
struct docx_open {
	int		depth;
	int		level[DOCX_LEVELS];
	const struct docx_list *list[DOCX_LEVELS];
	bool		ordered[DOCX_LEVELS];
};

struct docx_field {
	bool		result;		/* what is shown, not what makes it */
	bool		link;		/* an <a> is open for it */
	struct buf	code;
};

struct import_docx {
	struct arena	*arena;
	struct docx_part *parts;
	struct docx_style *styles;
	struct docx_list *lists;
	struct docx_number *numbers;
	struct json	*targets;	/* {id: address} of the document */
	struct json	*item;
	struct buf	*out;		/* the body */
	struct docx_open open;
	struct docx_field field[DOCX_FIELDS];
	int		fields, fields_over;
	const xmlNode	*box[DOCX_BOXES];
	size_t		boxes;
	const xmlNode	*note[500];	/* in the order of their numbers */
	const char	*note_kind[500];
	size_t		notes;
	int		tables;
	bool		written;	/* something stands in the body */
	const char	*heading;	/* the first one, its HTML */
	size_t		heading_at, heading_end; /* in `out`; 0, 0: not first */
	long		changes, comments, charts, formulas;
};

/* docx_part.c */
enum err docx_unpack(struct import_docx *d, const void *p, size_t n,
    struct fault *f);
const struct docx_part *docx_part_find(const struct import_docx *d,
    const char *name);
/* NULL: there is none.  ERR_TYPE "office.broken". */
enum err docx_tree(const struct import_docx *d, const char *name,
    xmlDocPtr *out, struct fault *f);
void docx_targets_read(struct import_docx *d, const xmlDoc *doc);

/* Nodes by last names. */
bool docx_is(const xmlNode *node, const char *name);
xmlNode *docx_child(const xmlNode *node, const char *name);
/* An attribute by its last name, in `a`; NULL: it has none. */
const char *docx_value(struct arena *a, const xmlNode *node,
    const char *name);
/* The w:val of a child; NULL: there is none. */
const char *docx_child_value(struct arena *a, const xmlNode *node,
    const char *child);
/* <w:b/>, and not <w:b w:val="0"/>. */
bool docx_on(struct arena *a, const xmlNode *properties, const char *name);

/* docx_style.c */
void docx_styles_read(struct import_docx *d, const xmlDoc *doc);
void docx_numbers_read(struct import_docx *d, const xmlDoc *doc);
const struct docx_style *docx_style_find(const struct import_docx *d,
    const char *id);
struct docx_look {
	bool		title;
	int		heading;	/* 1 to 9; 0: none */
	struct docx_list *list;		/* NULL: no item of one */
	int		level;
	const char	*align;		/* a class, or NULL */
};
void docx_look(const struct import_docx *d, const xmlNode *paragraph,
    struct docx_look *out);
/* Is the style one of that name (lower case)? */
bool docx_style_is(const struct import_docx *d, const char *id,
    const char *name);

/* docx_run.c: what a paragraph (or one of its parts) holds, as HTML. */
void docx_inline(struct import_docx *d, const xmlNode *paragraph,
    struct buf *out);

/* docx_draw.c */
void docx_draw(struct import_docx *d, const xmlNode *drawing,
    struct buf *out);

/* docx_block.c: what stands in a body, a cell, a note, a box. */
void docx_blocks(struct import_docx *d, const xmlNode *parent);
void docx_lists_close(struct import_docx *d, int to);

/* docx_table.c */
void docx_table(struct import_docx *d, const xmlNode *table);

#endif
