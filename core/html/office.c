/*
 * See office.h.  libarchive unpacks, libxml2 parses: both while the bytes come,
 * so that neither ever holds a whole member.
 */
#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/utf8.h"
#include "html/office.h"

#define MEMBERS_MAX 10000
#define BLOCK 16384

struct reading {
	struct buf	*out;
	size_t		start;		/* of ours in `out` */
	size_t		unpacked;
	int		text;		/* inside of elements with text */
	int		shared;		/* the cell's value is a number of a text */
	bool		large, broken;
};

/* Members with text, by the beginning of their names. */
static bool
has_text(const char *name)
{
	static const char *const WHERE[] = { "word/document", "word/header",
	    "word/footer", "word/footnotes", "word/endnotes", "word/comments",
	    "xl/sharedStrings", "xl/worksheets/sheet", "xl/comments",
	    "ppt/slides/slide", "ppt/notesSlides/notesSlide", NULL };
	size_t i, n = strlen(name);

	if (n < 4 || strcmp(name + n - 4, ".xml") != 0)
		return (false);
	for (i = 0; WHERE[i] != NULL; i++)
		if (strncmp(name, WHERE[i], strlen(WHERE[i])) == 0)
			return (true);
	return (false);
}

static bool
named(const xmlChar *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp((const char *)name, *names) == 0)
			return (true);
	return (false);
}

static void
text_put(struct reading *r, const char *p, size_t n)
{
	size_t room = OFFICE_TEXT_MAX - (r->out->length - r->start);

	if (n > room) {
		r->large = true;
		n = utf8_cut(p, room);
	}
	buf_append(r->out, p, n);
}

static void
line_end(struct reading *r)
{
	if (r->out->length > r->start &&
	    r->out->data[r->out->length - 1] != '\n')
		text_put(r, "\n", 1);
}

/* w:t, a:t and t hold text; v is the value of a cell: a number, unless the
 * cell says that it is the number of a shared text. */
static const char *const texts[] = { "t", "delText", "instrText", NULL };
static const char *const lines[] = { "p", "si", "c", "comment", NULL };

static void
element_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespaces, const xmlChar **unused, int count,
    int defaulted, const xmlChar **attributes)
{
	struct reading *r = arg;
	int i;

	(void)prefix, (void)uri, (void)namespaces, (void)unused;
	(void)defaulted;
	if (named(name, texts) || strcmp((const char *)name, "v") == 0)
		r->text++;
	else if (strcmp((const char *)name, "tab") == 0)
		text_put(r, "\t", 1);
	else if (strcmp((const char *)name, "br") == 0)
		line_end(r);
	else if (strcmp((const char *)name, "c") == 0) {
		r->shared = 0;
		for (i = 0; i < count; i++, attributes += 5)
			if (strcmp((const char *)attributes[0], "t") == 0 &&
			    attributes[4] - attributes[3] == 1 &&
			    *attributes[3] == 's')
				r->shared = 1;
	}
}

static void
element_end(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct reading *r = arg;

	(void)prefix, (void)uri;
	if (named(name, texts) || strcmp((const char *)name, "v") == 0)
		r->text -= r->text > 0;
	else if (named(name, lines)) {
		r->shared = 0;
		line_end(r);
	}
}

static void
characters(void *arg, const xmlChar *p, int n)
{
	struct reading *r = arg;

	if (r->text > 0 && !r->shared)
		text_put(r, (const char *)p, (size_t)n);
}

/* Office programs write no document type; whoever does wants entities. */
static void
document_type(void *arg, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	struct reading *r = arg;

	(void)name, (void)public_id, (void)system_id;
	r->broken = true;
}

static bool
member_read(struct archive *z, struct reading *r)
{
	static xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = document_type,
		.startElementNs = element_start,
		.endElementNs = element_end,
		.characters = characters,
		.ignorableWhitespace = characters,
		.cdataBlock = characters,
	};
	xmlParserCtxtPtr parser;
	char block[BLOCK];
	la_ssize_t n = 0;
	int bad = 0;

	r->text = r->shared = 0;
	parser = xmlCreatePushParserCtxt(&handler, r, NULL, 0, NULL);
	if (parser == NULL)
		return (false);
	(void)xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR |
	    XML_PARSE_NOWARNING);
	while (!bad && !r->large && !r->broken &&
	    (n = archive_read_data(z, block, sizeof(block))) > 0) {
		r->unpacked += (size_t)n;
		r->large = r->unpacked > OFFICE_UNPACKED_MAX;
		bad = xmlParseChunk(parser, block, (int)n, 0);
	}
	if (!bad && !r->large && !r->broken)
		bad = xmlParseChunk(parser, block, 0, 1);
	/* What a document type made, before it was seen. */
	xmlFreeDoc(parser->myDoc);
	parser->myDoc = NULL;
	xmlFreeParserCtxt(parser);
	line_end(r);
	return (!bad && n >= 0 && !r->broken);
}

static enum err
members_read(struct archive *z, struct reading *r, struct fault *f)
{
	struct archive_entry *entry;
	const char *name;
	int members = 0, status = ARCHIVE_OK;

	while (!r->large && (status = archive_read_next_header(z, &entry)) ==
	    ARCHIVE_OK) {
		if (++members > MEMBERS_MAX)
			return (fault_set(f, ERR_TOO_LARGE, "office.large",
			    NULL, "%d", MEMBERS_MAX));
		name = archive_entry_pathname(entry);
		if (name != NULL && has_text(name) && !member_read(z, r))
			return (fault_set(f, ERR_TYPE, "office.broken", NULL,
			    "%.100s", name));
	}
	if (r->large)
		return (fault_set(f, ERR_TOO_LARGE, "office.large", NULL,
		    NULL));
	if (status != ARCHIVE_EOF)
		return (fault_set(f, ERR_TYPE, "office.broken", NULL, "zip"));
	return (ERR_OK);
}

enum err
office_text(const void *p, size_t n, struct buf *out, struct fault *f)
{
	struct reading r = { .out = out, .start = out->length };
	struct archive *z = archive_read_new();
	enum err err;

	if (z == NULL || archive_read_support_format_zip(z) != ARCHIVE_OK ||
	    archive_read_open_memory(z, p, n) != ARCHIVE_OK)
		err = fault_set(f, ERR_TYPE, "office.broken", NULL, "zip");
	else
		err = members_read(z, &r, f);
	archive_read_free(z);
	return (err);
}
