/* A year's data, well-formed or not: what a limit says and what is counted
 * afterwards agree. */
#include "base/calendar.h"
#include "fuzz.h"

#define NOON_2026 1767240000	/* 2026-01-01T12:00:00+08:00 */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct calendar *c = calendar_alloc();
	struct fault f;
	int64_t n, end;

	if (calendar_add_year(c, (const char *)data, size, &f) == ERR_OK)
		HOLDS(size > 0);
	for (n = 0; n < 40; n += 7) {
		end = calendar_after(c, NOON_2026, n);
		HOLDS(calendar_between(c, NOON_2026, end) == n);
		HOLDS(n == 0 || calendar_works(c, end));
	}
	calendar_free(c);
	return (0);
}
