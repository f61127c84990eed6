/* Any bytes as an export of WordPress: items of valid UTF-8, each with a key,
 * or a fault before the first of them. */
#include "base/utf8.h"
#include "fuzz.h"
#include "html/import.h"

static enum err
check(void *arg, struct arena *a, struct json *item)
{
	size_t *count = arg;
	struct buf b = { 0 };

	(void)a;
	++*count;
	HOLDS(*json_get_text(item, "key", "") != '\0');
	HOLDS(json_get_text(item, "body", NULL) != NULL);
	json_write(&b, item);
	HOLDS(utf8_valid(buf_string(&b), b.length));
	buf_cleanup(&b);
	return (ERR_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	struct fault f = { .err = ERR_OK };
	struct json *left = NULL;
	size_t count = 0;
	FILE *file = size > 0 ? fmemopen((void *)data, size, "r") : NULL;

	if (file != NULL) {
		if (import_wxr(file, a, check, &count, &left, &f) != ERR_OK)
			HOLDS(count == 0 && f.name != NULL);
		fclose(file);
	}
	arena_free(a);
	return (0);
}
