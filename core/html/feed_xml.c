/* The elements of a feed in XML: which of them are the feed's, which an
 * item's, and which belong to something else. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"

/* Names of one vocabulary under the many addresses that it had. */
static const struct {
	const char	*begin;	/* of the namespace's address */
	const char	*prefix;
} spaces[] = {
	{ "http://purl.org/dc/terms", "dcterms" },
	{ "http://purl.org/dc/elements", "dc" },
	{ "http://purl.org/rss/1.0/modules/content", "content" },
	{ "http://search.yahoo.com/mrss", "media" },
	{ "http://www.itunes.com/dtds/podcast", "itunes" },
	{ "http://example.com/dtds/podcast", "itunes" },
	{ "http://www.w3.org/1999/xhtml", "xhtml" },
	{ "http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf" },
	{ "http://www.w3.org/2005/Atom", "" },
	{ "http://purl.org/atom/", "" },
	{ "http://purl.org/rss/1.0/modules/", NULL },
	{ "http://purl.org/rss/1.0", "" },
	{ "http://purl.org/net/rss", "" },
	{ "http://backend.userland.com/", "" },
	{ "http://my.netscape.com/", "" },
	{ "http://channel.netscape.com/", "" },
	{ "http://blogs.law.harvard.edu/tech/rss", "" },
};

const char *
feed_name(struct arena *a, const xmlNode *node)
{
	const char *prefix = "", *uri;
	char *name;
	size_t i;

	if (node->ns != NULL) {
		prefix = node->ns->prefix != NULL ?
		    (const char *)node->ns->prefix : "";
		uri = node->ns->href != NULL ? (const char *)node->ns->href :
		    "";
		for (i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
			if (strncasecmp(uri, spaces[i].begin,
			    strlen(spaces[i].begin)) == 0) {
				if (spaces[i].prefix != NULL)
					prefix = spaces[i].prefix;
				break;
			}
	}
	name = arena_printf(a, "%s%s%s", prefix, *prefix != '\0' ? ":" : "",
	    (const char *)node->name);
	for (i = 0; name[i] != '\0'; i++)
		name[i] = (char)tolower((unsigned char)name[i]);
	return (name);
}

bool
feed_is_item(const char *name)
{
	return (strcmp(name, "item") == 0 || strcmp(name, "entry") == 0);
}

static void
read_attributes(const struct feed_xml *x, struct feed_place *place,
    xmlNode *node)
{
	const char *about = feed_attribute(x->arena, node, "about");
	const char *href = feed_attribute(x->arena, node, "href");
	const char *changed = feed_attribute(x->arena, node, "lastmod");

	if (*about != '\0' && place->item)
		feed_put_text(x->arena, place->to, "id", about);
	if (*href != '\0')
		feed_put_link(x->arena, place->to, feed_base(x, node), href);
	if (*changed != '\0')
		feed_put_date(x->arena, place->to, "updated", changed,
		    x->zone);
}

static void
read_item(const struct feed_xml *x, xmlNode *node, struct json *items)
{
	struct feed_place place = { .to = json_object(x->arena), .item = true };
	xmlNode *p, *in;

	read_attributes(x, &place, node);
	for (p = node->children; p != NULL; p = p->next) {
		const char *name;

		if (p->type != XML_ELEMENT_NODE)
			continue;
		name = feed_name(x->arena, p);
		feed_field(x, &place, name, p);
		if (strcmp(name, "media:group") == 0)
			for (in = p->children; in != NULL; in = in->next)
				if (in->type == XML_ELEMENT_NODE)
					feed_field(x, &place,
					    feed_name(x->arena, in), in);
	}
	if (json_get(place.to, "content") == NULL &&
	    json_get(place.to, "summary") == NULL && place.media != NULL)
		feed_put_value(x->arena, place.to, "summary", place.media,
		    false);
	feed_complete_item(x->arena, place.to);
	if (!place.summary)
		feed_put_summary(x->arena, place.to, "content");
	json_add(items, place.to);
}

/* A feed's element, or a channel within it. */
static void
read_feed(struct feed_xml *x, struct feed_place *place, xmlNode *node,
    struct json *items, int depth)
{
	xmlNode *p;

	read_attributes(x, place, node);
	for (p = node->children; p != NULL; p = p->next) {
		const char *name;

		if (p->type != XML_ELEMENT_NODE)
			continue;
		name = feed_name(x->arena, p);
		if (feed_is_item(name)) {
			if (items->length < FEED_ITEMS_MAX)
				read_item(x, p, items);
			else
				x->truncated = true;
		} else if (depth < 4 && (strcmp(name, "channel") == 0 ||
		    strcmp(name, "items") == 0))
			read_feed(x, place, p, items, depth + 1);
		else
			feed_field(x, place, name, p);
	}
}

void
feed_xml_read(struct feed_xml *x, xmlNode *root, struct json *feed,
    struct json *items)
{
	struct feed_place place = { .to = feed };
	const char *lang = x->language;
	char *own, *p;

	read_feed(x, &place, root, items, 0);
	if (json_get(feed, "language") == NULL) {
		own = (char *)feed_attribute(x->arena, root, "lang");
		for (p = own; *p != '\0'; p++)
			if (*p == '_')
				*p = '-';
		/* A header of several is about readers, not the text. */
		if (*own == '\0' && strchr(lang, ',') == NULL)
			own = arena_text(x->arena, lang);
		feed_put_text(x->arena, feed, "language", own);
	}
	feed_complete(x->arena, feed);
	feed_put_summary(x->arena, feed, "subtitle");
}
