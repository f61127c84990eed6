/* Query strings: see query.h. */
#include "web/query.h"

#include <string.h>

#include "base/url.h"

static enum err
pair_parse(struct arena *a, const char *p, size_t length, struct pairs *out,
    struct fault *f)
{
	const char *equal = memchr(p, '=', length);
	size_t name_length = equal != NULL ? (size_t)(equal - p) : length;
	char *name, *value;

	name = url_text(a, p, name_length, true);
	value = equal == NULL ? arena_text(a, "") :
	    url_text(a, equal + 1, length - name_length - 1, true);
	if (name == NULL || value == NULL)
		return (fault_set(f, ERR_SYNTAX, "query.bad", name, NULL));
	if (strlen(name) > QUERY_NAME_MAX || out->count == QUERY_PAIRS_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "query.large", NULL, NULL));
	pairs_add(a, out, name, value);
	return (ERR_OK);
}

enum err
query_parse(struct arena *a, const char *text, size_t length,
    struct pairs *out, struct fault *f)
{
	const char *end = text + length, *next;
	enum err e;

	if (length > QUERY_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "query.large", NULL, NULL));
	for (; text < end; text = next + 1) {
		next = memchr(text, '&', (size_t)(end - text));
		if (next == NULL)
			next = end;
		if (next == text)
			continue;
		e = pair_parse(a, text, (size_t)(next - text), out, f);
		if (e != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

void
query_write(struct buf *b, const char *name, const char *value)
{
	if (b->length > 0)
		buf_char(b, '&');
	url_component(b, name);
	buf_char(b, '=');
	url_component(b, value);
}
