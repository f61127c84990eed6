/*
 * The attributes of a tag in a feed's markup: sorted by name, values in double
 * quotes, addresses whole, without what acts or fetches.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "html/feed_inside.h"

#define ATTRIBUTES_MAX 64
static const char LINK_SPACE[] = "http://www.w3.org/1999/xlink";

struct attribute {
	char		name[FEED_NAME_MAX];
	struct buf	value;
};

struct tag {
	enum feed_language language;
	const char	*base, *end;	/* of the text */
};

static void
write_value(const struct buf *value, struct buf *out)
{
	const char *p = buf_string(value);

	for (; *p != '\0'; p++)
		if (*p == '<')
			buf_text(out, "&lt;");
		else if (*p == '>')
			buf_text(out, "&gt;");
		else if (*p == '"')
			buf_text(out, "&quot;");
		else
			buf_char(out, *p);
}

static int
attribute_order(const void *a, const void *b)
{
	return (strcmp(((const struct attribute *)a)->name,
	    ((const struct attribute *)b)->name));
}

/* One attribute from p; returns where it ends. */
static const char *
attribute_read(const char *p, const char *end, struct attribute *out)
{
	size_t n = 0;
	char quote;

	while (p < end && !isspace((unsigned char)*p) &&
	    strchr("=>/<", *p) == NULL) {
		if (n + 1 < sizeof(out->name))
			out->name[n++] = (char)tolower((unsigned char)*p);
		p++;
	}
	out->name[n] = '\0';
	while (p < end && isspace((unsigned char)*p))
		p++;
	if (p == end || *p != '=') {
		buf_text(&out->value, out->name);
		return (p);
	}
	for (p++; p < end && isspace((unsigned char)*p); p++)
		;
	quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
	while (p < end && (quote != '\0' ? *p != quote :
	    !isspace((unsigned char)*p) && *p != '>')) {
		if (*p != '\0')
			buf_char(&out->value, *p);
		p++;
	}
	return (p + (quote != '\0' && p < end));
}

/* False where it doesn't stay. */
static bool
attribute_mend(const struct tag *t, struct attribute *a)
{
	struct buf mended = { 0 };

	if (strcmp(a->name, "style") == 0) {
		feed_style(buf_string(&a->value), &mended);
		if (mended.length == 0)
			return (false);
	} else if (!feed_attribute_kept(t->language, a->name))
		return (false);
	else if (feed_attribute_address(a->name))
		feed_url(t->base, buf_string(&a->value), &mended);
	else if (t->language != FEED_HTML)
		return (strncmp(buf_string(&a->value), "url(#", 5) == 0 ||
		    strcasestr(buf_string(&a->value), "url(") == NULL);
	else {
		if (strcmp(a->name, "rel") == 0 || strcmp(a->name, "type") == 0)
			for (size_t i = 0; i < a->value.length; i++)
				a->value.data[i] = (char)tolower(
				    (unsigned char)a->value.data[i]);
		return (true);
	}
	buf_cleanup(&a->value);
	a->value = mended;
	return (true);
}

/* All attributes from p to the end of the tag, which is returned; `list` has
 * the `count` that stay. */
static const char *
attributes_read(const struct tag *t, const char *p,
    struct attribute *list, size_t *count)
{
	while (p < t->end && *p != '>') {
		struct attribute *one = &list[*count];

		if (isspace((unsigned char)*p) || strchr("/=<", *p) != NULL) {
			p++;
			continue;
		}
		memset(one, 0, sizeof(*one));
		p = attribute_read(p, t->end, one);
		if (attribute_mend(t, one) && *count + 1 < ATTRIBUTES_MAX)
			(*count)++;
		else
			buf_cleanup(&one->value);
	}
	return (p < t->end ? p + 1 : t->end);
}

const char *
feed_attributes(enum feed_language language, const char *base, const char *p,
    const char *end, struct buf *out)
{
	const struct tag t = { language, base, end };
	struct attribute *list = must_alloc(ATTRIBUTES_MAX * sizeof(*list));
	size_t count = 0, i;
	bool links = false;

	p = attributes_read(&t, p, list, &count);
	qsort(list, count, sizeof(*list), attribute_order);
	for (i = 0; i < count; i++) {
		links = links || strncmp(list[i].name, "xlink:", 6) == 0;
		buf_printf(out, " %s=\"", list[i].name);
		write_value(&list[i].value, out);
		buf_char(out, '"');
		buf_cleanup(&list[i].value);
	}
	if (links)
		buf_printf(out, " xmlns:xlink=\"%s\"", LINK_SPACE);
	free(list);
	return (p);
}
