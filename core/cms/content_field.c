/*
 * One check for each kind of field, by table; of files in content_media.c.
 * What is too long is refused, never cut.
 */
#include <string.h>

#include "base/address.h"
#include "base/buf.h"
#include "base/pattern.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/content_inside.h"
#include "html/clean.h"

#define TAG_MAX 40

enum err
content_bad(const struct checked *k, const char *fault)
{
	return (fault_set(k->c->fault, ERR_INPUT, fault, k->field->name, "%s",
	    field_kind_name(k->field->kind)));
}

enum err
content_long(const struct checked *k)
{
	return (fault_set(k->c->fault, ERR_INPUT, "input.long",
	    k->field->name, "%zu", k->field->max));
}

/* U+0000 to U+001F, U+007F, and U+2028, U+2029: they end a line. */
static bool
has_control(const char *p, size_t length, bool lines)
{
	const char *end = p + length;
	uint32_t u;

	while (p < end) {
		u = utf8_next(&p, end);
		if (u == UTF8_BAD || u == 0x7f)
			return (true);
		if (u < 0x20 && !(lines && (u == '\n' || u == '\t')))
			return (true);
		if (!lines && (u == 0x2028 || u == 0x2029))
			return (true);
	}
	return (false);
}

/* Copies without spaces (also U+3000) at both ends. */
static struct json *
trimmed(struct arena *a, const char *p, size_t n)
{
	while (n > 0)
		if (strchr(" \t\n", *p) != NULL)
			p++, n--;
		else if (n >= 3 && memcmp(p, "\xe3\x80\x80", 3) == 0)
			p += 3, n -= 3;
		else
			break;
	while (n > 0)
		if (strchr(" \t\n", p[n - 1]) != NULL)
			n--;
		else if (n >= 3 && memcmp(p + n - 3, "\xe3\x80\x80", 3) == 0)
			n -= 3;
		else
			break;
	return (json_bytes(a, p, n));
}

enum err
content_line_of(const struct checked *k, const struct json *in,
    struct json **out)
{
	if (in->type != JSON_STRING)
		return (content_bad(k, "input.type"));
	if (has_control(in->text, in->length, false))
		return (content_bad(k, "input.control"));
	*out = trimmed(k->c->arena, in->text, in->length);
	return (ERR_OK);
}

/* The pattern of the type; an empty line is `required`'s affair. */
static enum err
check_pattern(const struct checked *k, const struct json *line)
{
	struct pattern *p;
	bool fits;
	enum err e;

	if (k->field->pattern == NULL || line->length == 0)
		return (ERR_OK);
	if ((e = pattern_alloc(&p, k->field->pattern, k->c->fault)) != ERR_OK)
		return (e);
	fits = pattern_fits(p, line->text, line->length);
	pattern_free(p);
	return (fits ? ERR_OK : content_bad(k, "input.pattern"));
}

static enum err
check_line(const struct checked *k, const struct json *in, struct json **out)
{
	enum err e = content_line_of(k, in, out);

	if (e == ERR_OK && utf8_count((*out)->text, (*out)->length) >
	    k->field->max)
		return (content_long(k));
	return (e == ERR_OK ? check_pattern(k, *out) : e);
}

/* Line ends become LF (forms send CR LF). */
static struct json *
lines_of(struct arena *a, const struct json *in)
{
	char *text = arena_get(a, in->length + 1);
	size_t i, n = 0;

	for (i = 0; i < in->length; i++)
		if (in->text[i] != '\r')
			text[n++] = in->text[i];
		else if (i + 1 == in->length || in->text[i + 1] != '\n')
			text[n++] = '\n';
	return (json_bytes(a, text, n));
}

static enum err
check_text(const struct checked *k, const struct json *in, struct json **out)
{
	struct json *lines;

	if (in->type != JSON_STRING)
		return (content_bad(k, "input.type"));
	lines = lines_of(k->c->arena, in);
	if (has_control(lines->text, lines->length, true))
		return (content_bad(k, "input.control"));
	*out = trimmed(k->c->arena, lines->text, lines->length);
	if (utf8_count((*out)->text, (*out)->length) > k->field->max)
		return (content_long(k));
	return (ERR_OK);
}

/* Pages show no file of another site: a picture from there becomes a link. */
static enum err
content_rules(struct call *c, struct html_rules *rules)
{
	const char **hosts;
	struct json *rows;
	size_t n = 0;
	enum err e = db_all(cms_hub(c->cms), c->arena, &rows, c->fault,
	    "SELECT host FROM site_host WHERE site = :site ORDER BY position",
	    DB_INT(":site", c->site->id));

	if (e != ERR_OK)
		return (e);
	hosts = arena_get(c->arena, (rows->length + 1) * sizeof(*hosts));
	json_each(row, rows)
		hosts[n++] = json_get_text(row, "host", "");
	*rules = (struct html_rules){ .hosts = hosts,
	    .local_media_only = true, .link_foreign_media = true };
	return (ERR_OK);
}

static enum err
check_html(const struct checked *k, const struct json *in, struct json **out)
{
	struct html_rules rules;
	struct buf clean;
	enum err e;

	if (in->type != JSON_STRING)
		return (content_bad(k, "input.type"));
	if (in->length > k->field->max * 4)
		return (content_long(k));
	if ((e = content_rules(k->c, &rules)) != ERR_OK)
		return (e);
	buf_init(&clean);
	e = html_clean(in->text, in->length, &rules, &clean, NULL,
	    k->c->fault);
	if (e == ERR_OK && utf8_count(buf_string(&clean), clean.length) >
	    k->field->max)
		e = content_long(k);
	if (e == ERR_OK)
		*out = json_bytes(k->c->arena, buf_string(&clean),
		    clean.length);
	buf_cleanup(&clean);
	return (e);
}

static bool
date_valid(const char *s)
{
	struct time_parts p = { .year = 0 };
	int *const part[10] = { &p.year, &p.year, &p.year, &p.year, NULL,
	    &p.month, &p.month, NULL, &p.day, &p.day };
	int64_t t;
	size_t i;

	if (strlen(s) != 10)
		return (false);
	for (i = 0; i < 10; i++) {
		if (part[i] == NULL ? s[i] != '-' : s[i] < '0' || s[i] > '9')
			return (false);
		if (part[i] != NULL)
			*part[i] = *part[i] * 10 + (s[i] - '0');
	}
	return (time_join(&p, TIME_ZONE, &t));
}

static enum err
check_date(const struct checked *k, const struct json *in, struct json **out)
{
	enum err e = content_line_of(k, in, out);

	if (e == ERR_OK && (*out)->length > 0 && !date_valid((*out)->text))
		return (content_bad(k, "input.date"));
	return (e);
}

static bool
list_has(const struct json *list, const char *text)
{
	json_each(item, list)
		if (strcmp(item->text, text) == 0)
			return (true);
	return (false);
}

/* A tag has an address, where a slash parts what no part may be: nothing, or
 * what leads elsewhere. */
static bool
tag_addressed(const char *p)
{
	size_t n;

	if (strchr(p, '\\') != NULL)
		return (false);
	for (;; p += n + 1) {
		n = strcspn(p, "/");
		if (n == 0 || (n <= 2 && strspn(p, ".") == n))
			return (false);
		if (p[n] == '\0')
			return (true);
	}
}

static enum err
check_tags(const struct checked *k, const struct json *in, struct json **out)
{
	struct json *tag;
	enum err e;

	if (in->type != JSON_ARRAY)
		return (content_bad(k, "input.type"));
	if (in->length > k->field->max)
		return (content_long(k));
	*out = json_array(k->c->arena);
	json_each(item, in) {
		tag = json_string(k->c->arena, "");
		if ((e = content_line_of(k, item, &tag)) != ERR_OK)
			return (e);
		if (utf8_count(tag->text, tag->length) > TAG_MAX)
			return (fault_set(k->c->fault, ERR_INPUT, "input.long",
			    k->field->name, "%d", TAG_MAX));
		if (tag->length > 0 && !tag_addressed(tag->text))
			return (fault_set(k->c->fault, ERR_INPUT, "tag.address",
			    k->field->name, "%s", tag->text));
		if (tag->length > 0 && !list_has(*out, tag->text))
			json_add(*out, tag);
	}
	return (ERR_OK);
}

static const char *
words_joined(struct arena *a, const struct json *words)
{
	const char *text = "";

	json_each(word, words)
		text = arena_printf(a, "%s%s%s", text, text[0] != '\0' ?
		    ", " : "", word->type == JSON_STRING ? word->text : "");
	return (text);
}

static enum err
check_choice(const struct checked *k, const struct json *in,
    struct json **out)
{
	enum err e = content_line_of(k, in, out);

	if (e != ERR_OK || (*out)->length == 0)
		return (e);
	json_each(choice, k->field->choices)
		if (choice->type == JSON_STRING &&
		    strcmp(choice->text, (*out)->text) == 0)
			return (ERR_OK);
	return (fault_set(k->c->fault, ERR_INPUT, "input.choice",
	    k->field->name, "%s", words_joined(k->c->arena,
	    k->field->choices)));
}

static enum err
check_int(const struct checked *k, const struct json *in, struct json **out)
{
	if (in->type != JSON_INT && in->type != JSON_NULL)
		return (content_bad(k, "input.type"));
	*out = json_copy(k->c->arena, in);
	(*out)->name = NULL;
	return (ERR_OK);
}

static enum err
check_bool(const struct checked *k, const struct json *in, struct json **out)
{
	if (in->type != JSON_BOOL)
		return (content_bad(k, "input.type"));
	*out = json_bool(k->c->arena, in->flag);
	return (ERR_OK);
}

static enum err
check_link(const struct checked *k, const struct json *in, struct json **out)
{
	enum err e = check_line(k, in, out);

	if (e != ERR_OK || (*out)->length == 0 ||
	    address_link((*out)->text))
		return (e);
	return (content_bad(k, "input.link"));
}

static check_fn *const CHECKS[FIELD_KIND_COUNT] = {
	[FIELD_LINE] = check_line, [FIELD_TEXT] = check_text,
	[FIELD_HTML] = check_html, [FIELD_DATE] = check_date,
	[FIELD_MEDIA] = content_media_check,
	[FIELD_MEDIA_LIST] = content_media_list_check,
	[FIELD_TAGS] = check_tags, [FIELD_CHOICE] = check_choice,
	[FIELD_INT] = check_int, [FIELD_BOOL] = check_bool,
	[FIELD_LINK] = check_link,
};

enum err
content_check_field(struct call *c, const struct field *field,
    const struct json *in, struct json **out)
{
	struct checked k = { c, field };

	if (field->kind == FIELD_ITEMS)
		return (content_check_items(c, field, in, out));
	return (CHECKS[field->kind](&k, in, out));
}
