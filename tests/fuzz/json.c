/* What was read is written, and reads back as the same. */
#include "base/json.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	struct buf once = { 0 }, twice = { 0 };
	struct json *v, *w;
	struct fault f;

	if (json_parse(a, (const char *)data, size, &v, &f) == ERR_OK) {
		json_write(&once, v);
		HOLDS(json_parse(a, once.data, once.length, &w, &f) == ERR_OK);
		json_write(&twice, w);
		HOLDS(once.length == twice.length &&
		    memcmp(once.data, twice.data, once.length) == 0);
		buf_reset(&once);
		buf_reset(&twice);
		json_canonical(&once, v);
		json_canonical(&twice, json_copy(a, w));
		HOLDS(strcmp(once.data, twice.data) == 0);
	} else
		HOLDS(v == NULL && f.name != NULL);
	buf_cleanup(&once);
	buf_cleanup(&twice);
	arena_free(a);
	return (0);
}
