/*
 * Values of items as fields of a type: what its schema, and people in their
 * language, call a field; texts cut to what it takes, which is told.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/utf8.h"
#include "cms/content.h"
#include "cms/import.h"

/* One line, or lines, without control characters, cut at `max` characters. */
static const char *
fitting(struct arena *a, const char *text, size_t max, bool lines, bool *cut)
{
	const char *p = text, *end = text + strlen(text);
	char *out = arena_get(a, strlen(text) + 8);
	size_t n = 0, count = 0, at = 0;
	uint32_t u;

	*cut = false;
	while (p < end) {
		u = utf8_next(&p, end);
		if (u == UTF8_BAD || u == 0x7f || (u < 0x20 && u != '\n' &&
		    u != '\t' && u != '\r'))
			continue;
		if (!lines && (u < 0x20 || u == 0x2028 || u == 0x2029))
			u = ' ';
		if (u == '\r' || (u == ' ' && n > 0 && out[n - 1] == ' '))
			continue;
		if (count == max) {
			*cut = true;
			n = at;
			n += utf8_put(out + n, 0x2026);
			break;
		}
		if (++count == max)
			at = n;
		n += utf8_put(out + n, u);
	}
	return (arena_copy(a, out, n));
}

static void
put_text(struct arena *a, struct json *item, struct json *in,
    const struct field *field, const char *text)
{
	bool cut;
	const char *fits = fitting(a, text, field->max,
	    field->kind == FIELD_TEXT, &cut);

	if (cut) {
		import_note(a, item, "import.cut", "%.200s", text);
		json_put_text(a, json_get(item, "notes")->last, "field",
		    field->label != NULL ? field->label : field->name);
	}
	json_put_text(a, in, field->name, fits);
}

/* Those that saving would take: too long ones, and one too many, go. */
void
import_tags_put(struct import *m, struct arena *a, struct json *item,
    struct json *in, const struct field *field, const struct json *tags)
{
	struct json *list = json_array(a), *one, *unused;

	json_each(t, tags) {
		one = json_array(a);
		json_add(one, json_string(a, t->text));
		if (list->length == field->max || content_check_field(m->c,
		    field, one, &unused) != ERR_OK)
			import_note(a, item, "import.tag", "%.100s", t->text);
		else
			json_add(list, json_string(a, t->text));
	}
	json_put(in, field->name, list);
}

/* What people call the field or choice, in this language. */
static bool
is_called(const struct lang *l, const char *key, const char *text)
{
	const char *label = l != NULL ? lang_text(l, key) : NULL;

	return (label != NULL && strcmp(label, text) == 0);
}

static bool
has_name(const struct import *m, const struct field *field,
    const char *name)
{
	char key[100];

	snprintf(key, sizeof(key), "field.%s", field->name);
	return (strcmp(field->name, name) == 0 || is_called(m->texts,
	    field->label != NULL ? field->label : key, name));
}

const struct field *
import_field_find(const struct import *m, const char *name)
{
	const struct type *t = m->type;
	size_t i;

	for (i = 0; i < t->field_count; i++)
		if (has_name(m, &t->fields[i], name))
			return (&t->fields[i]);
	return (NULL);
}

/* The choice that has this label; what is none is refused when it is saved. */
static const char *
choice_of(const struct import *m, const struct field *field,
    const char *text)
{
	char key[100];

	json_each(choice, field->choices) {
		snprintf(key, sizeof(key), "choice.%s", choice->text);
		if (is_called(m->texts, key, text))
			return (choice->text);
	}
	return (text);
}

void
import_field_put(struct import *m, struct arena *a, struct json *item,
    struct json *in, const struct field *field, const char *text)
{
	struct json *one = json_object(a);
	char day[IMPORT_DATE_SIZE], *end;
	struct buf html = { 0 };
	long long n;

	switch (field->kind) {
	case FIELD_TAGS:
		import_put_tags(a, one, text);
		import_tags_put(m, a, item, in, field, json_get(one, "tags"));
		break;
	case FIELD_DATE:
		json_put_text(a, in, field->name, import_date(text, day) ?
		    day : text);
		break;
	case FIELD_INT:
		n = strtoll(text, &end, 10);
		json_put(in, field->name, *end == '\0' && end != text ?
		    json_int(a, n) : json_string(a, text));
		break;
	case FIELD_BOOL:
		json_put_bool(a, in, field->name, strcmp(text, "1") == 0 ||
		    strcmp(text, "true") == 0 || strcmp(text, "是") == 0);
		break;
	case FIELD_CHOICE:
		json_put_text(a, in, field->name, choice_of(m, field, text));
		break;
	case FIELD_HTML:
		import_paragraphs(text, &html);
		json_put_text(a, in, field->name, buf_string(&html));
		buf_cleanup(&html);
		break;
	case FIELD_MEDIA:
	case FIELD_MEDIA_LIST:
	case FIELD_ITEMS:
		import_note(a, item, "import.field", "%s", field->name);
		break;
	default:
		put_text(a, item, in, field, text);
	}
}
