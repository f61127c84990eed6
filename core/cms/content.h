/*
 * The content of an entry: a JSON object with exactly the fields of its type,
 * checked and brought to one form, so that equal texts have equal hashes.
 */
#ifndef CMS_CONTENT_H
#define CMS_CONTENT_H

#include "base/hash.h"
#include "cms/cms.h"
#include "cms/type.h"


/* Members of an act's input that are never fields: id, column… */
bool content_reserved(const char *name);

/* Checks the members of `in` that aren't reserved against the type and gives
 * all its fields.  A field that `in` doesn't have is taken from `base` (an
 * older content, or NULL: then it is empty).  ERR_INPUT names the field. */
enum err content_check(struct call *c, const struct type *t,
    const struct json *in, const struct json *base, struct json **out);

/* One given value; content_field.c. */
enum err content_check_field(struct call *c, const struct field *field,
    const struct json *in, struct json **out);

/* Rows; content_items.c.  A row in which nothing is set is left out; a fault
 * names "honours.3.year", rows counted from 1 without those. */
enum err content_check_items(struct call *c, const struct field *field,
    const struct json *in, struct json **out);

/* A copy without what is about one correction alone (type.h, `corrects`). */
struct json *content_uncorrected(struct arena *a, const struct type *t,
    const struct json *content);

/* The value of a field that was never filled in; and is `v` like that? */
struct json *content_empty(struct arena *a, enum field_kind kind);
bool content_is_empty(const struct json *v);

/* A value that isn't text as one line, for lists of changes: tags by commas,
 * files by their names, rows by semicolons. */
const char *content_line(struct arena *a, const struct field *field,
    const struct json *v);

/* Is `v` of the shape in which a form keeps the field as it was typed, right
 * or wrong?  Whoever shows it may rely on that. */
bool content_typed(const struct field *field, const struct json *v);

/* SHA-256 of the canonical JSON {column, content, type}: what reviewers
 * approve.  `column` is the id, for a renamed column changes nothing that was
 * said. */
void content_hash(const char *type, int64_t column,
    const struct json *content, char out[HASH_SIZE]);
/* … of a content that is canonical JSON already. */
void content_hash_text(const char *type, int64_t column, const char *text,
    char out[HASH_SIZE]);
/* The same without the private fields: what the ledger and visitors see.  Of
 * few possible values one hash would tell which it is. */
void content_hash_public(const char *type, int64_t column,
    const struct json *content, char out[HASH_SIZE]);
/* Where it has none the two are one. */
bool content_has_private(const struct json *content);

/* Every stored file that the content shows or links, as an array of hashes
 * without repeats. */
struct json *content_media(struct arena *a, const struct type *t,
    const struct json *content);

/* Text of the content for lists: the title. */
const char *content_title(const struct json *content);

#endif
