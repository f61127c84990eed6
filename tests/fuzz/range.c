/* The first byte is the size of the file, the rest the header.  What is served
 * lies within the file. */
#include "base/arena.h"
#include "web/range.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	const char *header;
	uint64_t offset, length;

	if (size == 0)
		return (0);
	a = arena_alloc();
	header = arena_copy(a, data + 1, size - 1);
	switch (range_parse(header, data[0], &offset, &length)) {
	case RANGE_PART:
		HOLDS(length > 0 && length <= data[0] &&
		    offset <= data[0] - length);
		break;
	case RANGE_WHOLE:
		HOLDS(offset == 0 && length == data[0]);
		break;
	case RANGE_OUTSIDE:
		break;
	}
	range_fits(header, "\"a\"", 0);
	arena_free(a);
	return (0);
}
