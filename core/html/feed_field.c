/*
 * What each element of a feed or an item says.  Where an element of the
 * feed's own vocabulary and one of an extension (dc:, itunes:, media:) name
 * the same field, the own one counts, wherever it stands.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"

enum kind {
	TITLE, SUMMARY, SUBTITLE, CONTENT, PUBLISHED, UPDATED, AUTHOR, ID,
	GUID, LINK, ENCLOSURE, MEDIA, MEDIA_TEXT, CATEGORY, KEYWORDS, LANGUAGE,
	OWNER
};

static const struct field {
	const char	*name;
	enum kind	kind;
	const char	*type;	/* of its text, where nothing is said */
} fields[] = {
	{ "title", TITLE, "text/plain" },
	{ "dc:title", TITLE, "text/plain" },
	{ "media:title", TITLE, "text/plain" },
	{ "itunes:title", TITLE, "text/plain" },
	{ "description", SUMMARY, "text/html" },
	{ "dc:description", SUMMARY, "text/html" },
	{ "abstract", SUMMARY, "text/html" },
	{ "summary", SUMMARY, "text/plain" },
	{ "itunes:summary", SUMMARY, "text/plain" },
	{ "subtitle", SUBTITLE, "text/plain" },
	{ "tagline", SUBTITLE, "text/plain" },
	{ "itunes:subtitle", SUBTITLE, "text/plain" },
	{ "content", CONTENT, "text/plain" },
	{ "content:encoded", CONTENT, "text/html" },
	{ "fullitem", CONTENT, "text/html" },
	{ "body", CONTENT, "application/xhtml+xml" },
	{ "xhtml:body", CONTENT, "application/xhtml+xml" },
	{ "published", PUBLISHED, NULL },
	{ "pubdate", PUBLISHED, NULL },
	{ "issued", PUBLISHED, NULL },
	{ "dcterms:issued", PUBLISHED, NULL },
	{ "updated", UPDATED, NULL },
	{ "modified", UPDATED, NULL },
	{ "lastbuilddate", UPDATED, NULL },
	{ "dc:date", UPDATED, NULL },
	{ "dcterms:modified", UPDATED, NULL },
	{ "author", AUTHOR, NULL },
	{ "managingeditor", AUTHOR, NULL },
	{ "dc:author", AUTHOR, NULL },
	{ "dc:creator", AUTHOR, NULL },
	{ "itunes:author", AUTHOR, NULL },
	{ "id", ID, NULL },
	{ "guid", GUID, NULL },
	{ "link", LINK, NULL },
	{ "enclosure", ENCLOSURE, NULL },
	{ "media:content", MEDIA, NULL },
	{ "media:description", MEDIA_TEXT, "text/plain" },
	{ "itunes:owner", OWNER, NULL },
	{ "category", CATEGORY, NULL },
	{ "itunes:category", CATEGORY, NULL },
	{ "dc:subject", CATEGORY, NULL },
	{ "itunes:keywords", KEYWORDS, NULL },
	{ "language", LANGUAGE, NULL },
	{ "dc:language", LANGUAGE, NULL },
};

/* The words in it, in the arena. */
static char *
text_of(const struct feed_xml *x, xmlNode *node)
{
	struct buf text = { 0 };
	char *copy;

	feed_plain(node, &text);
	copy = arena_text(x->arena, buf_string(&text));
	buf_cleanup(&text);
	return (copy);
}

static void
put_title(const struct feed_xml *x, struct feed_place *place,
    const struct field *field, xmlNode *node)
{
	struct feed_value value = { 0 };

	feed_value(x, node, field->type, &value);
	feed_put_title(x->arena, place->to, buf_string(&value.text),
	    value.html);
	buf_cleanup(&value.text);
}

/* A second summary of an item is its content, as many feeds have it. */
static void
put_text(const struct feed_xml *x, struct feed_place *place,
    const struct field *field, xmlNode *node)
{
	struct feed_value value = { 0 };
	const char *name = "summary", *other = "content";

	feed_value(x, node, field->type, &value);
	place->summary = place->summary || field->kind == SUMMARY;
	if (field->kind == CONTENT)
		name = "content", other = NULL;
	else if (!place->item)
		name = "subtitle", other = NULL;
	else if (field->kind == SUBTITLE)
		name = "subtitle", other = NULL;
	if (json_get(place->to, name) == NULL)
		other = NULL;
	else if (other == NULL && name[0] == 'c')
		name = "";		/* the first content counts */
	if (other != NULL && json_get(place->to, other) != NULL)
		name = "";
	else if (other != NULL)
		name = other;
	if (*name != '\0')
		feed_put_value(x->arena, place->to, name,
		    buf_string(&value.text), value.html);
	buf_cleanup(&value.text);
}

/* "me@example.com (Name)" and "Name <me@example.com>": the address is cut out
 * of `text`, the name stays in it. */
static char *
address_split(struct arena *a, char *text)
{
	char *at = strchr(text, '@'), *from = at, *to = at, *email;
	size_t length;

	if (at == NULL)
		return (NULL);
	while (from > text && strchr(" \t\n()<>,;\"", from[-1]) == NULL)
		from--;
	while (*to != '\0' && strchr(" \t\n()<>,;\"", *to) == NULL)
		to++;
	if (from == at || to == at + 1)
		return (NULL);
	email = arena_copy(a, from, (size_t)(to - from));
	memmove(from, to, strlen(to) + 1);
	for (from = text, to = text; *from != '\0'; from++)
		if (strchr("()<>\"", *from) == NULL)
			*to++ = *from;
	*to = '\0';
	length = strlen(text);
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
	length = strspn(text, " \t\n");
	memmove(text, text + length, strlen(text + length) + 1);
	return (email);
}

static void
put_author(const struct feed_xml *x, struct feed_place *place, enum kind kind,
    xmlNode *node)
{
	const char *name = "", *email = "", *url = "";
	bool person = false;
	xmlNode *p;
	char *text;

	for (p = node->children; p != NULL; p = p->next) {
		const char *part;

		if (p->type != XML_ELEMENT_NODE)
			continue;
		person = true;
		part = feed_name(x->arena, p);
		part = strchr(part, ':') != NULL ? strchr(part, ':') + 1 : part;
		if (strcmp(part, "name") == 0)
			name = text_of(x, p);
		else if (strcmp(part, "email") == 0)
			email = text_of(x, p);
		else if (strcmp(part, "uri") == 0 || strcmp(part, "url") == 0 ||
		    strcmp(part, "homepage") == 0) {
			struct buf whole = { 0 };

			feed_url(feed_base(x, p), text_of(x, p), &whole);
			url = arena_text(x->arena, buf_string(&whole));
			buf_cleanup(&whole);
		}
	}
	/* The owner's address is for the directory, not for readers. */
	if (kind == OWNER && *name != '\0')
		email = "";
	if (!person) {
		text = text_of(x, node);
		if (*text == '\0')
			return;
		json_put_text(x->arena, place->to, "author", text);
		email = address_split(x->arena, text);
		name = text;
	} else
		json_put_text(x->arena, place->to, "author", *name != '\0' &&
		    *email != '\0' ? arena_printf(x->arena, "%s (%s)", name,
		    email) : *name != '\0' ? name : email);
	feed_add_author(x->arena, place->to, name, email, url);
}

static void
put_id(const struct feed_xml *x, struct feed_place *place, enum kind kind,
    xmlNode *node)
{
	const char *text = text_of(x, node);
	bool address = strncasecmp(text, "http://", 7) == 0 ||
	    strncasecmp(text, "https://", 8) == 0;

	feed_put_text(x->arena, place->to, "id", text);
	if (json_get(place->to, "link") != NULL || !feed_url_safe(text))
		return;
	/* RSS 2.0: a guid is a link unless it says that it is none; Atom's id
	 * is one where there is no other.  A number or a name is never made
	 * an address, which nobody gave. */
	if (kind == GUID && (!address || strcasecmp(
	    feed_attribute(x->arena, node, "isPermaLink"), "false") == 0))
		return;
	if (place->item || address)
		feed_put_text(x->arena, place->to, "link", text);
}

static void
put_link(const struct feed_xml *x, struct feed_place *place, xmlNode *node)
{
	const char *href = feed_attribute(x->arena, node, "href");
	const char *rel = feed_attribute(x->arena, node, "rel");
	const char *type = feed_attribute(x->arena, node, "type");
	struct buf whole = { 0 };

	if (*href == '\0')
		href = text_of(x, node);
	feed_url(feed_base(x, node), href, &whole);
	href = arena_text(x->arena, buf_string(&whole));
	buf_cleanup(&whole);
	if (strcasecmp(rel, "enclosure") == 0 && place->item)
		feed_add_enclosure(x->arena, place->to, href, type,
		    feed_attribute(x->arena, node, "length"));
	else if (strcasecmp(rel, "hub") == 0 || strcasecmp(rel, "self") == 0 ||
	    strcasecmp(rel, "next") == 0) {
		if (!place->item)
			feed_put_text(x->arena, place->to,
			    *rel == 'h' || *rel == 'H' ? "hub" : *rel == 's' ||
			    *rel == 'S' ? "self" : "next", href);
	} else if ((*rel == '\0' || strcasecmp(rel, "alternate") == 0) &&
	    (*type == '\0' || strcasestr(type, "html") != NULL ||
	    strcasecmp(type, "text/plain") == 0))
		feed_put_text(x->arena, place->to, "link", href);
}

static void
put_enclosure(const struct feed_xml *x, struct feed_place *place,
    enum kind kind, xmlNode *node)
{
	const char *url = feed_attribute(x->arena, node, "url");
	struct buf whole = { 0 };

	if (*url == '\0')
		url = feed_attribute(x->arena, node, "href");
	feed_url(feed_base(x, node), url, &whole);
	if (place->item && (kind == ENCLOSURE ||
	    json_get(place->to, "enclosures") == NULL))
		feed_add_enclosure(x->arena, place->to, buf_string(&whole),
		    feed_attribute(x->arena, node, "type"),
		    feed_attribute(x->arena, node, kind == ENCLOSURE ?
		    "length" : "fileSize"));
	buf_cleanup(&whole);
}

static void
put_category(const struct feed_xml *x, struct feed_place *place,
    enum kind kind, xmlNode *node)
{
	const char *term = feed_attribute(x->arena, node, "term");
	char *text, *word, *rest = NULL;

	if (*term == '\0' && kind == CATEGORY)
		term = feed_attribute(x->arena, node, "text");
	if (*term != '\0') {
		feed_add_category(x->arena, place->to, term);
		return;
	}
	text = text_of(x, node);
	if (kind == CATEGORY)
		feed_add_category(x->arena, place->to, text);
	else
		for (word = strtok_r(text, ",", &rest); word != NULL;
		    word = strtok_r(NULL, ",", &rest))
			feed_add_category(x->arena, place->to,
			    word + strspn(word, " \t\n"));
}

static void
put_field(const struct feed_xml *x, struct feed_place *place,
    const struct field *field, xmlNode *node)
{
	switch (field->kind) {
	case TITLE:
		put_title(x, place, field, node);
		break;
	case SUMMARY:
	case SUBTITLE:
	case CONTENT:
		put_text(x, place, field, node);
		break;
	case PUBLISHED:
	case UPDATED:
		feed_put_date(x->arena, place->to, field->kind == UPDATED ?
		    "updated" : "published", text_of(x, node), x->zone);
		break;
	case OWNER:
		if (json_get(place->to, "author") == NULL)
			put_author(x, place, OWNER, node);
		break;
	case AUTHOR:
		put_author(x, place, AUTHOR, node);
		break;
	case ID:
	case GUID:
		put_id(x, place, field->kind, node);
		break;
	case LINK:
		put_link(x, place, node);
		break;
	case ENCLOSURE:
	case MEDIA:
		put_enclosure(x, place, field->kind, node);
		break;
	case MEDIA_TEXT:
		if (place->media == NULL)
			place->media = text_of(x, node);
		break;
	case CATEGORY:
	case KEYWORDS:
		put_category(x, place, field->kind, node);
		break;
	case LANGUAGE:
		feed_put_text(x->arena, place->to, "language",
		    text_of(x, node));
	}
}

void
feed_field(const struct feed_xml *x, struct feed_place *place,
    const char *name, xmlNode *node)
{
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		unsigned bit = 1u << fields[i].kind;
		bool own = strchr(name, ':') == NULL;

		if (strcmp(fields[i].name, name) != 0)
			continue;
		/* One title, one date; of the others there may be many. */
		if (!own && (place->plain & bit) != 0 &&
		    (fields[i].kind == TITLE || fields[i].kind == UPDATED ||
		    fields[i].kind == SUBTITLE))
			return;
		if (own)
			place->plain |= bit;
		put_field(x, place, &fields[i], node);
		return;
	}
}
