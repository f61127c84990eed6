/*
 * Exports of WordPress: RSS with elements of its own.  Read twice as a stream,
 * first to see that the file is whole and which files belong to which post,
 * then item by item.  Elements go by their last names, for people change the
 * prefixes; of two of one name in an item the first counts.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "html/import_wxr.h"

#define DEPTH_MAX 64
#define BLOCK 65536
#define AUTHORS_MAX 5000
#define CATEGORIES_MAX 200	/* of one post */

static void
stop(struct wxr *w, enum err e, const char *name, const char *detail)
{
	if (w->err == ERR_OK)
		w->err = e;
	if (name != NULL)
		fault_fill(w->fault, e, name, NULL, "%s", detail);
	xmlStopParser(w->parser);
}

static void
broken(struct wxr *w, const char *why)
{
	char at[200];

	snprintf(at, sizeof(at), "%ld: %s",
	    (long)xmlSAX2GetLineNumber(w->parser), why);
	stop(w, ERR_INPUT, "import.wxr", at);
}

static bool
is_text(const char *type)
{
	/* RSS says no type: then it is a post. */
	return (*type == '\0' || strcmp(type, "post") == 0 ||
	    strcmp(type, "page") == 0);
}

static void
item_end(struct wxr *w)
{
	const char *type = wxr_raw(w, "post_type");
	const char *status = wxr_raw(w, "status");
	bool text = is_text(type);
	enum err e;

	/* What was thrown away, and what never was begun. */
	if (text && (strcmp(status, "trash") == 0 ||
	    strcmp(status, "auto-draft") == 0)) {
		type = status;
		text = false;
	}
	if (!w->items && strcmp(type, "attachment") == 0)
		wxr_file(w);
	if (!w->items && !text)
		wxr_left(w, type);
	if (w->items && text && (e = wxr_give(w)) != ERR_OK)
		stop(w, e, NULL, NULL);
	w->item = false;
	w->raw = NULL;
	arena_reset(w->one);
}

static void
author_end(struct wxr *w)
{
	const char *login = wxr_raw(w, "author_login");

	if (!w->items && *login != '\0' && w->author_count < AUTHORS_MAX) {
		w->author_count++;
		json_put_text(w->whole, w->authors,
		    arena_text(w->whole, login),
		    *wxr_raw(w, "author_display_name") != '\0' ?
		    wxr_raw(w, "author_display_name") : login);
	}
	w->author = false;
	w->raw = NULL;
	arena_reset(w->one);
}

/* ---- elements ---- */

static void
open_channel(struct wxr *w, const char *name)
{
	static const char *const NAMES[] = { "wxr_version", "base_site_url",
	    "base_blog_url", "link" };
	size_t i;

	w->item = strcmp(name, "item") == 0;
	w->author = strcmp(name, "author") == 0;
	if (w->item || w->author) {
		w->raw = json_object(w->one);
		w->categories = json_array(w->one);
		w->line = xmlSAX2GetLineNumber(w->parser);
	}
	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		if (strcmp(name, NAMES[i]) == 0)
			w->name = NAMES[i];
}

static void
open_item(struct wxr *w, const char *name, const char *prefix,
    const char *uri)
{
	w->meta = strcmp(name, "postmeta") == 0;
	w->key = "";
	if (strcmp(name, "comment") == 0)
		json_put_int(w->one, w->raw, "comments",
		    json_get_int(w->raw, "comments", 0) + 1);
	w->name = wxr_kept(name, prefix, uri);
	/* Bodies cost nothing in the first pass. */
	if (w->name != NULL && !w->items && (w->name[0] == 'e' ||
	    strcmp(w->name, "content") == 0))
		w->name = NULL;
}

static void
element_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int namespaces, const xmlChar **unused, int count,
    int defaulted, const xmlChar **attributes)
{
	struct wxr *w = arg;
	const char *name = (const char *)local;

	(void)namespaces, (void)unused, (void)defaulted;
	if (++w->depth > DEPTH_MAX) {
		broken(w, "depth");
		return;
	}
	w->name = NULL;
	w->large = false;
	buf_reset(&w->text);
	if (w->depth == 1 && strcmp(name, "rss") != 0)
		stop(w, ERR_INPUT, "import.no_wxr", name);
	else if (w->depth == 3)
		open_channel(w, name);
	else if (w->depth == 4 && (w->item || w->author)) {
		open_item(w, name, (const char *)prefix, (const char *)uri);
		if (w->name != NULL && strcmp(w->name, "category") == 0 &&
		    !wxr_is_word(count, attributes))
			w->name = NULL;
	}
	else if (w->depth == 5 && w->item && w->meta)
		w->name = strcmp(name, "meta_key") == 0 ? "meta_key" :
		    strcmp(name, "meta_value") == 0 ? "meta_value" : NULL;
}

static void
meta_end(struct wxr *w)
{
	static const char *const KEYS[][2] = {
		{ "_thumbnail_id", "thumbnail" },
		{ "_wp_attachment_image_alt", "alt" } };
	size_t i;

	if (strcmp(w->name, "meta_key") == 0)
		w->key = arena_text(w->one, buf_string(&w->text));
	else
		for (i = 0; i < 2; i++)
			if (strcmp(w->key, KEYS[i][0]) == 0)
				import_put(w->one, w->raw, KEYS[i][1],
				    buf_string(&w->text));
}

static void
channel_end(struct wxr *w)
{
	const char *text;
	struct json *o = json_object(w->whole);

	import_put(w->whole, o, "v", buf_string(&w->text));
	text = json_get_text(o, "v", "");
	if (strcmp(w->name, "wxr_version") == 0 && w->version == NULL)
		w->version = text;
	else if (strcmp(w->name, "wxr_version") != 0 && *w->site == '\0')
		w->site = text;
}

static void
text_end(struct wxr *w)
{
	if (w->depth == 3)
		channel_end(w);
	else if (w->depth == 5)
		meta_end(w);
	else if (w->large)
		json_put_bool(w->one, w->raw, "large", true);
	else if (strcmp(w->name, "category") == 0) {
		struct json *o = json_object(w->one);

		import_put(w->one, o, "v", buf_string(&w->text));
		if (json_get(o, "v") != NULL &&
		    w->categories->length < CATEGORIES_MAX)
			json_add(w->categories, json_string(w->one,
			    json_get_text(o, "v", "")));
	} else if (json_get(w->raw, w->name) == NULL)
		json_put_text(w->one, w->raw, w->name, buf_string(&w->text));
}

static void
element_end(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct wxr *w = arg;

	(void)local, (void)prefix, (void)uri;
	if (w->name != NULL)
		text_end(w);
	w->name = NULL;
	if (w->depth == 3 && w->item)
		item_end(w);
	else if (w->depth == 3 && w->author)
		author_end(w);
	w->depth--;
}

static void
characters(void *arg, const xmlChar *p, int n)
{
	struct wxr *w = arg;

	if (w->name == NULL || w->large)
		return;
	w->large = w->text.length + (size_t)n > IMPORT_BODY_MAX;
	if (!w->large)
		buf_append(&w->text, p, (size_t)n);
}

/* WordPress writes none; whoever does wants entities. */
static void
document_type(void *arg, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	(void)name, (void)public_id, (void)system_id;
	broken(arg, "DOCTYPE");
}

/* ---- the stream ---- */

/* Errors that leave no doubt about what was meant. */
static bool
harmless(const xmlError *error)
{
	return (error->level < XML_ERR_ERROR ||
	    error->code == XML_WAR_NS_URI ||
	    error->code == XML_WAR_NS_URI_RELATIVE ||
	    error->code == XML_NS_ERR_XML_NAMESPACE ||
	    error->code == XML_NS_ERR_UNDEFINED_NAMESPACE);
}

static void
error_seen(void *arg, xmlErrorPtr error)
{
	struct wxr *w = arg;
	char why[120];

	if (harmless(error) || w->err != ERR_OK)
		return;
	snprintf(why, sizeof(why), "%s", error->message != NULL ?
	    error->message : "");
	why[strcspn(why, "\r\n")] = '\0';
	broken(w, why);
}

static void
chunks(struct wxr *w, FILE *file)
{
	struct import_mend mend = { .cdata = false };
	struct buf out = { 0 };
	char *block = must_alloc(BLOCK);
	bool first = true, last = false;
	size_t n;

	while (!last && w->err == ERR_OK) {
		n = fread(block, 1, BLOCK, file);
		last = n < BLOCK;
		if (first && n >= 2)
			mend.wide = memcmp(block, "\xFF\xFE", 2) == 0 ||
			    memcmp(block, "\xFE\xFF", 2) == 0 ||
			    block[0] == '\0' || block[1] == '\0';
		first = false;
		buf_reset(&out);
		import_mend(&mend, block, n, last, &out);
		(void)xmlParseChunk(w->parser, buf_string(&out),
		    (int)out.length, last);
	}
	if (w->err == ERR_OK && ferror(file))
		stop(w, ERR_INTERNAL, "disk.fault", "read");
	free(block);
	buf_cleanup(&out);
	buf_cleanup(&mend.kept);
}

static enum err
pass(struct wxr *w, FILE *file)
{
	static xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = document_type,
		.startElementNs = element_start,
		.endElementNs = element_end,
		.characters = characters,
		.ignorableWhitespace = characters,
		.cdataBlock = characters,
		.serror = error_seen,
	};

	rewind(file);
	w->depth = 0;
	w->item = w->author = w->meta = false;
	w->parser = xmlCreatePushParserCtxt(&handler, w, NULL, 0, NULL);
	if (w->parser == NULL)
		return (fault_set(w->fault, ERR_INTERNAL, NULL, NULL, NULL));
	(void)xmlCtxtUseOptions(w->parser, XML_PARSE_NONET);
	chunks(w, file);
	if (w->err == ERR_OK && !w->parser->wellFormed &&
	    !harmless(&w->parser->lastError))
		broken(w, "end");
	xmlFreeDoc(w->parser->myDoc);
	w->parser->myDoc = NULL;
	xmlFreeParserCtxt(w->parser);
	return (w->err);
}

/* "1.2"; any other file of RSS has none. */
static enum err
version_check(const struct wxr *w)
{
	const char *p = w->version != NULL ? w->version : "";
	size_t n = strspn(p, "0123456789");

	if (w->version == NULL)
		return (fault_set(w->fault, ERR_INPUT, "import.no_wxr", NULL,
		    "rss"));
	if (n == 0 || p[n] != '.' || strspn(p + n + 1, "0123456789") == 0 ||
	    p[n + 1 + strspn(p + n + 1, "0123456789")] != '\0')
		return (fault_set(w->fault, ERR_INPUT, "import.version", NULL,
		    "%s", p));
	return (ERR_OK);
}

enum err
import_wxr(FILE *file, struct arena *a, import_each *each, void *arg,
    struct json **left, struct fault *f)
{
	struct wxr w = { .whole = a, .one = arena_alloc(), .site = "",
	    .authors = json_object(a), .left = json_object(a),
	    .files = arena_get(a, sizeof(*w.files)), .each = each,
	    .arg = arg, .fault = f };
	enum err e;

	*left = w.left;
	if ((e = pass(&w, file)) == ERR_OK &&
	    (e = version_check(&w)) == ERR_OK) {
		w.items = true;
		e = pass(&w, file);
	}
	buf_cleanup(&w.text);
	arena_free(w.one);
	return (e);
}
