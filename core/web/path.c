/* Request targets: see path.h. */
#include "web/path.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/url.h"
#include "base/utf8.h"

/* C0, DEL, C1, and the backslash, which some take for a slash. */
static bool
characters_fit(const char *p, size_t length)
{
	const char *end = p + length;
	uint32_t c;

	while (p < end) {
		c = utf8_next(&p, end);
		if (c == UTF8_BAD || c < 0x20 || (c >= 0x7F && c < 0xA0) ||
		    c == '\\')
			return (false);
	}
	return (true);
}

static bool
segments_fit(const char *path)
{
	size_t length;

	for (; *path == '/'; path += length) {
		path++;
		length = strcspn(path, "/");
		if ((length == 0 && *path == '/') ||
		    (length == 1 && path[0] == '.') ||
		    (length == 2 && path[0] == '.' && path[1] == '.'))
			return (false);
	}
	return (*path == '\0');
}

/* An escaped slash would move the borders of segments. */
static bool
has_escaped_slash(const char *p, size_t length)
{
	const char *end = p + length;

	while ((p = memchr(p, '%', (size_t)(end - p))) != NULL) {
		if (end - p > 2 && p[1] == '2' && (p[2] | 0x20) == 'f')
			return (true);
		p++;
	}
	return (false);
}

enum err
path_parse(struct arena *a, const char *target, const char **path,
    const char **query, struct fault *f)
{
	size_t decoded, length = strcspn(target, "?#");
	char *text;

	if (length > 3 * PATH_LENGTH_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "path.long", NULL, NULL));
	text = arena_copy(a, target, length);
	if (target[0] != '/' || target[length] == '#' ||
	    has_escaped_slash(target, length) ||
	    !url_decode(text, text, length, false, &decoded))
		return (fault_set(f, ERR_SYNTAX, "path.bad", NULL, NULL));
	text[decoded] = '\0';
	if (decoded > PATH_LENGTH_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "path.long", NULL, NULL));
	if (!characters_fit(text, decoded) || !segments_fit(text))
		return (fault_set(f, ERR_SYNTAX, "path.bad", NULL, NULL));
	*path = text;
	*query = target[length] == '?' ? target + length + 1 : "";
	return (ERR_OK);
}
