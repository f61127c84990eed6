/* Pairs that were read are written, and read back as the same. */
#include "base/utf8.h"
#include "web/query.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	struct pairs p = { 0 }, q = { 0 };
	struct buf b = { 0 };
	size_t i;

	if (query_parse(a, (const char *)data, size, &p, NULL) == ERR_OK) {
		for (i = 0; i < p.count; i++) {
			HOLDS(utf8_valid(p.item[i].value,
			    strlen(p.item[i].value)));
			query_write(&b, p.item[i].name, p.item[i].value);
		}
		HOLDS(query_parse(a, buf_string(&b), b.length, &q, NULL) ==
		    ERR_OK && q.count == p.count);
		for (i = 0; i < p.count; i++)
			HOLDS(strcmp(p.item[i].name, q.item[i].name) == 0 &&
			    strcmp(p.item[i].value, q.item[i].value) == 0);
	}
	buf_cleanup(&b);
	arena_free(a);
	return (0);
}
