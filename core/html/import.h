/*
 * Reading what other systems hold: exports of WordPress (WXR), documents of
 * word processors (DOCX), pages (HTML) and tables (CSV), all into one shape,
 * an item for each future entry:
 *
 *	key	by which it is known when the same file comes again
 *	line	where it begins in the file (WXR, CSV)
 *	title, summary, source, author, editor, keywords	text
 *	body	HTML as it came in: only html_clean() makes of it what visitors
 *		may be shown
 *	date	"YYYY-MM-DD"
 *	tags	texts
 *	link	its old address
 *	cover	the address of a picture
 *	attachments	{url, name}
 *	fields	{name: text}: what else a table says, by the table's names
 *	notes	{name, detail}: what was left out; fault.NAME is its sentence
 *	refused	{name, detail}: it is no item, for that reason
 *
 * What a file doesn't say is left out.  Nothing but the file itself is opened;
 * entities and document types are refused; time and memory are bounded.
 */
#ifndef HTML_IMPORT_H
#define HTML_IMPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/json.h"

#define IMPORT_FILE_MAX (64u * 1024 * 1024)	/* CSV, HTML, DOCX; bytes */
#define IMPORT_BODY_MAX (8u * 1024 * 1024)	/* bytes of one body */
#define IMPORT_DATE_SIZE 11

/* Called for each item, in the order of the file; `a` is for this item alone.
 * Anything but ERR_OK ends the reading and is what the reader returns. */
typedef enum err import_each(void *arg, struct arena *a, struct json *item);

/* The whole file is read once before the first item comes, so that of a broken
 * one none does: ERR_INPUT "import.wxr", ERR_TOO_LARGE.  Afterwards *left is
 * what isn't for us, {type: count}, in `a`. */
enum err import_wxr(FILE *file, struct arena *a, import_each *each, void *arg,
    struct json **left, struct fault *f);

/* One page. */
enum err import_page(const char *text, size_t length, struct arena *a,
    struct json **item, struct fault *f);

/* One document, unpacked within limits.  Its pictures are addresses that
 * begin with IMPORT_PART, for import_part(). */
#define IMPORT_PART "part:"
struct import_docx;
enum err import_docx(const void *p, size_t n, struct arena *a,
    struct import_docx **out, struct json **item, struct fault *f);
/* The bytes of a part of the document, for as long as its arena lives; false:
 * it has none of that name. */
bool import_part(const struct import_docx *d, const char *name,
    const void **p, size_t *n);

/* A table whose first line names what stands in its columns. */
enum err import_csv(struct buf *text, import_each *each, void *arg,
    struct fault *f);

/* Every address in a body, decoded; what it returns takes its place.  NULL:
 * it stays; "": the picture, sound or film goes, of a link the words stay. */
enum import_place { IMPORT_LINK, IMPORT_PICTURE, IMPORT_MEDIA };
typedef const char *import_address(void *arg, enum import_place place,
    const char *url);
enum err import_addresses(const char *body, size_t length,
    import_address *each, void *arg, struct buf *out, struct fault *f);

/* An address as seen from the page `base` (may be ""), in `a`. */
const char *import_url(struct arena *a, const char *base, const char *url);

/* For the readers, and whoever goes on with an item. */
void import_note(struct arena *a, struct json *item, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void import_refuse(struct arena *a, struct json *item, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Nothing is put where the text is empty or blank; ends without blanks. */
void import_put(struct arena *a, struct json *item, const char *name,
    const char *text);
/* 2026-04-28, 2026/4/28, 2026.4.28, 2026年4月28日, 20260428, and whatever
 * follows; false: there is no such day. */
bool import_date(const char *text, char out[IMPORT_DATE_SIZE]);
void import_put_date(struct arena *a, struct json *item, const char *text);
/* Words separated by commas or semicolons of either width, or 、. */
void import_put_tags(struct arena *a, struct json *item, const char *text);
/* Appends plain text as paragraphs; or, where it is HTML already, as it is. */
void import_paragraphs(const char *text, struct buf *out);

#endif
