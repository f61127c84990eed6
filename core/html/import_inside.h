/*
 * Shared by the import_*.c files and by nobody else.
 *
 *   import.c          fields of an item     import_address.c  trees of HTML
 *   import_page.c     one page              import_csv.c      tables
 *   import_wxr.c      exports of WordPress  import_mend.c     their bytes
 *   import_press.c    texts of WordPress    import_post.c     posts
 */
#ifndef HTML_IMPORT_INSIDE_H
#define HTML_IMPORT_INSIDE_H

#include <libxml/tree.h>

#include "html/import.h"
#include "html/inside.h"

/* UTF-8 as a tree; ERR_INPUT "html.depth", ERR_TOO_LARGE "html.size". */
enum err import_tree(const char *text, size_t length, xmlDocPtr *out,
    struct fault *f);
/* The node behind this one in the order of the text, within `root`; `into`:
 * its children are next. */
xmlNode *import_next(xmlNode *node, const xmlNode *root, bool into);
void import_unlink(xmlNode *node);
/* Appends what stands in `root`, as HTML. */
void import_write(xmlDocPtr doc, xmlNode *root, struct buf *out);

/* import_mend.c: bytes of an export, piece by piece, as XML may have them: no
 * control characters, and a CDATA section ends where its element does. */
struct import_mend {
	bool	cdata, wide;	/* within one; in UTF-16: nothing is mended */
	struct buf kept;	/* bytes whose meaning the next ones decide */
};
void import_mend(struct import_mend *m, const char *p, size_t n, bool last,
    struct buf *out);

/* import_post.c: files of the export, each with the post that it was added
 * to, found by that post's number (and `next`) and by their own. */
struct import_file {
	const char	*url, *title;
	long		id, post;
	struct import_file *next, *next_by;
};
#define IMPORT_BUCKETS 4096
struct import_files {
	struct import_file *of[IMPORT_BUCKETS], *by[IMPORT_BUCKETS];
	size_t		count;
};
const struct import_file *import_file_of(const struct import_files *files,
    long post);
const struct import_file *import_file_by(const struct import_files *files,
    long id);

/* import_press.c */
bool import_is_picture(const char *url);
/* Appends the text of a post as HTML: paragraphs that WordPress makes when it
 * shows it, shortcodes as what they stand for; notes on the others. */
void import_press(struct arena *a, const char *text, long post,
    const struct import_files *files, struct json *item, struct buf *out);

#endif
