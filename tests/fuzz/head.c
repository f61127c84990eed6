/* Heads that are read hold nothing that ends a line, and valid UTF-8. */
#include "base/utf8.h"
#include "web/head.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	const char *p = (const char *)data;
	size_t blank = head_blank(p, size), end, i;
	struct head h;

	end = head_end(p + blank, size - blank);
	if (end > 0 && head_parse(a, p + blank, end, &h) == 0) {
		HOLDS(head_broken(p + blank, end) == 0);
		HOLDS(*h.target == '/' || *h.target == '*');
		HOLDS(*h.host != '\0' || h.http_1_0);
		HOLDS(strpbrk(h.target, " \r\n") == NULL);
		HOLDS(h.headers.count <= HEAD_LINES_MAX);
		for (i = 0; i < h.headers.count; i++) {
			const char *value = h.headers.item[i].value;

			HOLDS(strpbrk(h.headers.item[i].name,
			    "\r\n :ABCXYZ") == NULL);
			HOLDS(strpbrk(value, "\r\n") == NULL);
			HOLDS(utf8_valid(value, strlen(value)));
		}
	}
	arena_free(a);
	return (0);
}
