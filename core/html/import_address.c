/* Addresses in bodies as they came in: see import.h. */
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>

#include "html/import_inside.h"

enum err
import_tree(const char *text, size_t length, xmlDocPtr *out, struct fault *f)
{
	htmlParserCtxtPtr parser;
	xmlDocPtr doc;
	bool deep;

	*out = NULL;
	if (length > IMPORT_FILE_MAX ||
	    (parser = htmlNewParserCtxt()) == NULL)
		return (fault_set(f, ERR_TOO_LARGE, "html.size", NULL, "%u",
		    IMPORT_FILE_MAX / 1024 / 1024));
	doc = htmlCtxtReadMemory(parser, text, (int)length, NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	    HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
	deep = parser->lastError.code == XML_ERR_INTERNAL_ERROR;
	htmlFreeParserCtxt(parser);
	if (deep || doc == NULL) {
		xmlFreeDoc(doc);
		return (fault_set(f, ERR_INPUT, "html.depth", NULL, "%d",
		    HTML_DEPTH_MAX));
	}
	*out = doc;
	return (ERR_OK);
}

xmlNode *
import_next(xmlNode *node, const xmlNode *root, bool into)
{
	if (into && node->type == XML_ELEMENT_NODE && node->children != NULL)
		return (node->children);
	while (node != root && node->next == NULL)
		node = node->parent;
	return (node == root ? NULL : node->next);
}

void
import_unlink(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

void
import_write(xmlDocPtr doc, xmlNode *root, struct buf *out)
{
	xmlBufferPtr b = xmlBufferCreate();
	xmlOutputBufferPtr to = b != NULL ?
	    xmlOutputBufferCreateBuffer(b, NULL) : NULL;
	xmlNode *node;

	for (node = root->children; to != NULL && node != NULL;
	    node = node->next)
		htmlNodeDumpFormatOutput(to, doc, node, "UTF-8", 0);
	if (to != NULL)
		(void)xmlOutputBufferClose(to);
	if (b != NULL)
		buf_append(out, xmlBufferContent(b),
		    (size_t)xmlBufferLength(b));
	xmlBufferFree(b);
}

static const struct {
	const char	*element, *attribute;
	enum import_place place;
} PLACES[] = {
	{ "a", "href", IMPORT_LINK },
	{ "img", "src", IMPORT_PICTURE },
	{ "audio", "src", IMPORT_MEDIA },
	{ "video", "src", IMPORT_MEDIA },
	{ "video", "poster", IMPORT_PICTURE },
	{ "source", "src", IMPORT_MEDIA },
	{ "track", "src", IMPORT_MEDIA },
};

/* Pictures that are loaded when they come into view name themselves so. */
static void
lazy(xmlNode *img)
{
	static const char *const NAMES[] = { "data-src", "data-original",
	    "data-lazy-src" };
	xmlChar *src;
	size_t i;

	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
		src = xmlGetProp(img, (const xmlChar *)NAMES[i]);
		if (src != NULL && *src != '\0')
			xmlSetProp(img, (const xmlChar *)"src", src);
		xmlFree(src);
	}
}

/* false: the element is to go. */
static bool
address(xmlNode *node, size_t i, import_address *each, void *arg)
{
	const xmlChar *name = (const xmlChar *)PLACES[i].attribute;
	xmlChar *url = xmlGetProp(node, name);
	const char *to;
	bool gone;

	if (url == NULL)
		return (true);
	to = each(arg, PLACES[i].place, (const char *)url);
	gone = to != NULL && *to == '\0';
	if (gone)
		xmlUnsetProp(node, name);
	else if (to != NULL)
		xmlSetProp(node, name, (const xmlChar *)to);
	xmlFree(url);
	return (!gone || strcmp(PLACES[i].attribute, "src") != 0);
}

static bool
element(xmlNode *node, import_address *each, void *arg)
{
	bool stays = true;
	size_t i;

	if (strcmp((const char *)node->name, "img") == 0)
		lazy(node);
	for (i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++)
		if (strcmp((const char *)node->name, PLACES[i].element) == 0)
			stays = address(node, i, each, arg) && stays;
	return (stays);
}

/* Where the fragment stands: in the div around it, or, where it closed that,
 * in the body. */
static xmlNode *
fragment(xmlNode *root)
{
	xmlNode *body = root->children;

	while (body != NULL && strcmp((const char *)body->name, "body") != 0)
		body = body->next;
	if (body == NULL)
		return (root);
	return (body->children != NULL && body->children->next == NULL ?
	    body->children : body);
}

enum err
import_addresses(const char *body, size_t length, import_address *each,
    void *arg, struct buf *out, struct fault *f)
{
	struct buf whole = { 0 };
	xmlNode *root, *node, *next;
	xmlDocPtr doc;
	enum err e;

	/* The fragment's own paragraphs would else be put into one of the
	 * parser's. */
	buf_text(&whole, "<html><body><div>");
	buf_append(&whole, body, length);
	e = import_tree(buf_string(&whole), whole.length, &doc, f);
	buf_cleanup(&whole);
	if (e != ERR_OK)
		return (e);
	if ((root = xmlDocGetRootElement(doc)) == NULL) {
		xmlFreeDoc(doc);
		return (ERR_OK);
	}
	for (node = root; node != NULL; node = next) {
		bool stays = node->type != XML_ELEMENT_NODE ||
		    element(node, each, arg);

		next = import_next(node, root, stays);
		if (!stays)
			import_unlink(node);
	}
	import_write(doc, fragment(root), out);
	xmlFreeDoc(doc);
	return (ERR_OK);
}
