/* A path that was taken has one reading: no dots, no double slash, and it
 * comes back when each segment is escaped again. */
#include "base/url.h"
#include "web/path.h"
#include "fuzz.h"

static void
check(struct arena *a, const char *path)
{
	struct buf b = { 0 };
	const char *segment, *again, *query;
	size_t length;

	HOLDS(path[0] == '/' && strstr(path, "//") == NULL);
	HOLDS(strstr(path, "/../") == NULL && strstr(path, "/./") == NULL);
	HOLDS(strpbrk(path, "\\\r\n") == NULL);
	for (segment = path; *segment == '/'; segment += length) {
		buf_char(&b, '/');
		segment++;
		length = strcspn(segment, "/");
		url_component(&b, arena_copy(a, segment, length));
	}
	HOLDS(path_parse(a, buf_string(&b), &again, &query, NULL) == ERR_OK);
	HOLDS(strcmp(path, again) == 0);
	buf_cleanup(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	const char *path, *query;

	if (path_parse(a, arena_copy(a, data, size), &path, &query, NULL) ==
	    ERR_OK)
		check(a, path);
	arena_free(a);
	return (0);
}
