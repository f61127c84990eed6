/* Any bytes as an office document: bounded text of valid UTF-8. */
#include "base/utf8.h"
#include "fuzz.h"
#include "html/office.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out = { 0 };
	struct fault f = { .err = ERR_OK };

	(void)office_text(data, size, &out, &f);
	HOLDS(out.length <= OFFICE_TEXT_MAX);
	HOLDS(utf8_valid(buf_string(&out), out.length));
	buf_cleanup(&out);
	return (0);
}
