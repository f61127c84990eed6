/* Fields of a feed or an item, in the shape that feed.h promises. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "html/clean.h"
#include "html/feed_inside.h"
#include "html/text.h"

#define FEED_TITLE_MAX 500	/* characters of title_text made from HTML */
#define FEED_BEGINNING_MAX 40	/* of a text that stands for a title */

/* The array of that name, made where it isn't there; NULL: it is full. */
static struct json *
list_of(struct arena *a, struct json *to, const char *name)
{
	struct json *list = (struct json *)json_get(to, name);

	if (list == NULL)
		list = json_put(to, name, json_array(a));
	return (list->length < FEED_PARTS_MAX ? list : NULL);
}

void
feed_put_text(struct arena *a, struct json *to, const char *name,
    const char *text)
{
	if (text != NULL && *text != '\0')
		json_put_text(a, to, name, text);
}

void
feed_put_date(struct arena *a, struct json *to, const char *name,
    const char *text, long zone)
{
	struct time_parts t;
	int64_t at;

	if (!feed_date(text, zone, &at) || at < -62135596800 || at > 253402300799)
		return;
	time_split(at, 0, &t);
	json_put_text(a, to, name, arena_printf(a,
	    "%04d-%02d-%02dT%02d:%02d:%02dZ", t.year, t.month, t.day, t.hour,
	    t.minute, t.second));
}

void
feed_put_link(struct arena *a, struct json *to, const char *base,
    const char *url)
{
	struct buf whole = { 0 };

	feed_url(base, url, &whole);
	feed_put_text(a, to, "link", buf_string(&whole));
	buf_cleanup(&whole);
}

void
feed_add_category(struct arena *a, struct json *to, const char *text)
{
	struct json *list;

	json_each(known, json_get(to, "categories"))
		if (strcmp(known->text, text) == 0)
			return;
	if (*text != '\0' && (list = list_of(a, to, "categories")) != NULL)
		json_add(list, json_string(a, text));
}

void
feed_add_author(struct arena *a, struct json *to, const char *name,
    const char *email, const char *url)
{
	struct json *list = list_of(a, to, "authors"), *one;

	if (list == NULL)
		return;
	one = json_add(list, json_object(a));
	feed_put_text(a, one, "name", name);
	feed_put_text(a, one, "email", email);
	feed_put_text(a, one, "url", url);
}

void
feed_add_enclosure(struct arena *a, struct json *to, const char *href,
    const char *type, const char *length)
{
	struct json *list, *one;

	if (*href == '\0' || (list = list_of(a, to, "enclosures")) == NULL)
		return;
	one = json_add(list, json_object(a));
	feed_put_text(a, one, "type", type);
	feed_put_text(a, one, "href", href);
	feed_put_text(a, one, "length", length);
}

void
feed_put_value(struct arena *a, struct json *to, const char *name,
    const char *text, bool html)
{
	if (*text == '\0')
		return;
	json_put_text(a, to, name, text);
	json_put_text(a, to, arena_printf(a, "%s_type", name),
	    html ? "html" : "text");
}

void
feed_put_title(struct arena *a, struct json *to, const char *title, bool html)
{
	struct buf clean = { 0 }, text = { 0 };

	if (*title == '\0')
		return;
	json_put_text(a, to, "title", title);
	if (!html)
		json_put_text(a, to, "title_text", title);
	else if (html_clean(title, strlen(title), NULL, &clean, NULL, NULL) ==
	    ERR_OK) {
		html_summary(buf_string(&clean), clean.length,
		    FEED_TITLE_MAX, &text);
		feed_put_text(a, to, "title_text", buf_string(&text));
	}
	buf_cleanup(&clean);
	buf_cleanup(&text);
}

static void
put_author(struct arena *a, struct json *to)
{
	const struct json *authors = json_get(to, "authors");
	const char *name, *email;

	if (authors == NULL || authors->last == NULL ||
	    json_get(to, "author") != NULL)
		return;
	name = json_get_text(authors->last, "name", "");
	email = json_get_text(authors->last, "email", "");
	if (*name != '\0' && *email != '\0')
		name = arena_printf(a, "%s (%s)", name, email);
	else if (*name == '\0')
		name = email;
	feed_put_text(a, to, "author", name);
}

/* The first words of an item without a title. */
static void
put_beginning(struct arena *a, struct json *to)
{
	const char *name = json_get(to, "content") != NULL ? "content" :
	    "summary", *text = json_get_text(to, name, ""), *p;
	struct buf html = { 0 }, out = { 0 };

	if (strcmp(json_get_text(to, arena_printf(a, "%s_type", name), ""),
	    "html") == 0)
		(void)html_clean(text, strlen(text), NULL, &html, NULL, NULL);
	else
		for (p = text; *p != '\0'; p++)
			if (*p == '<' || *p == '&')
				buf_text(&html, *p == '<' ? "&lt;" : "&amp;");
			else
				buf_char(&html, *p);
	html_summary(buf_string(&html), html.length, FEED_BEGINNING_MAX, &out);
	feed_put_text(a, to, "beginning", buf_string(&out));
	buf_cleanup(&html);
	buf_cleanup(&out);
}

void
feed_complete(struct arena *a, struct json *to)
{
	put_author(a, to);
	if (json_get(to, "updated") == NULL)
		feed_put_text(a, to, "updated",
		    json_get_text(to, "published", NULL));
}

void
feed_complete_item(struct arena *a, struct json *to)
{
	feed_complete(a, to);
	if (*json_get_text(to, "title_text", "") == '\0')
		put_beginning(a, to);
}

void
feed_put_summary(struct arena *a, struct json *to, const char *from)
{
	const char *type = arena_printf(a, "%s_type", from);

	if (json_get(to, "summary") == NULL)
		feed_put_value(a, to, "summary", json_get_text(to, from, ""),
		    strcmp(json_get_text(to, type, ""), "html") == 0);
}
