/* Pages in traditional characters: any bytes come out, and what is ASCII comes
 * out as it was but for the language. */
#include "fuzz.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "html/traditional.h"

/* "lang", in any case. */
static bool
says_language(const uint8_t *data, size_t size)
{
	size_t i;

	for (i = 0; i + 4 <= size; i++)
		if (strncasecmp((const char *)data + i, "lang", 4) == 0)
			return (true);
	return (false);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const keep[] = { "/media/", "/desk", NULL };
	struct buf out = { 0 };
	struct fault f;
	size_t i, ascii = 0;
	enum err e;

	for (i = 0; i < size; i++)
		ascii += data[i] < 0x80;
	e = html_traditional((const char *)data, size, "", keep, &out, &f);
	if (e == ERR_OK && ascii == size && !says_language(data, size) &&
	    (out.length != size || (size > 0 &&
	    memcmp(out.data, data, size) != 0)))
		__builtin_trap();
	if (e != ERR_OK && utf8_valid((const char *)data, size))
		__builtin_trap();
	buf_cleanup(&out);
	return (0);
}
