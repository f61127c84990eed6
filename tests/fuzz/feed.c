/*
 * Whatever comes in: a feed or a fault, in time; what comes out is valid UTF-8,
 * within its limits, and its links don't act.
 */
#include "base/utf8.h"
#include "fuzz.h"
#include "html/feed.h"

static void
check_text(const struct json *o, const char *name)
{
	const char *text = json_get_text(o, name, "");

	HOLDS(utf8_valid(text, strlen(text)));
	if (strcmp(name, "link") == 0)
		HOLDS(strncasecmp(text, "javascript:", 11) != 0);
}

static void
check(const struct json *o)
{
	static const char *const names[] = { "id", "title", "title_text",
		"link", "published", "updated", "summary", "content", "author",
		"language", "self", "hub", "next" };
	const char *type = json_get_text(o, "content_type", "");
	size_t i;

	if (strcmp(type, "html") == 0)
		HOLDS(strcasestr(json_get_text(o, "content", ""), "<script") ==
		    NULL);

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_text(o, names[i]);
	json_each(part, json_get(o, "enclosures"))
		check_text(part, "href");
	json_each(part, json_get(o, "authors"))
		check_text(part, "name");
	json_each(part, json_get(o, "categories"))
		HOLDS(part->type == JSON_STRING);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed_source from = { .url = "http://example.com/feed/" };
	struct arena *a = arena_alloc();
	struct json *out = NULL;
	struct fault f = { 0 };
	struct buf text = { 0 };

	if (feed_parse(a, (const char *)data, size, &from, &out, &f) ==
	    ERR_OK) {
		HOLDS(json_get(out, "items")->length <= FEED_ITEMS_MAX);
		check(json_get(out, "feed"));
		json_each(item, json_get(out, "items"))
			check(item);
		json_write(&text, out);
	} else
		HOLDS(f.name != NULL);
	buf_cleanup(&text);
	arena_free(a);
	return (0);
}
