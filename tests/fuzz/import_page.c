/* Any bytes as a page: an item of valid UTF-8 or a fault; its addresses can be
 * changed, and what comes out can be cleaned. */
#include "base/utf8.h"
#include "fuzz.h"
#include "html/clean.h"
#include "html/import.h"

static const char *
address(void *arg, enum import_place place, const char *url)
{
	size_t *count = arg;

	(void)place;
	HOLDS(utf8_valid(url, strlen(url)));
	return (++*count % 3 == 0 ? NULL : *count % 3 == 1 ? "" : "/media/x");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	struct fault f = { .err = ERR_OK };
	struct buf moved = { 0 }, clean = { 0 };
	struct json *item = NULL;
	size_t count = 0;
	const char *body;

	if (import_page((const char *)data, size, a, &item, &f) != ERR_OK)
		HOLDS(f.name != NULL);
	else {
		body = json_get_text(item, "body", NULL);
		HOLDS(body != NULL && utf8_valid(body, strlen(body)));
		if (import_addresses(body, strlen(body), address, &count,
		    &moved, &f) == ERR_OK) {
			HOLDS(utf8_valid(buf_string(&moved), moved.length));
			(void)html_clean(buf_string(&moved), moved.length,
			    NULL, &clean, NULL, &f);
		}
	}
	buf_cleanup(&moved);
	buf_cleanup(&clean);
	arena_free(a);
	return (0);
}
