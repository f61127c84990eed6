/* Cookies that were read have names and hold nothing that ends a line. */
#include "base/utf8.h"
#include "web/cookie.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	struct pairs p = { 0 };
	const char *line, *value;
	size_t i;

	cookie_parse(a, arena_copy(a, data, size), &p, NULL);
	HOLDS(p.count <= COOKIES_MAX);
	for (i = 0; i < p.count; i++) {
		value = p.item[i].value;
		HOLDS(p.item[i].name[0] != '\0');
		HOLDS(strpbrk(value, "\r\n;") == NULL);
		HOLDS(utf8_valid(value, strlen(value)));
		line = cookie_write(a, p.item[i].name, value, 1, true);
		HOLDS(line == NULL || strpbrk(line, "\r\n") == NULL);
	}
	arena_free(a);
	return (0);
}
