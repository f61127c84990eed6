/*
 * One page of an old site: which part of it is the text, and what it says
 * about itself.  Portals of public bodies name title, date and source in meta
 * elements (国办发〔2017〕47号); their systems name the text's container.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"
#include "html/import_inside.h"

#define HEAD_BYTES 4096		/* where the charset is looked for */
#define CHARSET_MAX 40
#define CONTROLS_SHARE 100	/* one character in so many may be a control */
#define CONTROLS_FEW 8		/* as may some, however short the page */

/* ---- bytes ---- */

/* charset=NAME of a meta element, whatever its form. */
static const char *
declared(const char *text, size_t length, char out[CHARSET_MAX + 32])
{
	char head[HEAD_BYTES + 1], name[CHARSET_MAX];
	const char *p;
	size_t n;

	if (length > HEAD_BYTES)
		length = HEAD_BYTES;
	memcpy(head, text, length);
	head[length] = '\0';
	if ((p = strcasestr(head, "charset")) == NULL)
		return (NULL);
	p += strlen("charset");
	p += strspn(p, " \t\r\n=\"'");
	for (n = 0; n < sizeof(name) - 1 && (isalnum((unsigned char)p[n]) ||
	    (p[n] != '\0' && strchr("-_", p[n]) != NULL)); n++)
		name[n] = p[n];
	name[n] = '\0';
	snprintf(out, CHARSET_MAX + 32, "text/html; charset=%s", name);
	return (n > 0 ? out : NULL);
}

/* As UTF-8, without characters that no text has; false where those are more
 * than an accident: it is a picture, an archive, some other file. */
static bool
page_bytes(const char *text, size_t length, struct buf *out)
{
	char type[CHARSET_MAX + 32];
	size_t i, n = 0, all;

	feed_bytes(text, length, declared(text, length, type), out);
	all = out->length;
	for (i = 0; i < out->length; i++)
		if ((unsigned char)out->data[i] >= ' ' ||
		    strchr("\t\r\n", out->data[i]) != NULL)
			if (out->data[i] != '\0')
				out->data[n++] = out->data[i];
	if (all > 0) {
		out->length = n;
		out->data[n] = '\0';
	}
	return ((all - n) * CONTROLS_SHARE <= all || all - n < CONTROLS_FEW);
}

/* ---- the text ---- */

static bool
is(const xmlNode *node, const char *name)
{
	return (node->type == XML_ELEMENT_NODE &&
	    strcasecmp((const char *)node->name, name) == 0);
}

/* Is one of the words of the attribute one of those in " a b "? */
static bool
has_word(xmlNode *node, const char *attribute, const char *words)
{
	xmlChar *value = xmlGetProp(node, (const xmlChar *)attribute);
	const char *p = (const char *)value;
	bool found = false;
	size_t n;

	while (p != NULL && *p != '\0' && !found) {
		n = strcspn(p, " \t\r\n");
		found = html_among(words, p, n);
		p += n + strspn(p + n, " \t\r\n");
	}
	xmlFree(value);
	return (found);
}

/* 1 is best; 0: it doesn't look like the text. */
static int
rank(xmlNode *node)
{
	static const char ids[] = " zoom UCAPCONTENT vsb_content"
	    " vsb_content_2 js_content article-content articleContent ";
	static const char classes[] = " TRS_Editor TRS_UEDITOR v_news_content"
	    " wp_articlecontent article-content article_content"
	    " news_content content_text rich_media_content entry-content ";

	if (node->type != XML_ELEMENT_NODE)
		return (0);
	if (has_word(node, "id", ids) || has_word(node, "class", classes))
		return (1);
	if (is(node, "article"))
		return (2);
	return (is(node, "main") || has_word(node, "role", " main ") ? 3 : 0);
}

static size_t
text_length(xmlNode *root)
{
	xmlNode *node;
	size_t n = 0;

	for (node = root; node != NULL; node = import_next(node, root,
	    !is(node, "script") && !is(node, "style"))) {
		const char *p = (const char *)node->content;

		if (is(node, "img"))
			n++;
		if (node->type == XML_TEXT_NODE && p != NULL)
			for (; *p != '\0'; p++)
				n += isspace((unsigned char)*p) == 0;
	}
	return (n);
}

/* The longest of the best kind that there is. */
static xmlNode *
find_text(xmlNode *root)
{
	xmlNode *node, *found = root;
	size_t length, longest = 0;
	int best = 4, r;

	for (node = root; node != NULL; node = import_next(node, root, true)) {
		if (is(node, "body") && best == 4)
			found = node;
		if ((r = rank(node)) == 0 || r > best ||
		    (length = text_length(node)) == 0 ||
		    (r == best && length <= longest))
			continue;
		found = node;
		longest = length;
		best = r;
	}
	return (found);
}

/* What stands around a text, where it has no container of its own. */
static void
strip(xmlNode *root)
{
	static const char around[] = " nav aside form button select textarea"
	    " footer header ";
	bool whole = is(root, "body") || is(root, "html");
	xmlNode *node, *next;

	for (node = root; node != NULL; node = next) {
		const char *name = (const char *)node->name;
		bool gone = node != root && node->type == XML_ELEMENT_NODE &&
		    html_among(around, name, strlen(name)) &&
		    (whole || strcmp(name, "header") != 0);

		next = import_next(node, root, !gone);
		if (gone)
			import_unlink(node);
	}
}

/* ---- what it says about itself ---- */

static const struct {
	const char	*name, *field;
} METAS[] = {	/* the first that is there counts */
	{ "ArticleTitle", "title" }, { "PubDate", "date" },
	{ "article:published_time", "date" }, { "ContentSource", "source" },
	{ "Author", "author" }, { "Editor", "editor" },
	{ "Keywords", "keywords" }, { "Description", "summary" },
	{ "og:title", "og_title" }, { "SiteName", "site" },
	{ "og:site_name", "site" }, { "og:url", "link" },
};

static void
meta_read(struct arena *a, xmlNode *node, struct json *said)
{
	xmlChar *name = xmlGetProp(node, (const xmlChar *)"name");
	xmlChar *content = xmlGetProp(node, (const xmlChar *)"content");
	size_t i;

	if (name == NULL)
		name = xmlGetProp(node, (const xmlChar *)"property");
	for (i = 0; name != NULL && content != NULL &&
	    i < sizeof(METAS) / sizeof(METAS[0]); i++)
		if (strcasecmp((const char *)name, METAS[i].name) == 0 &&
		    json_get(said, METAS[i].field) == NULL)
			import_put(a, said, METAS[i].field,
			    (const char *)content);
	xmlFree(name);
	xmlFree(content);
}

/* The text of an element in one line; runs of blanks are one. */
static void
put_content(struct arena *a, xmlNode *node, const char *field,
    struct json *said)
{
	xmlChar *content = xmlNodeGetContent(node);
	char *p = (char *)content, *to = p;

	for (; p != NULL && *p != '\0'; p++) {
		if (!isspace((unsigned char)*p))
			*to++ = *p;
		else if (to > (char *)content && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to != NULL)
		*to = '\0';
	if (content != NULL && json_get(said, field) == NULL)
		import_put(a, said, field, (const char *)content);
	xmlFree(content);
}

static void
head_read(struct arena *a, xmlNode *root, struct json *said)
{
	xmlNode *node;
	xmlChar *href;

	for (node = root; node != NULL; node = import_next(node, root, true)) {
		if (is(node, "meta"))
			meta_read(a, node, said);
		else if (is(node, "title"))
			put_content(a, node, "page_title", said);
		else if (is(node, "link") && has_word(node, "rel",
		    " canonical ") && (href = xmlGetProp(node,
		    (const xmlChar *)"href")) != NULL) {
			import_put(a, said, "link", (const char *)href);
			xmlFree(href);
		}
	}
}

/* "标题_网站名": the site's name goes. */
static const char *
title_alone(struct arena *a, const char *title, const char *site)
{
	size_t n = strlen(title), k = strlen(site), end;

	if (k == 0 || n <= k || strcmp(title + n - k, site) != 0)
		return (title);
	end = n - k;
	while (end > 0 && strchr(" _-|", title[end - 1]) != NULL)
		end--;
	return (end > 0 && end < n - k ? arena_copy(a, title, end) : title);
}

/* The heading that is the title leaves the text: pages show it above. */
static void
title_read(struct arena *a, xmlNode *root, xmlNode *text, struct json *said)
{
	xmlNode *node, *inside = NULL, *heading = NULL;
	const char *title;
	int count = 0;

	for (node = root; node != NULL; node = import_next(node, root, true))
		if (is(node, "h1") && count++ == 0)
			heading = node;
	for (node = text; node != NULL && inside == NULL;
	    node = import_next(node, text, true))
		if (is(node, "h1"))
			inside = node;
	if (inside != NULL)
		put_content(a, inside, "heading", said);
	else if (count == 1)
		put_content(a, heading, "heading", said);
	title = json_get_text(said, "title", json_get_text(said, "heading",
	    json_get_text(said, "og_title", json_get_text(said, "page_title",
	    ""))));
	title = title_alone(a, title, json_get_text(said, "site", ""));
	if (inside != NULL && strcmp(title, json_get_text(said, "heading",
	    "")) == 0)
		import_unlink(inside);
	import_put(a, said, "title", title);
}

enum err
import_page(const char *text, size_t length, struct arena *a,
    struct json **item, struct fault *f)
{
	static const char *const KEPT[] = { "title", "summary", "source",
	    "author", "editor", "keywords", "link" };
	struct json *said = json_object(a);
	struct buf plain = { 0 }, body = { 0 };
	xmlNode *root, *found;
	xmlDocPtr doc;
	enum err e;
	size_t i;

	if (length > IMPORT_FILE_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "html.size", NULL, "%u",
		    IMPORT_FILE_MAX / 1024 / 1024));
	if (!page_bytes(text, length, &plain)) {
		buf_cleanup(&plain);
		return (fault_set(f, ERR_TYPE, "import.no_html", NULL, NULL));
	}
	e = import_tree(buf_string(&plain), plain.length, &doc, f);
	buf_cleanup(&plain);
	if (e != ERR_OK)
		return (e);
	*item = json_object(a);
	if ((root = xmlDocGetRootElement(doc)) != NULL) {
		head_read(a, root, said);
		found = find_text(root);
		strip(found);
		title_read(a, root, found, said);
		import_write(doc, found, &body);
	}
	xmlFreeDoc(doc);
	for (i = 0; i < sizeof(KEPT) / sizeof(KEPT[0]); i++)
		import_put(a, *item, KEPT[i], json_get_text(said, KEPT[i],
		    ""));
	import_put_date(a, *item, json_get_text(said, "date", ""));
	json_put_text(a, *item, "body", buf_string(&body));
	buf_cleanup(&body);
	return (ERR_OK);
}
