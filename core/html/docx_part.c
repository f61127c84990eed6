/* The archive of a document, and its trees: see docx.h. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include <libxml/parser.h>

#include "html/docx.h"

#define BLOCK 65536
#define MEDIA "word/media/"

/* Bytes unpacked so far. */
struct docx_size {
	size_t	all, xml;
};

static bool
wanted(const char *name)
{
	static const char *const NAMES[] = { "word/document.xml",
	    "word/styles.xml", "word/numbering.xml", "word/footnotes.xml",
	    "word/endnotes.xml", "word/comments.xml", "docProps/core.xml",
	    "word/_rels/document.xml.rels" };
	size_t i;

	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		if (strcmp(name, NAMES[i]) == 0)
			return (true);
	return (strncmp(name, MEDIA, strlen(MEDIA)) == 0);
}

static enum err
member_read(struct import_docx *d, struct archive *z, const char *name,
    struct docx_size *size, struct fault *f)
{
	struct docx_part *part = arena_get(d->arena, sizeof(*part));
	struct buf b = { 0 };
	bool media = strncmp(name, MEDIA, strlen(MEDIA)) == 0, large = false;
	la_ssize_t n;

	do {
		n = archive_read_data(z, buf_room(&b, BLOCK), BLOCK);
		if (n <= 0)
			break;
		buf_came(&b, (size_t)n);
		size->all += (size_t)n;
		size->xml += media ? 0 : (size_t)n;
		large = size->all > DOCX_UNPACKED_MAX ||
		    size->xml > DOCX_XML_MAX;
	} while (!large);
	part->name = arena_text(d->arena, name);
	part->n = b.length;
	part->p = arena_copy(d->arena, buf_string(&b), b.length);
	part->next = d->parts;
	d->parts = part;
	buf_cleanup(&b);
	if (large)
		return (fault_set(f, ERR_TOO_LARGE, "import.unpacked", NULL,
		    "%s", name));
	return (n < 0 ? fault_set(f, ERR_TYPE, "office.broken", NULL,
	    "%s", name) : ERR_OK);
}

static enum err
members_read(struct import_docx *d, struct archive *z, struct fault *f)
{
	struct archive_entry *entry;
	int members = 0, status;
	struct docx_size size = { 0, 0 };
	const char *name;
	enum err e;

	while ((status = archive_read_next_header(z, &entry)) == ARCHIVE_OK) {
		if (++members > DOCX_MEMBERS_MAX)
			return (fault_set(f, ERR_TOO_LARGE, "import.unpacked",
			    NULL, "%d", DOCX_MEMBERS_MAX));
		name = archive_entry_pathname(entry);
		if (name == NULL || !wanted(name))
			continue;
		if (docx_part_find(d, name) != NULL)
			return (fault_set(f, ERR_TYPE, "office.broken", NULL,
			    "%s", name));
		if ((e = member_read(d, z, name, &size, f)) != ERR_OK)
			return (e);
	}
	return (status == ARCHIVE_EOF ? ERR_OK : fault_set(f, ERR_TYPE,
	    "office.broken", NULL, "zip"));
}

enum err
docx_unpack(struct import_docx *d, const void *p, size_t n, struct fault *f)
{
	struct archive *z = archive_read_new();
	enum err e;

	if (z == NULL || archive_read_support_format_zip(z) != ARCHIVE_OK ||
	    archive_read_open_memory(z, p, n) != ARCHIVE_OK)
		e = fault_set(f, ERR_TYPE, "office.broken", NULL, "zip");
	else
		e = members_read(d, z, f);
	archive_read_free(z);
	return (e);
}

const struct docx_part *
docx_part_find(const struct import_docx *d, const char *name)
{
	const struct docx_part *part = d->parts;

	while (part != NULL && strcmp(part->name, name) != 0)
		part = part->next;
	return (part);
}

/* Office programs write no document type; whoever does wants entities. */
enum err
docx_tree(const struct import_docx *d, const char *name, xmlDocPtr *out,
    struct fault *f)
{
	const struct docx_part *part = docx_part_find(d, name);
	xmlDocPtr doc;

	*out = NULL;
	if (part == NULL)
		return (ERR_OK);
	if (memmem(part->p, part->n, "<!DOCTYPE", 9) != NULL ||
	    (doc = xmlReadMemory(part->p, (int)part->n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) ==
	    NULL)
		return (fault_set(f, ERR_TYPE, "office.broken", NULL,
		    "%s", name));
	if (doc->intSubset != NULL) {
		xmlFreeDoc(doc);
		return (fault_set(f, ERR_TYPE, "office.broken", NULL,
		    "%s", name));
	}
	*out = doc;
	return (ERR_OK);
}

void
docx_targets_read(struct import_docx *d, const xmlDoc *doc)
{
	const xmlNode *node = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	const char *id, *target, *mode;

	d->targets = json_object(d->arena);
	for (node = node != NULL ? node->children : NULL; node != NULL;
	    node = node->next) {
		id = docx_value(d->arena, node, "Id");
		target = docx_value(d->arena, node, "Target");
		mode = docx_value(d->arena, node, "TargetMode");
		if (id == NULL || target == NULL || d->targets->length > 5000)
			continue;
		if (mode == NULL || strcmp(mode, "External") != 0)
			target = arena_printf(d->arena, IMPORT_PART "%s%s",
			    *target == '/' ? "" : "word/",
			    *target == '/' ? target + 1 : target);
		json_put_text(d->arena, d->targets, id, target);
	}
}

/* ---- nodes ---- */

bool
docx_is(const xmlNode *node, const char *name)
{
	return (node->type == XML_ELEMENT_NODE &&
	    strcmp((const char *)node->name, name) == 0);
}

xmlNode *
docx_child(const xmlNode *node, const char *name)
{
	xmlNode *child = node != NULL ? node->children : NULL;

	while (child != NULL && !docx_is(child, name))
		child = child->next;
	return (child);
}

const char *
docx_value(struct arena *a, const xmlNode *node, const char *name)
{
	const xmlAttr *attribute = node->type == XML_ELEMENT_NODE ?
	    node->properties : NULL;
	const char *out;
	xmlChar *text;

	while (attribute != NULL &&
	    strcmp((const char *)attribute->name, name) != 0)
		attribute = attribute->next;
	if (attribute == NULL)
		return (NULL);
	text = xmlNodeListGetString(node->doc, attribute->children, 1);
	out = arena_text(a, text != NULL ? (const char *)text : "");
	xmlFree(text);
	return (out);
}

const char *
docx_child_value(struct arena *a, const xmlNode *node, const char *child)
{
	const xmlNode *found = docx_child(node, child);

	return (found != NULL ? docx_value(a, found, "val") : NULL);
}

bool
docx_on(struct arena *a, const xmlNode *properties, const char *name)
{
	const xmlNode *found = docx_child(properties, name);
	const char *value;

	if (found == NULL)
		return (false);
	value = docx_value(a, found, "val");
	return (value == NULL || (strcmp(value, "0") != 0 &&
	    strcmp(value, "false") != 0 && strcmp(value, "none") != 0));
}
