/* Values: building and reading them; see json.h. */
#include "base/json.h"

#include <math.h>
#include <string.h>

static struct json *
json_new(struct arena *a, enum json_type type)
{
	struct json *v = arena_get(a, sizeof(*v));

	v->type = type;
	return (v);
}

struct json *
json_object(struct arena *a)
{
	return (json_new(a, JSON_OBJECT));
}

struct json *
json_array(struct arena *a)
{
	return (json_new(a, JSON_ARRAY));
}

struct json *
json_null(struct arena *a)
{
	return (json_new(a, JSON_NULL));
}

struct json *
json_bool(struct arena *a, bool flag)
{
	struct json *v = json_new(a, JSON_BOOL);

	v->flag = flag;
	return (v);
}

struct json *
json_int(struct arena *a, int64_t integer)
{
	struct json *v = json_new(a, JSON_INT);

	v->integer = integer;
	return (v);
}

struct json *
json_real(struct arena *a, double real)
{
	struct json *v;

	if (!isfinite(real))
		return (json_null(a));
	v = json_new(a, JSON_REAL);
	v->real = real;
	return (v);
}

struct json *
json_string(struct arena *a, const char *text)
{
	if (text == NULL)
		return (json_null(a));
	return (json_bytes(a, text, strlen(text)));
}

struct json *
json_bytes(struct arena *a, const void *p, size_t length)
{
	struct json *v = json_new(a, JSON_STRING);

	v->text = arena_copy(a, p, length);
	v->length = length;
	return (v);
}

struct json *
json_add(struct json *array, struct json *v)
{
	v->next = NULL;
	if (array->last != NULL)
		array->last->next = v;
	else
		array->first = v;
	array->last = v;
	array->length++;
	return (v);
}

/* Most names differ in their first letter already. */
static bool
json_named(const struct json *v, const char *name)
{
	return (v->name[0] == name[0] && strcmp(v->name, name) == 0);
}

struct json *
json_put(struct json *object, const char *name, struct json *v)
{
	struct json *item, *before = NULL;

	v->name = name;
	for (item = (struct json *)object->first; item != NULL;
	    before = item, item = item->next) {
		if (!json_named(item, name))
			continue;
		v->next = item->next;
		if (before != NULL)
			before->next = v;
		else
			object->first = v;
		if (object->last == item)
			object->last = v;
		return (v);
	}
	return (json_add(object, v));
}

struct json *
json_copy(struct arena *a, const struct json *v)
{
	struct json *copy, *item;

	if (v == NULL)
		return (json_null(a));
	if (v->type == JSON_STRING)
		return (json_bytes(a, v->text, v->length));
	copy = json_new(a, v->type);
	if (v->type == JSON_BOOL)
		copy->flag = v->flag;
	else if (v->type == JSON_INT)
		copy->integer = v->integer;
	else if (v->type == JSON_REAL)
		copy->real = v->real;
	else if (v->type != JSON_NULL)
		json_each(from, v) {
			item = json_add(copy, json_copy(a, from));
			if (from->name != NULL && v->type == JSON_OBJECT)
				item->name = arena_text(a, from->name);
		}
	return (copy);
}

struct json *
json_share(struct arena *a, const struct json *v)
{
	struct json *same;

	if (v == NULL)
		return (json_null(a));
	same = arena_get(a, sizeof(*same));
	*same = *v;
	same->next = NULL;
	return (same);
}

void
json_put_text(struct arena *a, struct json *o, const char *name, const char *v)
{
	json_put(o, name, json_string(a, v));
}

void
json_put_int(struct arena *a, struct json *o, const char *name, int64_t v)
{
	json_put(o, name, json_int(a, v));
}

void
json_put_bool(struct arena *a, struct json *o, const char *name, bool v)
{
	json_put(o, name, json_bool(a, v));
}

const struct json *
json_get(const struct json *o, const char *name)
{
	if (o == NULL || o->type != JSON_OBJECT)
		return (NULL);
	json_each(item, o)
		if (json_named(item, name))
			return (item);
	return (NULL);
}

const char *
json_get_text(const struct json *o, const char *name, const char *otherwise)
{
	const struct json *v = json_get(o, name);

	return (v != NULL && v->type == JSON_STRING ? v->text : otherwise);
}

int64_t
json_get_int(const struct json *o, const char *name, int64_t otherwise)
{
	const struct json *v = json_get(o, name);

	return (v != NULL && v->type == JSON_INT ? v->integer : otherwise);
}

bool
json_get_bool(const struct json *o, const char *name, bool otherwise)
{
	const struct json *v = json_get(o, name);

	return (v != NULL && v->type == JSON_BOOL ? v->flag : otherwise);
}
