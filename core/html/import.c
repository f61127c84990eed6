/* What the readers of import.h share: fields of an item, dates, plain text. */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "base/utf8.h"
#include "html/feed_inside.h"
#include "html/import.h"
#include "html/inside.h"

#define NOTES_MAX 50	/* of one item */

static struct json *
reason(struct arena *a, const char *name, const char *fmt, va_list ap)
{
	struct json *o = json_object(a);
	char detail[FAULT_DETAIL_MAX];
	int n = vsnprintf(detail, sizeof(detail), fmt, ap);

	json_put_text(a, o, "name", name);
	/* Never half a character at its end. */
	json_put(o, "detail", json_bytes(a, detail, utf8_cut(detail,
	    n < (int)sizeof(detail) ? (size_t)n : sizeof(detail) - 1)));
	return (o);
}

void
import_note(struct arena *a, struct json *item, const char *name,
    const char *fmt, ...)
{
	struct json *notes = (struct json *)json_get(item, "notes");
	va_list ap;

	if (notes == NULL)
		notes = json_put(item, "notes", json_array(a));
	if (notes->length == NOTES_MAX)
		return;
	va_start(ap, fmt);
	json_add(notes, reason(a, name, fmt, ap));
	va_end(ap);
}

void
import_refuse(struct arena *a, struct json *item, const char *name,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	json_put(item, "refused", reason(a, name, fmt, ap));
	va_end(ap);
}

/* Bytes of the blank at p, or 0: spaces, U+00A0 and U+3000. */
static size_t
blank(const char *p)
{
	if (*p != '\0' && (isspace((unsigned char)*p) || *p == '\v'))
		return (1);
	if (strncmp(p, "\xC2\xA0", 2) == 0)
		return (2);
	return (strncmp(p, "\xE3\x80\x80", 3) == 0 ? 3 : 0);
}

void
import_put(struct arena *a, struct json *item, const char *name,
    const char *text)
{
	size_t n, end = 0, at = 0;

	while ((n = blank(text)) > 0)
		text += n;
	while (text[at] != '\0')
		if ((n = blank(text + at)) > 0)
			at += n;
		else
			end = ++at;
	if (end > 0)
		json_put(item, name, json_bytes(a, text, end));
}

static bool
number(const char **p, int most, int *out)
{
	int n = 0;

	for (*out = 0; n < most && isdigit((unsigned char)**p); n++, (*p)++)
		*out = *out * 10 + (**p - '0');
	return (n > 0);
}

/* One of "-/." or the Chinese word. */
static bool
separator(const char **p, const char *word)
{
	if (**p != '\0' && strchr("-/.", **p) != NULL)
		return ((*p)++, true);
	if (strncmp(*p, word, strlen(word)) != 0)
		return (false);
	*p += strlen(word);
	return (true);
}

bool
import_date(const char *text, char out[IMPORT_DATE_SIZE])
{
	struct time_parts t = { .year = 0 };
	const char *p = text, *year;
	int64_t unused;
	bool plain;

	while (*p != '\0' && !isdigit((unsigned char)*p))
		p++;
	year = p;
	if (!number(&p, 4, &t.year) || p - year != 4)
		return (false);
	plain = isdigit((unsigned char)*p);
	if ((!plain && !separator(&p, "年")) || !number(&p, 2, &t.month) ||
	    (!plain && !separator(&p, "月")) || !number(&p, 2, &t.day) ||
	    isdigit((unsigned char)*p) || !time_join(&t, 0, &unused))
		return (false);
	snprintf(out, IMPORT_DATE_SIZE, "%04u-%02u-%02u",
	    (unsigned)t.year % 10000, (unsigned)t.month % 100,
	    (unsigned)t.day % 100);
	return (true);
}

void
import_put_date(struct arena *a, struct json *item, const char *text)
{
	char day[IMPORT_DATE_SIZE];

	if (import_date(text, day))
		json_put_text(a, item, "date", day);
	else if (text[strspn(text, " \t\r\n")] != '\0')
		import_note(a, item, "import.date", "%.40s", text);
}

void
import_put_tags(struct arena *a, struct json *item, const char *text)
{
	static const char *const ends[] = { ",", ";", "|", "，", "；", "、" };
	struct json *tags = (struct json *)json_get(item, "tags"), *one;
	const char *p = text, *tag;
	size_t i, n;

	if (tags == NULL)
		tags = json_array(a);
	for (;;) {
		for (i = 0, n = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
			if (strncmp(p, ends[i], strlen(ends[i])) == 0)
				n = strlen(ends[i]);
		if (*p != '\0' && n == 0) {
			p++;
			continue;
		}
		one = json_object(a);
		import_put(a, one, "tag", arena_copy(a, text,
		    (size_t)(p - text)));
		if ((tag = json_get_text(one, "tag", NULL)) != NULL)
			json_add(tags, json_string(a, tag));
		if (*p == '\0')
			break;
		text = p += n;
	}
	if (tags->length > 0 && json_get(item, "tags") == NULL)
		json_put(item, "tags", tags);
}

/* Does it hold a tag of an element that texts are made of? */
static bool
looks_like_html(const char *text)
{
	const char *p = text;
	char name[16];
	size_t n;

	while ((p = strchr(p, '<')) != NULL) {
		p += 1 + (p[1] == '/');
		for (n = 0; n < sizeof(name) - 1 &&
		    isalnum((unsigned char)p[n]); n++)
			name[n] = (char)tolower((unsigned char)p[n]);
		name[n] = '\0';
		if (n > 0 && strchr(" \t\n/>", p[n]) != NULL &&
		    html_element(name)->to != NULL)
			return (true);
	}
	return (false);
}

void
import_paragraphs(const char *text, struct buf *out)
{
	size_t n, lead;

	if (looks_like_html(text)) {
		buf_text(out, text);
		return;
	}
	for (; *text != '\0'; text += n + (text[n] != '\0')) {
		while (*text != '\n' && (lead = blank(text)) > 0)
			text += lead;
		n = strcspn(text, "\n");
		if (n == 0)
			continue;
		buf_text(out, "<p>");
		html_escape(out, text, n - (text[n - 1] == '\r'), false);
		buf_text(out, "</p>");
	}
}

const char *
import_url(struct arena *a, const char *base, const char *url)
{
	struct buf b = { 0 };
	const char *out;

	feed_url(base, url, &b);
	out = arena_text(a, buf_string(&b));
	buf_cleanup(&b);
	return (out);
}
