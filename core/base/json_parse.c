/*
 * Text to values: see json.h.  The text is checked to be UTF-8 first, so that
 * the rest may copy it as it is.  Recursion ends at JSON_DEPTH_MAX.
 */
#include "base/json_plain.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

#define JSON_NUMBER_MAX 400	/* characters; more digits mean nothing */

struct parser {
	struct arena	*arena;
	const char	*at, *end;
	size_t		depth, values;
	const char	*bad_name;	/* of a member that may not be */
};

static void
skip_space(struct parser *p)
{
	while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' ||
	    *p->at == '\r' || *p->at == '\t'))
		p->at++;
}

static bool
take(struct parser *p, char c)
{
	if (p->at == p->end || *p->at != c)
		return (false);
	p->at++;
	return (true);
}

static bool
take_word(struct parser *p, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(p->end - p->at) < length ||
	    memcmp(p->at, word, length) != 0)
		return (false);
	p->at += length;
	return (true);
}

static bool
take_digits(struct parser *p)
{
	const char *from = p->at;

	while (p->at < p->end && *p->at >= '0' && *p->at <= '9')
		p->at++;
	return (p->at > from);
}

static struct json *
parse_number(struct parser *p)
{
	const char *from = p->at;
	char text[JSON_NUMBER_MAX + 1];
	bool real = false;
	long long integer;
	double value;
	size_t length;

	take(p, '-');
	if (!take(p, '0') && !take_digits(p))
		return (NULL);
	if (take(p, '.')) {
		real = true;
		if (!take_digits(p))
			return (NULL);
	}
	if (take(p, 'e') || take(p, 'E')) {
		real = true;
		if (!take(p, '+'))
			take(p, '-');
		if (!take_digits(p))
			return (NULL);
	}
	length = (size_t)(p->at - from);
	if (length > JSON_NUMBER_MAX)
		return (NULL);
	memcpy(text, from, length);
	text[length] = '\0';
	errno = 0;
	integer = real ? 0 : strtoll(text, NULL, 10);
	if (!real && errno == 0)
		return (json_int(p->arena, integer));
	value = strtod(text, NULL);
	return (isfinite(value) ? json_real(p->arena, value) : NULL);
}

/* Four hex digits; UTF8_BAD where there are none. */
static uint32_t
parse_hex(struct parser *p)
{
	uint32_t c = 0;
	int i;

	for (i = 0; i < 4; i++, p->at++) {
		if (p->at == p->end)
			return (UTF8_BAD);
		c <<= 4;
		if (*p->at >= '0' && *p->at <= '9')
			c |= (uint32_t)(*p->at - '0');
		else if ((*p->at | 0x20) >= 'a' && (*p->at | 0x20) <= 'f')
			c |= (uint32_t)((*p->at | 0x20) - 'a' + 10);
		else
			return (UTF8_BAD);
	}
	return (c);
}

/* What stands behind "\u"; a surrogate needs its other half. */
static uint32_t
parse_unicode(struct parser *p)
{
	uint32_t low, c = parse_hex(p);

	if (c == UTF8_BAD || c < 0xD800 || c > 0xDFFF)
		return (c);
	if (c > 0xDBFF || !take(p, '\\') || !take(p, 'u'))
		return (UTF8_BAD);
	low = parse_hex(p);
	if (low == UTF8_BAD || low < 0xDC00 || low > 0xDFFF)
		return (UTF8_BAD);
	return (0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
}

/* What stands behind a backslash. */
static uint32_t
parse_escape(struct parser *p)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *which;

	if (p->at == p->end || *p->at == '\0')
		return (UTF8_BAD);
	if (take(p, 'u'))
		return (parse_unicode(p));
	which = strchr(from, *p->at);
	if (which == NULL)
		return (UTF8_BAD);
	p->at++;
	return ((unsigned char)to[which - from]);
}

/* One with escapes, none of which makes a text longer than its source. */
static char *
parse_escaped(struct parser *p, size_t *length)
{
	const char *quote = p->at, *run;
	char *text, *to;
	uint32_t c;

	while (quote < p->end && *quote != '"')
		quote += *quote == '\\' && quote + 1 < p->end ? 2 : 1;
	if (quote == p->end) {
		p->at = p->end;
		return (NULL);
	}
	to = text = arena_get(p->arena, (size_t)(quote - p->at) + 1);
	while (*p->at != '"') {
		if ((unsigned char)*p->at < 0x20)
			return (NULL);
		for (run = p->at; *run != '"' && *run != '\\' &&
		    (unsigned char)*run >= 0x20; run++)
			continue;
		if (run > p->at) {
			to = mempcpy(to, p->at, (size_t)(run - p->at));
			p->at = run;
			continue;
		}
		p->at++;
		if ((c = parse_escape(p)) == UTF8_BAD)
			return (NULL);
		to += utf8_put(to, c);
	}
	p->at++;
	*length = (size_t)(to - text);
	*to = '\0';
	return (text);
}

/* Behind the opening quote.  Most are plain up to the closing one. */
static char *
parse_text(struct parser *p, size_t *length)
{
	size_t plain = json_plain(p->at, (size_t)(p->end - p->at));
	char *text;

	if (p->at + plain == p->end || p->at[plain] != '"')
		return (parse_escaped(p, length));
	text = arena_copy(p->arena, p->at, plain);
	p->at += plain + 1;
	*length = plain;
	return (text);
}

static int
by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return (strcmp(*x, *y));
}

/* Which of two equal members is meant, programs answer differently, and what
 * one checks another might then not use. */
static const char *
repeated_name(const struct json *object)
{
	const char **names = must_alloc(object->length * sizeof(char *));
	const char *repeated = NULL;
	size_t i, count = 0;

	json_each(item, object)
		names[count++] = item->name;
	qsort(names, count, sizeof(char *), by_name);
	for (i = 1; i < count && repeated == NULL; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			repeated = names[i];
	free(names);
	return (repeated);
}

static struct json *parse_value(struct parser *);

static struct json *
parse_array(struct parser *p)
{
	struct json *item, *array = json_array(p->arena);

	skip_space(p);
	if (take(p, ']'))
		return (array);
	do {
		if ((item = parse_value(p)) == NULL)
			return (NULL);
		json_add(array, item);
		skip_space(p);
	} while (take(p, ','));
	return (take(p, ']') ? array : NULL);
}

static struct json *
parse_object(struct parser *p)
{
	struct json *item, *object = json_object(p->arena);
	const char *name;
	size_t length;

	skip_space(p);
	if (take(p, '}'))
		return (object);
	do {
		skip_space(p);
		if (!take(p, '"') || (name = parse_text(p, &length)) == NULL)
			return (NULL);
		if (strlen(name) != length)
			p->bad_name = name;
		skip_space(p);
		if (!take(p, ':') || (item = parse_value(p)) == NULL)
			return (NULL);
		item->name = name;
		json_add(object, item);
		skip_space(p);
	} while (take(p, ','));
	if (!take(p, '}'))
		return (NULL);
	if (p->bad_name == NULL && object->length > 1)
		p->bad_name = repeated_name(object);
	return (object);
}

static struct json *
parse_nested(struct parser *p, bool object)
{
	struct json *v;

	if (p->depth == JSON_DEPTH_MAX)
		return (NULL);
	p->at++;
	p->depth++;
	v = object ? parse_object(p) : parse_array(p);
	p->depth--;
	return (v);
}

static struct json *
parse_string(struct parser *p)
{
	struct json *v = json_null(p->arena);

	p->at++;
	v->type = JSON_STRING;
	v->text = parse_text(p, &v->length);
	return (v->text != NULL ? v : NULL);
}

static struct json *
parse_value(struct parser *p)
{
	skip_space(p);
	if (p->at == p->end || p->values++ == JSON_VALUES_MAX)
		return (NULL);
	switch (*p->at) {
	case '{':
		return (parse_nested(p, true));
	case '[':
		return (parse_nested(p, false));
	case '"':
		return (parse_string(p));
	case 't':
		return (take_word(p, "true") ?
		    json_bool(p->arena, true) : NULL);
	case 'f':
		return (take_word(p, "false") ?
		    json_bool(p->arena, false) : NULL);
	case 'n':
		return (take_word(p, "null") ? json_null(p->arena) : NULL);
	default:
		return (parse_number(p));
	}
}

enum err
json_parse(struct arena *a, const char *text, size_t length, struct json **out,
    struct fault *f)
{
	struct parser p = { .arena = a, .at = text, .end = text + length };
	const char *next = text;
	struct json *v;

	*out = NULL;
	if (!utf8_valid(text, length)) {
		while (utf8_next(&next, p.end) != UTF8_BAD)
			p.at = next;
		goto bad;
	}
	if ((v = parse_value(&p)) == NULL)
		goto bad;
	skip_space(&p);
	if (p.at < p.end)
		goto bad;
	if (p.bad_name != NULL)
		return (fault_set(f, ERR_INPUT, "json.name", p.bad_name, NULL));
	*out = v;
	return (ERR_OK);
bad:
	return (fault_set(f, ERR_SYNTAX, "json.bad", NULL, "%zu",
	    (size_t)(p.at - text)));
}
