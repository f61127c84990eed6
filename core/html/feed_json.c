/* JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). */
#include <string.h>

#include "html/feed_inside.h"

static const char *
text_of(const struct json *o, const char *name)
{
	return (json_get_text(o, name, ""));
}

static void
put_markup(struct arena *a, struct json *to, const char *name,
    const char *html, const char *base)
{
	struct buf out = { 0 };

	feed_markup(html, strlen(html), base, &out);
	feed_put_value(a, to, name, buf_string(&out), true);
	buf_cleanup(&out);
}

static void
put_authors(struct arena *a, struct json *to, const struct json *from)
{
	const struct json *one = json_get(from, "author");

	if (one != NULL && one->type == JSON_OBJECT)
		feed_add_author(a, to, text_of(one, "name"), NULL,
		    text_of(one, "url"));
	one = json_get(from, "authors");
	if (one == NULL || one->type != JSON_ARRAY)
		return;
	json_each(author, one)
		if (author->type == JSON_OBJECT)
			feed_add_author(a, to, text_of(author, "name"), NULL,
			    text_of(author, "url"));
}

static void
put_enclosures(struct arena *a, struct json *to, const struct json *list,
    const char *base)
{
	if (list == NULL || list->type != JSON_ARRAY)
		return;
	json_each(one, list) {
		int64_t size = json_get_int(one, "size_in_bytes", -1);
		struct buf url = { 0 };

		if (one->type != JSON_OBJECT)
			continue;
		feed_url(base, text_of(one, "url"), &url);
		feed_add_enclosure(a, to, buf_string(&url),
		    text_of(one, "mime_type"), size < 0 ? "" :
		    arena_printf(a, "%lld", (long long)size));
		buf_cleanup(&url);
	}
}

/* Ids are texts; many write a number, and mean its digits. */
static const char *
id_of(struct arena *a, const struct json *from)
{
	const struct json *id = json_get(from, "id");

	if (id != NULL && id->type == JSON_INT)
		return (arena_printf(a, "%lld", (long long)id->integer));
	return (text_of(from, "id"));
}

static void
read_item(struct arena *a, const struct json *from,
    const struct feed_source *source, struct json *to)
{
	const char *base = source->url != NULL ? source->url : "";
	const struct json *tags = json_get(from, "tags");
	const char *url = text_of(from, "url");

	feed_put_text(a, to, "id", id_of(a, from));
	feed_put_title(a, to, text_of(from, "title"), false);
	if (*url != '\0' || *text_of(from, "external_url") != '\0')
		feed_put_link(a, to, base, *url != '\0' ? url :
		    text_of(from, "external_url"));
	feed_put_date(a, to, "published", text_of(from, "date_published"),
	    source->zone);
	feed_put_date(a, to, "updated", text_of(from, "date_modified"),
	    source->zone);
	feed_put_value(a, to, "summary", text_of(from, "summary"), false);
	if (*text_of(from, "content_html") != '\0')
		put_markup(a, to, "content", text_of(from, "content_html"),
		    base);
	else
		feed_put_value(a, to, "content", text_of(from, "content_text"),
		    false);
	put_authors(a, to, from);
	put_enclosures(a, to, json_get(from, "attachments"), base);
	if (tags != NULL && tags->type == JSON_ARRAY)
		json_each(tag, tags)
			if (tag->type == JSON_STRING)
				feed_add_category(a, to, tag->text);
	feed_complete_item(a, to);
	feed_put_summary(a, to, "content");
}

static void
read_feed(struct arena *a, const struct json *from, const char *base,
    struct json *to)
{
	const struct json *hubs = json_get(from, "hubs");

	feed_put_text(a, to, "id", text_of(from, "feed_url"));
	feed_put_title(a, to, text_of(from, "title"), false);
	feed_put_link(a, to, base, text_of(from, "home_page_url"));
	feed_put_value(a, to, "subtitle", text_of(from, "description"), false);
	feed_put_text(a, to, "language", text_of(from, "language"));
	feed_put_text(a, to, "self", text_of(from, "feed_url"));
	feed_put_text(a, to, "next", text_of(from, "next_url"));
	if (hubs != NULL && hubs->type == JSON_ARRAY && hubs->first != NULL)
		feed_put_text(a, to, "hub", text_of(hubs->first, "url"));
	put_authors(a, to, from);
	feed_complete(a, to);
	feed_put_summary(a, to, "subtitle");
}

enum err
feed_json(struct arena *a, const struct buf *text,
    const struct feed_source *source, struct json **out, struct fault *f)
{
	const struct json *items;
	struct json *from, *list, *o;
	const char *version;

	if (json_parse(a, buf_string(text), text->length, &from, f) != ERR_OK)
		return (fault_set(f, ERR_INPUT, "feed.unknown", NULL, NULL));
	version = text_of(from, "version");
	items = json_get(from, "items");
	if (strstr(version, "jsonfeed.org/version/") == NULL &&
	    (items == NULL || items->type != JSON_ARRAY))
		return (fault_set(f, ERR_INPUT, "feed.unknown", NULL, NULL));
	*out = o = json_object(a);
	json_put_text(a, o, "version", strstr(version, "/version/1.1") != NULL ?
	    "json11" : "json1");
	read_feed(a, from, source->url != NULL ? source->url : "",
	    json_put(o, "feed", json_object(a)));
	list = json_put(o, "items", json_array(a));
	if (items == NULL || items->type != JSON_ARRAY)
		return (ERR_OK);
	json_each(item, items) {
		if (list->length == FEED_ITEMS_MAX) {
			json_put_bool(a, o, "truncated", true);
			break;
		}
		if (item->type == JSON_OBJECT)
			read_item(a, item, source, json_add(list,
			    json_object(a)));
	}
	return (ERR_OK);
}
