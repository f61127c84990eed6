/*
 * The attributes of one tag: what of them is kept, in the order of allow.c,
 * then class, rel and id.  Values arrive decoded and leave escaped.
 */
#include <ctype.h>
#include <string.h>

#include "base/eight.h"
#include "base/utf8.h"
#include "html/inside.h"

#define ID_MAX 80		/* bytes of an id */
#define NUMBER_MAX 4		/* digits */

/* What becomes of the attributes, before it is written. */
struct reading {
	struct html_pass *pass;
	const struct html_element *element;
	struct html_tag *tag;
	const char	*value[HTML_ATTRIBUTES];	/* NULL: none */
	const char	*id, *name;
	struct buf	classes;	/* " ta-left tc-red" */
	bool		foreign;	/* it leads to another site */
};

/* What stands for it; NULL: it stands for itself. */
static const char *
entity_of(const char *p, const char *end, bool quotes)
{
	switch (*p) {
	case '&':
		return ("&amp;");
	case '<':
		return ("&lt;");
	case '>':
		return ("&gt;");
	case '"':
		return (quotes ? "&quot;" : NULL);
	case '\xC2':
		return (end - p > 1 && p[1] == '\xA0' ? "&nbsp;" : NULL);
	default:
		return (NULL);
	}
}

void
html_escape(struct buf *out, const char *text, size_t length, bool quotes)
{
	const char *p = text, *end = text + length, *from = text, *entity;

	for (; p < end; p++) {
		while (end - p > 8 && (eight_below(eight_read(p), '>' + 1) |
		    eight_is(eight_read(p), 0xC2)) == 0)
			p += 8;
		if ((entity = entity_of(p, end, quotes)) == NULL)
			continue;
		buf_append(out, from, (size_t)(p - from));
		buf_text(out, entity);
		p += *p == '\xC2';
		from = p + 1;
	}
	buf_append(out, from, (size_t)(end - from));
}

static void
class_add(struct reading *r, const char *name, size_t length)
{
	const char *have = buf_string(&r->classes);

	if (name == NULL || !html_class_allowed(name, length))
		return;
	/* One alignment and one colour: the last wins nothing. */
	if (html_among(have, name, length) || (length > 3 && name[2] == '-' &&
	    memmem(have, r->classes.length, name, 3) != NULL))
		return;
	if (r->classes.length == 0)
		buf_char(&r->classes, ' ');
	buf_append(&r->classes, name, length);
	buf_char(&r->classes, ' ');
}

static void
class_refuse(struct reading *r, const char *name, size_t length)
{
	struct buf text = { 0 };

	if (r->pass->report == NULL)
		return;
	buf_append(&text, name, length);
	html_drop(r->pass, "class", r->element->name, "class",
	    buf_string(&text));
	buf_cleanup(&text);
}

static void
class_read(struct reading *r, const char *p)
{
	size_t length;

	for (; *p != '\0'; p += length) {
		p += strspn(p, " \t\n\r\f");
		length = strcspn(p, " \t\n\r\f");
		if (length > 0 && !html_class_allowed(p, length))
			class_refuse(r, p, length);
		else
			class_add(r, p, length);
	}
}

static void
class_word(struct reading *r, const char *class)
{
	if (class != NULL)
		class_add(r, class, strlen(class));
}

/* Digits with an optional sign and unit: "12", "-3", "640px". */
static bool
number_read(const char *p, bool sign, struct buf *out)
{
	size_t digits;
	bool minus = sign && *p == '-';

	p += minus;
	p += strspn(p, "0");
	digits = strspn(p, "0123456789");
	if (digits > NUMBER_MAX || (p[digits] != '\0' &&
	    strcmp(p + digits, "px") != 0) || (digits == 0 && !sign))
		return (false);
	if (minus && digits > 0)
		buf_char(out, '-');
	if (digits == 0)
		buf_char(out, '0');
	buf_append(out, p, digits);
	return (true);
}

static bool
id_good(const char *id)
{
	size_t i;

	if (*id == '\0' || strlen(id) > ID_MAX)
		return (false);
	for (i = 0; id[i] != '\0'; i++)
		if ((unsigned char)id[i] < 0x80 &&
		    !isalnum((unsigned char)id[i]) &&
		    strchr("-_.:", id[i]) == NULL)
			return (false);
	return (true);
}

static bool
names_hold(const struct html_names *n, const char *name)
{
	size_t i;

	for (i = 0; n != NULL && i < n->count; i++)
		if (strcmp(n->name[i], name) == 0)
			return (true);
	return (false);
}

/* A link within the page follows the id that has been given a prefix. */
static void
page_link(struct reading *r, struct buf *url)
{
	struct buf with;

	if (url->length < 2 || strncmp(url->data, "#s-", 3) == 0 ||
	    !names_hold(r->pass->known, url->data + 1))
		return;
	buf_init(&with);
	buf_printf(&with, "#s-%s", url->data + 1);
	buf_cleanup(url);
	*url = with;
}

static void
refuse(struct reading *r, const char *kind, const char *name,
    const char *value)
{
	r->tag->refused |= strcmp(name, "src") == 0;
	html_drop(r->pass, kind, r->element->name, name, value);
}

static bool
link_read(struct reading *r, const struct html_attribute *a,
    const char *value, struct buf *url)
{
	enum html_place place = html_url(value, r->pass->rules, url);

	if (place == HTML_PLACE_BAD) {
		refuse(r, "url", a->name, value);
		return (false);
	}
	if (place == HTML_PLACE_PAGE)
		page_link(r, url);
	if (strcmp(a->name, "href") == 0)
		r->foreign |= place == HTML_PLACE_FOREIGN;
	return (true);
}

static bool
load_read(struct reading *r, const struct html_attribute *a,
    const char *value, struct buf *url)
{
	const struct html_rules *rules = r->pass->rules;
	enum html_place place = html_url(value, rules, url);

	if (place == HTML_PLACE_BAD || place == HTML_PLACE_OTHER) {
		refuse(r, "url", a->name, value);
		return (false);
	}
	if (place == HTML_PLACE_FOREIGN && rules != NULL &&
	    rules->local_media_only) {
		refuse(r, "media", a->name, value);
		if (rules->link_foreign_media &&
		    strcmp(r->element->name, "img") == 0)
			buf_append(&r->tag->foreign, url->data, url->length);
		return (false);
	}
	return (true);
}

/* The value of one attribute as it is kept; false: it isn't. */
static bool
value_read(struct reading *r, const struct html_attribute *a,
    const char *value, struct buf *out)
{
	switch (a->value) {
	case HTML_LINK:
		return (link_read(r, a, value, out));
	case HTML_LOAD:
		return (load_read(r, a, value, out));
	case HTML_NUMBER:
	case HTML_SIGNED:
		return (number_read(value, a->value == HTML_SIGNED, out));
	case HTML_FLAG:
		return (true);
	case HTML_WORD:
		if (!html_among(a->words, value, strlen(value)))
			return (false);
		break;
	case HTML_TEXT:
		break;
	}
	buf_text(out, value);
	return (true);
}

static void
put(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	html_escape(out, value, strlen(value), true);
	buf_char(out, '"');
}

/* Old attributes that say what a style would. */
static bool
old_attribute(struct reading *r, const char *name, const char *value)
{
	size_t length = strlen(value);
	enum html_kind kind = r->element->kind;

	if (strcmp(name, "class") == 0)
		class_read(r, value);
	else if (strcmp(name, "align") == 0 && kind != HTML_VOID &&
	    kind != HTML_TABLE)
		class_word(r, html_align_class(value, length));
	else if (strcmp(name, "color") == 0)
		class_word(r, html_color_class(value, length));
	else if (strcmp(name, "style") == 0) {
		html_style_read(value, &r->tag->style);
		html_drop(r->pass, "attribute", r->element->name, name, value);
	} else if (strcmp(name, "id") == 0)
		r->id = value;
	else if (strcmp(name, "name") == 0 && kind == HTML_INLINE)
		r->name = value;
	else if (strcmp(name, "lang") == 0) {
		r->tag->lang = true;
		html_drop(r->pass, "attribute", r->element->name, name, value);
	} else
		return (strcmp(name, "rel") == 0);
	return (true);
}

static void
attribute_sort(struct reading *r, const char *name, const char *value)
{
	char element[24];
	size_t i, length;

	if (old_attribute(r, name, value))
		return;
	length = strlen(r->element->to);
	memcpy(element, r->element->to, length + 1);
	for (i = 0; html_attributes[i].name != NULL; i++) {
		if (strcmp(html_attributes[i].name, name) != 0 ||
		    !html_among(html_attributes[i].elements, element, length))
			continue;
		if (r->value[i] == NULL)
			r->value[i] = value;
		return;
	}
	html_drop(r->pass, "attribute", r->element->name, name, value);
}

static void
id_write(struct reading *r)
{
	struct buf *out = &r->tag->text;
	const char *id = r->id != NULL ? r->id : r->name;

	if (id == NULL)
		return;
	if (strncmp(id, "OLE_LINK", 8) == 0 || strncmp(id, "_Hlk", 4) == 0 ||
	    strcmp(id, "_GoBack") == 0) {	/* Word's own bookmarks */
		r->tag->style.word = true;
		return;
	}
	if (!id_good(id)) {
		html_drop(r->pass, "attribute", r->element->name, "id", id);
		return;
	}
	if (r->pass->found != NULL && r->pass->found->count <
	    r->pass->found->size)
		r->pass->found->name[r->pass->found->count++] = must_text(id);
	buf_printf(out, " id=\"%s%s\"", strncmp(id, "s-", 2) == 0 ? "" : "s-",
	    id);
}

/* Aligning is for blocks; colour for all that holds text. */
static void
class_write(struct reading *r)
{
	enum html_kind kind = r->element->kind;
	const char *have;

	class_word(r, r->element->class);
	if (kind != HTML_INLINE)
		class_word(r, r->tag->style.align);
	class_word(r, r->tag->style.color);
	have = buf_string(&r->classes);
	if (*have != '\0')
		buf_printf(&r->tag->text, " class=\"%.*s\"",
		    (int)r->classes.length - 2, have + 1);
}

static void
attributes_write(struct reading *r)
{
	const struct html_attribute *a = html_attributes;
	struct buf value;
	size_t i;

	buf_init(&value);
	for (i = 0; a[i].name != NULL; i++) {
		if (r->value[i] == NULL)
			continue;
		buf_reset(&value);
		if (value_read(r, &a[i], r->value[i], &value)) {
			put(&r->tag->text, a[i].name, buf_string(&value));
			r->foreign |= strcmp(a[i].name, "target") == 0;
		} else if (a[i].value != HTML_LINK && a[i].value != HTML_LOAD)
			html_drop(r->pass, "attribute", r->element->name,
			    a[i].name, r->value[i]);
		if (strcmp(a[i].name, "alt") == 0)
			buf_text(&r->tag->alt, r->value[i]);
	}
	buf_cleanup(&value);
}

void
html_tag_read(struct html_pass *p, const struct html_element *e,
    const char **attributes, struct html_tag *tag)
{
	struct reading r = { .pass = p, .element = e, .tag = tag };

	memset(tag, 0, sizeof(*tag));
	for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
		attribute_sort(&r, attributes[0],
		    attributes[1] != NULL ? attributes[1] : "");
	attributes_write(&r);
	class_write(&r);
	if (r.foreign)
		put(&tag->text, "rel", "noopener noreferrer");
	tag->without_id = tag->text.length;
	id_write(&r);
	buf_cleanup(&r.classes);
}

void
html_tag_cleanup(struct html_tag *tag)
{
	buf_cleanup(&tag->text);
	buf_cleanup(&tag->foreign);
	buf_cleanup(&tag->alt);
}
