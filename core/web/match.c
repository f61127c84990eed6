/* Patterns of routes against paths: see route.h. */
#include <ctype.h>
#include <string.h>

#include "web/route.h"

#define ROUTE_DIGITS_MAX 18

struct capture {
	const char	*name;
	size_t		name_length;
	bool		digits, many;
	const char	*behind;	/* the pattern after "}" */
};

static void
capture_read(const char *open, struct capture *c)
{
	const char *end = strchr(open, '}');

	c->name = open + 1;
	c->name_length = strcspn(open + 1, ":*}");
	c->digits = open[1 + c->name_length] == ':';
	c->many = open[1 + c->name_length] == '*';
	c->behind = end + 1;
}

static bool	match_from(struct arena *, const char *, const char *,
		    struct pairs *);

/* The capture takes `length` bytes: does the rest match? */
static bool
match_with(struct arena *a, const struct capture *c, const char *path,
    size_t length, struct pairs *params)
{
	size_t at = params->count;

	pairs_add(a, params, arena_copy(a, c->name, c->name_length),
	    arena_copy(a, path, length));
	if (match_from(a, c->behind, path + length, params))
		return (true);
	params->count = at;
	return (false);
}

static bool
match_capture(struct arena *a, const struct capture *c, const char *path,
    struct pairs *params)
{
	size_t length;

	if (c->digits) {
		length = strspn(path, "0123456789");
		return (length > 0 && length <= ROUTE_DIGITS_MAX &&
		    match_with(a, c, path, length, params));
	}
	if (!c->many) {
		length = strcspn(path, "/");
		return (length > 0 && match_with(a, c, path, length, params));
	}
	/* Many segments: as many as leave a match for what is behind. */
	for (length = strlen(path); length > 0; length--)
		if ((path[length] == '/' || path[length] == '\0') &&
		    path[length - 1] != '/' &&
		    match_with(a, c, path, length, params))
			return (true);
	return (false);
}

static bool
match_from(struct arena *a, const char *pattern, const char *path,
    struct pairs *params)
{
	struct capture c;

	for (; *pattern != '{'; pattern++, path++) {
		if (*pattern != *path)
			return (false);
		if (*pattern == '\0')
			return (true);
	}
	capture_read(pattern, &c);
	return (match_capture(a, &c, path, params));
}

bool
route_match(struct arena *a, const char *pattern, const char *path,
    struct pairs *params)
{
	params->count = 0;
	return (match_from(a, pattern, path, params));
}
