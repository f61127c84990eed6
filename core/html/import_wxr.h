/* Shared by import_wxr.c, which reads exports of WordPress element by element,
 * and import_post.c, which makes items of what it read. */
#ifndef HTML_IMPORT_WXR_H
#define HTML_IMPORT_WXR_H

#include <libxml/parser.h>

#include "html/import_inside.h"

struct wxr {
	struct arena	*whole, *one;	/* for all passes; for an item */
	xmlParserCtxtPtr parser;
	bool		items;		/* the second pass */
	struct json	*authors;	/* {login: name} */
	size_t		author_count;
	struct import_files *files;
	struct json	*left;		/* {type: count} */
	const char	*site, *version;
	int		depth;
	bool		item, author, meta;	/* inside of one */
	struct json	*raw;		/* of this item or author */
	struct json	*categories;
	const char	*key;		/* of a postmeta */
	const char	*name;		/* of the element whose text comes */
	int64_t		line;
	struct buf	text;
	bool		large;
	import_each	*each;
	void		*arg;
	enum err	err;
	struct fault	*fault;
};

/* What the item or author says under one of our names; "". */
static inline const char *
wxr_raw(const struct wxr *w, const char *name)
{
	return (json_get_text(w->raw, name, ""));
}

/* import_post.c: our name of an element of an item, NULL for those that we
 * don't want; is a category one of words? */
const char *wxr_kept(const char *name, const char *prefix, const char *uri);
bool wxr_is_word(int count, const xmlChar **attributes);
/* One more of a type that isn't for us; the item is a file; it
 * is a text, and is given. */
void wxr_left(struct wxr *w, const char *type);
void wxr_file(struct wxr *w);
enum err wxr_give(struct wxr *w);

#endif
