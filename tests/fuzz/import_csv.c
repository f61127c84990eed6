/* Any bytes as a table: items of valid UTF-8 in the order of their lines, each
 * with a key or a reason, or a fault. */
#include "base/utf8.h"
#include "fuzz.h"
#include "html/import.h"

static enum err
check(void *arg, struct arena *a, struct json *item)
{
	int64_t *last = arg, line = json_get_int(item, "line", 0);
	struct buf b = { 0 };

	(void)a;
	HOLDS(line > *last);
	*last = line;
	HOLDS((json_get(item, "key") != NULL) !=
	    (json_get(item, "refused") != NULL));
	json_write(&b, item);
	HOLDS(utf8_valid(buf_string(&b), b.length));
	buf_cleanup(&b);
	return (ERR_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = { 0 };
	struct fault f = { .err = ERR_OK };
	int64_t last = 0;

	buf_append(&text, data, size);
	if (import_csv(&text, check, &last, &f) != ERR_OK)
		HOLDS(f.name != NULL);
	buf_cleanup(&text);
	return (0);
}
