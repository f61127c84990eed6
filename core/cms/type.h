/*
 * Types of content as data: which fields an entry has.  core/types/ declares
 * `article` and `page`; plugins add theirs with type_register(), so that a
 * new type needs no change in C.
 *
 *	{ "name": "term", "title": "type.term", "fields": [
 *	    { "name": "title", "kind": "line", "max": 80, "required": true },
 *	    { "name": "code", "kind": "line", "pattern": "[A-Z]{2}\\d{6}" },
 *	    { "name": "grade", "kind": "choice", "choices": ["a", "b"] } ] }
 *
 * A field may carry a `label` (a key of lang/; else "field." + name) and a
 * `group` (a key, too): the heading under which the form has it; a line with
 * `choose` = "column" is chosen there among the columns.  One that `corrects`
 * tells of a correction to the live text, and begins empty for each.  The kind
 * "items" is a list of rows, whose own `fields` are of the plain kinds:
 *
 *	{ "name": "honours", "kind": "items", "max": 30, "fields": [
 *	    { "name": "year", "kind": "int", "required": true },
 *	    { "name": "what", "kind": "line", "max": 80 } ] }
 *
 * `private`: for staff alone; no view of visitors has it (live.h), nor has the
 * search.  Its name begins with "private_" or "consent_", so that who has no
 * schema at hand knows it as well (field_is_private).
 * Of the whole type: `until` names a date field after which it isn't shown
 * (expire.h), `history` opens published versions to visitors: all (true), or
 * those that staff open by the bool field that it names (version.h),
 * `personal` keeps titles, which are people's names, out of the public record
 * (ledger.h).  Further members of the schema (template, listing, form) are for
 * whoever shows it.
 */
#ifndef CMS_TYPE_H
#define CMS_TYPE_H

#include "cms/cms.h"

#define TYPE_CORRECTION "correction"	/* field: what a correction is about */

#define TYPE_FIELDS_MAX 64
#define TYPE_ITEM_FIELDS_MAX 12	/* of a row */
#define TYPE_ITEMS_MAX 200	/* rows */

enum field_kind {
	FIELD_LINE,		/* one line */
	FIELD_TEXT,		/* lines */
	FIELD_HTML,		/* goes through html_clean() */
	FIELD_DATE,		/* "YYYY-MM-DD", or "" */
	FIELD_MEDIA,		/* hash of a stored file, or "" */
	FIELD_MEDIA_LIST,	/* [{"hash":…,"name":…}] */
	FIELD_TAGS,		/* lines without repeats */
	FIELD_CHOICE,		/* one of `choices`, or "" */
	FIELD_INT,		/* or null */
	FIELD_BOOL,
	FIELD_LINK,		/* http(s) URL or a path of the site, or "" */
	FIELD_ITEMS,		/* [{…}]: rows, each with all of `fields` */
	FIELD_KIND_COUNT
};

struct field {
	const char	*name, *label;
	enum field_kind	kind;
	bool		required, private;
	bool		corrects;	/* is about one correction alone */
	size_t		max;	/* characters; items of tags and lists */
	const char	*pattern; /* of a line, whole (PCRE2); NULL: any */
	const struct json *choices;
	const struct field *fields;	/* of the rows of FIELD_ITEMS */
	size_t		field_count;
};

struct type {
	const char	*name, *title;
	const struct field *fields;
	size_t		field_count;
	const struct json *schema;	/* as it was declared */
	const char	*plugin;	/* whose it is; NULL: of every site */
	const char	*until;		/* name of a date field; NULL: none */
	const char	*opened;	/* of a bool field: which versions are
					 * open; NULL: all, if history */
	bool		core, history, personal;
	struct type	*next;
};

/* The types of one cms; cms.c keeps them. */
struct types;

struct types *types_alloc(void);
void types_free(struct types *t);	/* NULL is allowed */

/* Reads ROOT/core/types/NAME.json. */
enum err types_load_core(struct types *t, const char *root, struct fault *f);

/* Copies the schema.  A type of that name registered before is replaced; one
 * of core can't be: ERR_CONFLICT "type.taken".  ERR_INPUT "type.bad" says what
 * is wrong in the schema. */
enum err type_register(struct cms *cms, const struct json *schema,
    struct fault *f);
/* The same for a plugin: the type is there only on sites that use it.  One of
 * another plugin is "type.taken". */
enum err type_register_for(struct cms *cms, const char *plugin,
    const struct json *schema, struct fault *f);
/* Entries of the type stay, but can't be saved until it is back. */
void type_forget(struct cms *cms, const char *name);

/* NULL where there is none. */
const struct type *type_find(struct cms *cms, const char *name);
/* The same for a site: NULL also where its plugin isn't used there. */
const struct type *type_of_site(struct site *site, const char *name);
const struct type *type_first(struct cms *cms);
const struct field *type_field(const struct type *t, const char *name);

/* A copy of the content without the type's private fields.  Of a type that
 * isn't there (NULL) nobody knows which those are: then nothing. */
struct json *type_public(struct arena *a, const struct type *t,
    const struct json *content);

const char *field_kind_name(enum field_kind k);
/* By its name alone. */
bool field_is_private(const char *name);
/* One of `count` fields; NULL where there is none of that name. */
const struct field *field_find(const struct field *fields, size_t count,
    const char *name);

#endif
