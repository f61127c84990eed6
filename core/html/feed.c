/* Which kind of feed it is: see feed.h for the whole. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>

#include "html/feed_inside.h"

static const char *
version_rss(struct arena *a, xmlNode *root)
{
	static const char *const known[][2] = {
		{ "0.91", "rss091u" }, { "0.92", "rss092" },
		{ "0.93", "rss093" }, { "0.94", "rss094" },
	};
	const char *version = feed_attribute(a, root, "version");
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i][0], version) == 0)
			return (known[i][1]);
	return (strncmp(version, "2", 1) == 0 ? "rss20" : "rss");
}

static const char *
version_rdf(xmlNode *root)
{
	const xmlNs *ns;

	for (ns = root->nsDef; ns != NULL; ns = ns->next)
		if (ns->href != NULL && strstr((const char *)ns->href,
		    "my.netscape.com/rdf/simple/0.9") != NULL)
			return ("rss090");
	return ("rss10");
}

static const char *
version_atom(struct arena *a, xmlNode *root)
{
	const char *uri = root->ns != NULL && root->ns->href != NULL ?
	    (const char *)root->ns->href : "";

	if (strcasecmp(uri, "http://www.w3.org/2005/Atom") == 0)
		return ("atom10");
	return (strcmp(feed_attribute(a, root, "version"), "0.3") == 0 ||
	    strstr(uri, "purl.org/atom") != NULL ? "atom03" : "atom");
}

static const char *
version_of(struct feed_xml *x, xmlNode *root)
{
	const char *name = feed_name(x->arena, root), *version;

	name = strrchr(name, ':') != NULL ? strrchr(name, ':') + 1 : name;
	if (strcmp(name, "rss") == 0)
		return (version_rss(x->arena, root));
	if (strcmp(name, "rdf") == 0)
		return (version_rdf(root));
	if (strcmp(name, "feed") == 0) {
		version = version_atom(x->arena, root);
		x->atom = true;
		x->atom10 = strcmp(version, "atom10") == 0;
		return (version);
	}
	return ("cdf");
}

static enum err
feed_read_xml(struct arena *a, const struct buf *text,
    const struct feed_source *from, struct json **out, struct fault *f)
{
	struct feed_xml x = { .arena = a, .zone = from->zone,
	    .url = from->url != NULL ? from->url : "",
	    .language = from->language != NULL ? from->language : "" };
	struct buf whole = { 0 };
	xmlDoc *doc = NULL;
	xmlNode *root = NULL;
	struct json *o, *feed;

	/* Entities are gone with the document type: nothing is left that
	 * libxml2 could load or expand. */
	if (feed_mend(buf_string(text), text->length, &whole))
		doc = xmlReadMemory(buf_string(&whole), (int)whole.length,
		    NULL, "UTF-8", XML_PARSE_RECOVER | XML_PARSE_NONET |
		    XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		    XML_PARSE_NOCDATA | XML_PARSE_HUGE);
	buf_cleanup(&whole);
	if (doc != NULL)
		root = xmlDocGetRootElement(doc);
	if (root == NULL) {
		xmlFreeDoc(doc);
		return (fault_set(f, ERR_INPUT, "feed.unknown", NULL, NULL));
	}
	*out = o = json_object(a);
	json_put_text(a, o, "version", version_of(&x, root));
	feed = json_put(o, "feed", json_object(a));
	feed_xml_read(&x, root, feed, json_put(o, "items", json_array(a)));
	if (x.truncated)
		json_put_bool(a, o, "truncated", true);
	xmlFreeDoc(doc);
	return (ERR_OK);
}

enum err
feed_parse(struct arena *a, const char *text, size_t length,
    const struct feed_source *from, struct json **out, struct fault *f)
{
	static const struct feed_source unknown = { .url = NULL };
	struct buf plain = { 0 };
	enum err err;
	size_t at;

	if (length > FEED_INPUT_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "feed.size", NULL, NULL));
	if (from == NULL)
		from = &unknown;
	feed_bytes(text, length, from->type, &plain);
	for (at = 0; at < plain.length &&
	    isspace((unsigned char)plain.data[at]); at++)
		;
	if (at < plain.length && plain.data[at] == '{')
		err = feed_json(a, &plain, from, out, f);
	else
		err = feed_read_xml(a, &plain, from, out, f);
	buf_cleanup(&plain);
	return (err);
}
