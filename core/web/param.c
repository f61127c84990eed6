/* Parameters of header values: see param.h. */
#include "web/param.h"

#include <string.h>
#include <strings.h>

#include "base/url.h"

#define SPACE " \t"

/* What ends a token (RFC 9110, 5.6.2). */
#define TOKEN_END "()<>@,;:\\\"/[]?={} \t"

static const char *
lower(struct arena *a, const char *p, size_t length)
{
	char *copy = arena_copy(a, p, length), *c;

	for (c = copy; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c |= 0x20;
	return (copy);
}

/* Behind the opening quote; *at moves behind the closing one. */
static const char *
quoted(struct arena *a, const char **at)
{
	const char *s = *at;
	char *text = arena_get(a, strlen(s) + 1), *to = text;

	for (; *s != '"'; s++) {
		if (*s == '\0')
			return (NULL);
		if (*s == '\\' && (s[1] == '"' || s[1] == '\\'))
			s++;
		*to++ = *s;
	}
	*at = s + 1;
	return (text);
}

/* `name=value` at *at, which moves behind it. */
static bool
param_one(struct arena *a, const char **at, struct pairs *params)
{
	const char *name, *value, *s = *at;
	size_t length = strcspn(s, TOKEN_END);

	name = lower(a, s, length);
	s += length;
	s += strspn(s, SPACE);
	if (length == 0 || *s++ != '=' || pairs_get(params, name) != NULL ||
	    params->count == PARAMS_MAX)
		return (false);
	s += strspn(s, SPACE);
	if (*s == '"') {
		s++;
		if ((value = quoted(a, &s)) == NULL)
			return (false);
	} else {
		/* Browsers of old don't quote what has ":" or "/" in it. */
		length = strcspn(s, ";\" \t");
		value = arena_copy(a, s, length);
		s += length;
	}
	pairs_add(a, params, name, value);
	*at = s;
	return (true);
}

bool
param_parse(struct arena *a, const char *text, const char **value,
    struct pairs *params)
{
	const char *s = text + strspn(text, SPACE);
	size_t length = strcspn(s, "; \t");

	memset(params, 0, sizeof(*params));
	*value = lower(a, s, length);
	for (s += length;;) {
		s += strspn(s, SPACE);
		if (*s == '\0')
			return (length > 0);
		if (*s++ != ';')
			return (false);
		s += strspn(s, SPACE ";");
		if (*s != '\0' && !param_one(a, &s, params))
			return (false);
	}
}

const char *
param_extended(struct arena *a, const char *text)
{
	const char *value;

	if (strncasecmp(text, "utf-8'", 6) != 0 ||
	    (value = strchr(text + 6, '\'')) == NULL)
		return (NULL);
	value++;
	return (url_text(a, value, strlen(value), false));
}
