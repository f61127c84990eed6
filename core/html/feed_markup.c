/*
 * The HTML of a feed without what acts: scripts, handlers, frames, plug-ins,
 * forms' targets, styles that cover or fetch; relative addresses made whole.
 * It is kept near to what the feed says (attributes sorted by name, values in
 * double quotes): what the CMS stores passes html_clean() besides.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "html/feed_inside.h"

#define ATTRIBUTES_MAX 64
#define NAME_BYTES 32

static const char ELEMENTS[] = " a abbr acronym address area article aside "
    "audio b big blockquote br button canvas caption center cite code col "
    "colgroup command datagrid datalist dd del details dfn dialog dir div dl "
    "dt em event-source fieldset figcaption figure font footer form h1 h2 h3 "
    "h4 h5 h6 header hr i img input ins kbd keygen label legend li m map "
    "menu meter multicol nav nextid noscript ol optgroup option output p pre "
    "progress q s samp section select small sound source spacer span strike "
    "strong sub sup table tbody td textarea tfoot th thead time tr tt u ul "
    "var video ";
static const char VOID[] = " area base br col command embed frame hr img "
    "input isindex keygen link meta param source track wbr ";
/* These go with all that they hold. */
static const char SILENT[] = " script style applet ";
static const char ATTRIBUTES[] = " abbr accept accept-charset accesskey action "
    "align alt autocomplete autofocus axis background balance bgcolor "
    "bgproperties border bordercolor bordercolordark bordercolorlight "
    "bottompadding cellpadding cellspacing ch challenge char charoff charset "
    "checked choff cite class clear color cols colspan compact "
    "contenteditable controls coords data datafld datapagesize datasrc "
    "datetime default delay dir disabled draggable dynsrc enctype end face "
    "for form frame galleryimg gutter headers height hidden hidefocus high "
    "href hreflang hspace icon id inputmode ismap keytype label lang "
    "leftspacing list longdesc loop loopcount loopend loopstart low lowsrc "
    "max maxlength media method min multiple name nohref noshade nowrap open "
    "optimum pattern ping point-size poster pqg preload prompt radiogroup "
    "readonly rel repeat-max repeat-min replace required rev rightspacing "
    "rows rowspan rules scope selected shape size span src start step summary "
    "suppress tabindex target template title toppadding type unselectable "
    "urn usemap valign value variable volume vrml vspace width wrap xml:lang ";
static const char ADDRESSES[] = " action background cite dynsrc href longdesc "
    "lowsrc poster src usemap ";

struct attribute {
	char		name[NAME_BYTES];
	struct buf	value;
};

static bool
among(const char *words, const char *p, size_t length)
{
	char name[NAME_BYTES + 2];

	if (length == 0 || length >= NAME_BYTES)
		return (false);
	name[0] = ' ';
	memcpy(name + 1, p, length);
	name[length + 1] = ' ';
	return (memchr(p, ' ', length) == NULL && memmem(words, strlen(words),
	    name, length + 2) != NULL);
}

bool
feed_element_known(const char *name, size_t length)
{
	char lower[NAME_BYTES];
	size_t i;

	if (length >= sizeof(lower))
		return (false);
	for (i = 0; i < length; i++)
		lower[i] = (char)tolower((unsigned char)name[i]);
	return (among(ELEMENTS, lower, length));
}

static bool
entity_known(const char *p, size_t length)
{
	char name[NAME_BYTES];

	if (length >= sizeof(name))
		return (false);
	memcpy(name, p, length);
	name[length] = '\0';
	return (htmlEntityLookup((const xmlChar *)name) != NULL ||
	    strcmp(name, "apos") == 0);
}

/* HTML in a place that was said to be plain: an end tag or an entity, and no
 * tag or entity that HTML doesn't have. */
bool
feed_looks_like_html(const char *text)
{
	bool sign = false;
	const char *p;

	for (p = strpbrk(text, "<&"); p != NULL; p = strpbrk(p + 1, "<&")) {
		const char *name = p + 1 + (p[0] == '<' && p[1] == '/');
		size_t n = 0;

		name += p[0] == '&' && p[1] == '#';
		while (isalnum((unsigned char)name[n]))
			n++;
		if (n == 0)
			continue;
		if (*p == '<' && !feed_element_known(name, n))
			return (false);
		if (*p == '&' && (name[n] != ';' ||
		    (p[1] != '#' && !entity_known(name, n))))
			continue;
		sign = sign || *p == '&' || (p[1] == '/' && name[n] == '>');
	}
	return (sign);
}

/* An entity at p, which ends at `stop` with its semicolon; &#133; is what its
 * writer meant. */
static bool
write_entity(const char *p, const char *stop, struct buf *out)
{
	bool hex = p[2] == 'x' || p[2] == 'X';
	unsigned long c;

	if (p[1] != '#') {
		if (!entity_known(p + 1, (size_t)(stop - p - 1)))
			return (false);
		buf_append(out, p, (size_t)(stop + 1 - p));
		return (true);
	}
	if (!isxdigit((unsigned char)p[2 + hex]))
		return (false);
	c = strtoul(p + 2 + hex, NULL, hex ? 16 : 10);
	if (c == 39 || c == 34)
		buf_char(out, (char)c);
	else if (c >= 0x80 && c < 0xA0)
		buf_printf(out, "&#x%x;", feed_windows((unsigned)c));
	else
		for (; p <= stop; p++)
			buf_char(out, (char)tolower((unsigned char)*p));
	return (true);
}

/* A run of text: a lone < or & is written as an entity. */
static void
write_text(const char *p, const char *end, struct buf *out)
{
	for (; p < end; p++) {
		const char *stop = p + 1;

		if (*p == '<')
			buf_text(out, "&lt;");
		if (*p != '<' && *p != '&')
			buf_char(out, *p);
		if (*p != '&')
			continue;
		while (stop < end && stop - p < NAME_BYTES &&
		    (isalnum((unsigned char)*stop) || *stop == '#'))
			stop++;
		if (stop < end && *stop == ';' && write_entity(p, stop, out))
			p = stop;
		else
			buf_text(out, "&amp;");
	}
}

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
attribute_mend(struct attribute *a, const char *base)
{
	struct buf mended = { 0 };
	size_t length = strlen(a->name);

	if (strcmp(a->name, "style") == 0) {
		feed_style(buf_string(&a->value), &mended);
		if (mended.length == 0)
			return (false);
	} else if (!among(ATTRIBUTES, a->name, length))
		return (false);
	else if (among(ADDRESSES, a->name, length))
		feed_url(base, buf_string(&a->value), &mended);
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

/* The attributes from p to the end of the tag, which is returned. */
static const char *
write_attributes(const char *p, const char *end, const char *base,
    struct buf *out)
{
	struct attribute *list = must_alloc(ATTRIBUTES_MAX * sizeof(*list));
	size_t count = 0, i;

	while (p < end && *p != '>') {
		if (isspace((unsigned char)*p) || strchr("/=<", *p) != NULL) {
			p++;
			continue;
		}
		memset(&list[count], 0, sizeof(*list));
		p = attribute_read(p, end, &list[count]);
		if (attribute_mend(&list[count], base) &&
		    count + 1 < ATTRIBUTES_MAX)
			count++;
		else
			buf_cleanup(&list[count].value);
	}
	qsort(list, count, sizeof(*list), attribute_order);
	for (i = 0; i < count; i++) {
		buf_printf(out, " %s=\"", list[i].name);
		write_value(&list[i].value, out);
		buf_char(out, '"');
		buf_cleanup(&list[i].value);
	}
	free(list);
	return (p < end ? p + 1 : end);
}

/* Where what a silent element holds ends: behind its end tag. */
static const char *
skip_silent(const char *p, const char *end, const char *name)
{
	char tag[NAME_BYTES + 3];
	const char *stop;

	snprintf(tag, sizeof(tag), "</%s", name);
	stop = strcasestr(p, tag);
	if (stop == NULL)
		return (end);
	stop = memchr(stop, '>', (size_t)(end - stop));
	return (stop != NULL ? stop + 1 : end);
}

static const char *
write_tag(const char *p, const char *end, const char *base, struct buf *out)
{
	char name[NAME_BYTES];
	bool closes = p[1] == '/', known;
	size_t n = 0, before = out->length;
	const char *stop;

	for (p += 1 + closes; p < end && (isalnum((unsigned char)*p) ||
	    strchr(":-_", *p) != NULL); p++)
		if (n + 1 < sizeof(name))
			name[n++] = (char)tolower((unsigned char)*p);
	name[n] = '\0';
	known = among(ELEMENTS, name, n);
	if (closes) {
		if (known && !among(VOID, name, n))
			buf_printf(out, "</%s>", name);
		stop = memchr(p, '>', (size_t)(end - p));
		return (stop != NULL ? stop + 1 : end);
	}
	buf_printf(out, "<%s", name);
	p = write_attributes(p, end, base, out);
	if (!known)
		out->length = before;
	else if (among(VOID, name, n))
		buf_text(out, " />");
	else {
		buf_char(out, '>');
		if (p[-1] == '>' && p[-2] == '/')
			buf_printf(out, "</%s>", name);
	}
	return (among(SILENT, name, n) && p[-2] != '/' ?
	    skip_silent(p, end, name) : p);
}

/* <!…> and <?…>: returns where it ends, or NULL where it is none.  A comment
 * that never ends goes to its next >; `*endless` keeps that from being found
 * out again and again. */
static const char *
skip_other(const char *p, const char *end, bool *endless)
{
	const char *stop = NULL;

	if (strncmp(p, "<!--", 4) == 0) {
		if (!*endless && (stop = strstr(p + 4, "-->")) != NULL)
			return (stop + 3);
		*endless = true;
		stop = memchr(p, '>', (size_t)(end - p));
		return (stop != NULL ? stop + 1 : end);
	}
	if (strncasecmp(p, "<!doctype", 9) == 0 || p[1] == '?' ||
	    strncmp(p, "<![", 3) == 0) {
		stop = memchr(p, '>', (size_t)(end - p));
		return (stop != NULL ? stop + 1 : end);
	}
	return (NULL);
}

void
feed_markup(const char *html, size_t length, const char *base,
    struct buf *out)
{
	struct buf made = { 0 };
	const char *p = html, *end = html + length, *stop;
	bool endless = false;
	size_t from = 0;

	while (p < end) {
		if (*p != '<') {
			stop = memchr(p, '<', (size_t)(end - p));
			stop = stop != NULL ? stop : end;
			write_text(p, stop, &made);
			p = stop;
		} else if ((stop = skip_other(p, end, &endless)) != NULL)
			p = stop;
		else if (isalpha((unsigned char)p[1]) ||
		    (p[1] == '/' && isalpha((unsigned char)p[2])))
			p = write_tag(p, end, base, &made);
		else {
			write_text(p, p + 1, &made);
			p++;
		}
	}
	while (made.length > 0 &&
	    isspace((unsigned char)made.data[made.length - 1]))
		made.length--;
	while (from < made.length && isspace((unsigned char)made.data[from]))
		from++;
	buf_append(out, buf_string(&made) + from, made.length - from);
	buf_cleanup(&made);
}
