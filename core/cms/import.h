/*
 * Moving an old site in: items of files (html/import.h) become drafts by a
 * user, with their pictures and attachments.  Nothing gets past the checks
 * that what people write and upload has to pass; each item stands alone.
 */
#ifndef CMS_IMPORT_H
#define CMS_IMPORT_H

#include "cms/cms.h"
#include "cms/type.h"
#include "html/import.h"

struct lang;

struct import {
	struct call	*c;		/* who imports, and where to */
	const char	*kind;		/* "wxr", "docx", "html", "csv" */
	const char	*column;	/* path */
	const struct type *type;	/* of what is made */
	const struct lang *texts;	/* labels of fields; NULL: none known */
	const char	*files;		/* folder of old files */
	const char	*page;		/* the file's own place below it */
	const char	*name;		/* title of what has none, or "" */
	const struct import_docx *docx;	/* where pictures of the item are */
	bool		trial;		/* says only what would be done */
	struct json	*taken;		/* {path: URL} of files taken in */
	struct arena	*arena;		/* for `taken`: lives as long as this */
	struct json	*missing;	/* {field: count}: not of the type */
};

/* The column and its type, and may this actor write there?  `m->c`, `kind`,
 * `column` and `arena` are set before. */
enum err import_begin(struct import *m);

/* Takes the item in: *out is {id, title, already?}, in `a`; without id where
 * it is a trial.  Adds to the item's notes what was left out. */
enum err import_take(struct import *m, struct arena *a, struct json *item,
    struct json **out);

/* The entry that was made of the item; 0: none. */
enum err import_known(struct site *site, const char *kind, const char *item,
    int64_t *id, struct fault *f);

/* Is the document one that could be uploaded?  Hostile archives aren't read. */
enum err import_docx_check(struct call *c, const char *name, const void *p,
    size_t n);

/* import_field.c: the field that the schema or its label calls so, or NULL;
 * its value of a text, or of a list of tags. */
const struct field *import_field_find(const struct import *m,
    const char *name);
void import_field_put(struct import *m, struct arena *a, struct json *item,
    struct json *in, const struct field *field, const char *text);
void import_tags_put(struct import *m, struct arena *a, struct json *item,
    struct json *in, const struct field *field, const struct json *tags);

/* import_file.c: an address of the item as it is to stand in the entry, as
 * import_address has it. */
struct import_place_of {
	struct import	*m;
	struct arena	*a;
	struct json	*item;
};
const char *import_place(void *arg, enum import_place place,
    const char *url);
/* The file behind an address, taken in: its hash, or NULL with a note. */
const char *import_file(struct import_place_of *at, const char *url);

#endif
