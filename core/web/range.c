/* Ranges of bytes: see range.h. */
#include "web/range.h"

#include <string.h>
#include <strings.h>

#include "base/time.h"

#define SPACE " \t"

/* Digits at *at; a number too large becomes the largest.  False: no digit. */
static bool
number(const char **at, uint64_t *out)
{
	const char *s = *at;
	uint64_t digit;

	for (*out = 0; *s >= '0' && *s <= '9'; s++) {
		digit = (uint64_t)(*s - '0');
		*out = *out > (UINT64_MAX - digit) / 10 ? UINT64_MAX :
		    *out * 10 + digit;
	}
	if (s == *at)
		return (false);
	*at = s;
	return (true);
}

/* The last `count` bytes. */
static enum range
suffix(uint64_t count, uint64_t size, uint64_t *offset, uint64_t *length)
{
	if (count == 0 || size == 0)
		return (RANGE_OUTSIDE);
	*length = count < size ? count : size;
	*offset = size - *length;
	return (RANGE_PART);
}

static enum range
range_one(const char *s, uint64_t size, uint64_t *offset, uint64_t *length)
{
	uint64_t first = 0, last = UINT64_MAX;
	bool has_first, has_last;

	s += strspn(s, SPACE);
	has_first = number(&s, &first);
	if (*s++ != '-')
		return (RANGE_WHOLE);
	has_last = number(&s, &last);
	s += strspn(s, SPACE);
	if (*s != '\0' || (!has_first && !has_last) ||
	    (has_first && has_last && first > last))
		return (RANGE_WHOLE);
	if (!has_first)
		return (suffix(last, size, offset, length));
	if (first >= size)
		return (RANGE_OUTSIDE);
	if (!has_last || last >= size)
		last = size - 1;
	*offset = first;
	*length = last - first + 1;
	return (RANGE_PART);
}

enum range
range_parse(const char *header, uint64_t size, uint64_t *offset,
    uint64_t *length)
{
	*offset = 0;
	*length = size;
	if (header == NULL || strncasecmp(header, "bytes=", 6) != 0)
		return (RANGE_WHOLE);
	return (range_one(header + 6, size, offset, length));
}

bool
range_fits(const char *if_range, const char *etag, int64_t modified)
{
	int64_t date;

	if (if_range == NULL)
		return (true);
	if (*if_range == '"')
		return (etag != NULL && strcmp(if_range, etag) == 0);
	return (time_parse_http(if_range, &date) && date == modified);
}
