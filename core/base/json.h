/*
 * JSON (RFC 8259) and, at the same time, the one way in which data of no
 * fixed shape passes between floors: rows of a query, inputs of an act, the
 * view that a template gets.  Values live in an arena and are freed with it;
 * a text in one is borrowed unless the function says that it copies.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"

#define JSON_DEPTH_MAX 64	/* nesting that json_parse() accepts */
#define JSON_VALUES_MAX 200000	/* values in one document */

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_INT,
	JSON_REAL,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_type	type;
	const char	*name;	 /* in an object: the member's name */
	struct json	*next;	 /* the next item or member */
	size_t		length;	 /* bytes of a string; items, members */
	union {
		bool		flag;
		int64_t		integer;
		double		real;
		const char	*text;	/* ends with NUL; may hold NUL: length */
		struct json	*first;
	};
	struct json	*last;	 /* the last item or member */
};

/* Valid UTF-8, one value, limits above; else ERR_SYNTAX "json.bad" with the
 * byte where it stopped as detail.  A member that has the name of another of
 * its object, or a NUL in its name, is ERR_INPUT "json.name" with that name as
 * field: RFC 8259 lets it pass, but what it means is anybody's guess.
 * What reads as a whole number beyond 64 bits becomes a JSON_REAL. */
enum err json_parse(struct arena *a, const char *text, size_t length,
    struct json **out, struct fault *f);

/* Appends the shortest form.  json_canonical() sorts members by the bytes of
 * their names, so that equal values have equal bytes (for hashes). */
void json_write(struct buf *b, const struct json *v);
void json_canonical(struct buf *b, const struct json *v);

/* New values.  A real that is no number (NaN) or infinite becomes null. */
struct json *json_object(struct arena *a);
struct json *json_array(struct arena *a);
struct json *json_null(struct arena *a);
struct json *json_bool(struct arena *a, bool flag);
struct json *json_int(struct arena *a, int64_t integer);
struct json *json_real(struct arena *a, double real);
/* These copy; a text that is NULL becomes null. */
struct json *json_string(struct arena *a, const char *text);
struct json *json_bytes(struct arena *a, const void *p, size_t length);
struct json *json_copy(struct arena *a, const struct json *v);

/* The value once more, for another place: both hold the same text, items or
 * members, and so neither is changed afterwards.  NULL becomes null. */
struct json *json_share(struct arena *a, const struct json *v);

/* Adds `v` (which must be new, in no other value) and returns it.  The name is
 * borrowed: a literal, or text of the same arena.  An equal name is replaced. */
struct json *json_put(struct json *object, const char *name, struct json *v);
struct json *json_add(struct json *array, struct json *v);
void json_put_text(struct arena *a, struct json *o, const char *name,
    const char *v);
void json_put_int(struct arena *a, struct json *o, const char *name,
    int64_t v);
void json_put_bool(struct arena *a, struct json *o, const char *name, bool v);

/* Reading: of a member that is absent or of another type, the answer is NULL,
 * 0, false or the default.  `o` may be NULL. */
const struct json *json_get(const struct json *o, const char *name);
const char *json_get_text(const struct json *o, const char *name,
    const char *otherwise);
int64_t json_get_int(const struct json *o, const char *name,
    int64_t otherwise);
bool json_get_bool(const struct json *o, const char *name, bool otherwise);

#define json_each(item, v) \
	for (const struct json *item = (v) != NULL ? (v)->first : NULL; \
	    item != NULL; item = item->next)

#endif
