/* Values as text; see json.h.  Floors above may nest as deep as they like:
 * what they nest they have built themselves. */
#include "base/json_plain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/eight.h"

static bool
is_plain(unsigned char c)
{
	return (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F);
}

size_t
json_plain(const char *s, size_t length)
{
	size_t i = 0;
	uint64_t w;

	for (; i + 8 <= length; i += 8) {
		w = eight_read(s + i);
		if ((eight_below(w, 0x20) | eight_is(w, '"') |
		    eight_is(w, '\\') | eight_is(w, 0x7F)) != 0)
			break;
	}
	while (i < length && is_plain((unsigned char)s[i]))
		i++;
	return (i);
}

static void
write_escape(struct buf *b, unsigned char c)
{
	static const char short_form[] = "btn?fr";	/* from \b, 8 */
	char two[2] = { '\\', (char)c };

	if (c >= '\b' && c <= '\r' && c != '\v')
		two[1] = short_form[c - '\b'];
	else if (c != '"' && c != '\\') {
		buf_printf(b, "\\u%04x", c);
		return;
	}
	buf_append(b, two, sizeof(two));
}

/* UTF-8 stands for itself; DEL is escaped besides what must be, for logs. */
static void
write_text(struct buf *b, const char *s, size_t length)
{
	const char *end = s + length;
	size_t plain;

	buf_char(b, '"');
	while (s < end) {
		plain = json_plain(s, (size_t)(end - s));
		buf_append(b, s, plain);
		s += plain;
		if (s < end)
			write_escape(b, (unsigned char)*s++);
	}
	buf_char(b, '"');
}

/* The shortest of the forms that read back equal; it always looks like a
 * real, so that reading doesn't turn it into an integer. */
static void
write_real(struct buf *b, double real)
{
	char text[32];
	int precision;

	for (precision = 1; precision < 17; precision++) {
		snprintf(text, sizeof(text), "%.*g", precision, real);
		if (strtod(text, NULL) == real)
			break;
	}
	if (precision == 17)
		snprintf(text, sizeof(text), "%.17g", real);
	buf_text(b, text);
	if (text[strcspn(text, ".e")] == '\0')
		buf_text(b, ".0");
}

static int
by_name(const void *a, const void *b)
{
	const struct json *const *x = a, *const *y = b;

	return (strcmp((*x)->name, (*y)->name));
}

static void	write_value(struct buf *, const struct json *, bool);

static void
write_member(struct buf *b, const struct json *v, bool sorted)
{
	if (v->name != NULL) {
		write_text(b, v->name, strlen(v->name));
		buf_char(b, ':');
	}
	write_value(b, v, sorted);
}

static void
write_sorted(struct buf *b, const struct json *v)
{
	const struct json **items;
	size_t i, count = 0;

	items = must_alloc(v->length * sizeof(struct json *));
	json_each(item, v)
		items[count++] = item;
	qsort(items, count, sizeof(struct json *), by_name);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_char(b, ',');
		write_member(b, items[i], true);
	}
	free(items);
}

static void
write_items(struct buf *b, const struct json *v, bool sorted)
{
	bool object = v->type == JSON_OBJECT;

	buf_char(b, object ? '{' : '[');
	if (object && sorted)
		write_sorted(b, v);
	else
		json_each(item, v) {
			if (item != v->first)
				buf_char(b, ',');
			write_member(b, item, sorted);
		}
	buf_char(b, object ? '}' : ']');
}

static void
write_value(struct buf *b, const struct json *v, bool sorted)
{
	switch (v->type) {
	case JSON_NULL:
		buf_text(b, "null");
		break;
	case JSON_BOOL:
		buf_text(b, v->flag ? "true" : "false");
		break;
	case JSON_INT:
		buf_printf(b, "%" PRId64, v->integer);
		break;
	case JSON_REAL:
		write_real(b, v->real);
		break;
	case JSON_STRING:
		write_text(b, v->text, v->length);
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		write_items(b, v, sorted);
		break;
	}
}

void
json_write(struct buf *b, const struct json *v)
{
	write_value(b, v, false);
}

void
json_canonical(struct buf *b, const struct json *v)
{
	write_value(b, v, true);
}
