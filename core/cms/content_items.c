/*
 * Rows: fields of the kind "items", and any value as one line.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cms/content.h"

/* The fault of a sub-field names the row as well: "honours.3.year". */
static enum err
in_row(struct call *c, const struct field *field, size_t row, enum err e)
{
	char sub[FAULT_FIELD_MAX];

	if (c->fault == NULL)
		return (e);
	memcpy(sub, c->fault->field, sizeof(sub));
	snprintf(c->fault->field, sizeof(c->fault->field), "%.24s.%zu.%.24s",
	    field->name, row, sub);
	return (e);
}

static enum err
check_cell(struct call *c, const struct field *sub, const struct json *row,
    struct json *out, bool *set)
{
	const struct json *v = json_get(row, sub->name);
	struct json *value = content_empty(c->arena, sub->kind);
	enum err e;

	if (v != NULL && v->type != JSON_NULL) {
		e = content_check_field(c, sub, v, &value);
		if (e != ERR_OK)
			fault_label(c->fault, sub->label);
		if (e != ERR_OK)
			return (e);
	}
	json_put(out, sub->name, value);
	if (!content_is_empty(value) &&
	    !(value->type == JSON_BOOL && !value->flag))
		*set = true;
	return (ERR_OK);
}

/* *out is NULL where nothing in the row is set. */
static enum err
check_row(struct call *c, const struct field *field, const struct json *row,
    struct json **out)
{
	bool set = false;
	size_t i;
	enum err e;

	*out = NULL;
	if (row->type != JSON_OBJECT)
		return (fault_set(c->fault, ERR_INPUT, "input.type", "",
		    "%s", field_kind_name(field->kind)));
	json_each(m, row)
		if (field_find(field->fields, field->field_count, m->name) ==
		    NULL)
			return (fault_set(c->fault, ERR_INPUT,
			    "input.unknown", m->name, "%s", m->name));
	*out = json_object(c->arena);
	for (i = 0; i < field->field_count; i++)
		if ((e = check_cell(c, &field->fields[i], row, *out, &set)) !=
		    ERR_OK)
			return (e);
	for (i = 0; set && i < field->field_count; i++)
		if (field->fields[i].required && content_is_empty(json_get(
		    *out, field->fields[i].name))) {
			e = fault_set(c->fault, ERR_INPUT, "input.missing",
			    field->fields[i].name, "%s",
			    field->fields[i].name);
			fault_label(c->fault, field->fields[i].label);
			return (e);
		}
	if (!set)
		*out = NULL;
	return (ERR_OK);
}

enum err
content_check_items(struct call *c, const struct field *field,
    const struct json *in, struct json **out)
{
	struct json *row;
	enum err e;

	if (in->type != JSON_ARRAY)
		return (fault_set(c->fault, ERR_INPUT, "input.type",
		    field->name, "%s", field_kind_name(field->kind)));
	if (in->length > TYPE_ITEMS_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.many",
		    field->name, "%zu", field->max));
	*out = json_array(c->arena);
	json_each(item, in) {
		e = check_row(c, field, item, &row);
		if (e != ERR_OK)
			return (in_row(c, field, (*out)->length + 1, e));
		if (row != NULL)
			json_add(*out, row);
	}
	if ((*out)->length > field->max)
		return (fault_set(c->fault, ERR_INPUT, "input.many",
		    field->name, "%zu", field->max));
	return (ERR_OK);
}

/* ---- one line ---- */

static void
line_of(struct buf *b, const struct field *field, const struct json *v)
{
	const char *gap = "";
	size_t i;

	if (v == NULL || v->type == JSON_NULL)
		return;
	if (v->type == JSON_STRING)
		buf_text(b, v->text);
	else if (v->type != JSON_ARRAY)
		json_write(b, v);
	else
		json_each(item, v) {
			buf_text(b, gap);
			gap = field->kind == FIELD_ITEMS ? "；" : ", ";
			if (item->type == JSON_STRING)
				buf_text(b, item->text);
			else if (field->kind != FIELD_ITEMS)
				buf_text(b, json_get_text(item, "name", ""));
			for (i = 0; i < field->field_count; i++) {
				if (i > 0)
					buf_char(b, ' ');
				line_of(b, &field->fields[i], json_get(item,
				    field->fields[i].name));
			}
		}
}

const char *
content_line(struct arena *a, const struct field *field, const struct json *v)
{
	const char *text;
	struct buf b;

	buf_init(&b);
	line_of(&b, field, v);
	text = arena_text(a, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}
