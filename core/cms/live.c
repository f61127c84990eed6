/* Single entries of the published copy. */
#include <string.h>

#include "cms/entry.h"
#include "cms/live.h"
#include "cms/live_inside.h"
#include "cms/media.h"
#include "cms/picture.h"
#include "cms/topic.h"
#include "cms/type.h"

static struct json *
cover_view(struct arena *a, const struct json *row)
{
	const char *hash = json_get_text(row, "cover", NULL);
	const char *name = json_get_text(row, "cover_name", NULL);
	struct json *o;

	if (hash == NULL || name == NULL)
		return (json_null(a));
	o = json_object(a);
	json_put_text(a, o, "hash", hash);
	json_put_text(a, o, "url", media_url(a, hash, name));
	json_put_text(a, o, "alt", json_get_text(row, "cover_alt", ""));
	json_put(o, "width", json_share(a, json_get(row, "width")));
	json_put(o, "height", json_share(a, json_get(row, "height")));
	picture_put(a, o, hash, json_get(row, "sizes"),
	    json_get_text(o, "url", ""), json_get_int(row, "width", 0));
	return (o);
}

struct json *
live_summary(struct arena *a, const struct json *row)
{
	static const char *const COPIED[] = { "id", "title", "summary",
	    "column", "column_title", "type", "published_at", "tags" };
	const char *column = json_get_text(row, "column", "");
	const char *topic = json_get_text(row, "topic", NULL);
	struct json *o = json_object(a);

	for (size_t i = 0; i < sizeof(COPIED) / sizeof(COPIED[0]); i++)
		json_put(o, COPIED[i], json_share(a, json_get(row,
		    COPIED[i])));
	json_put_text(a, o, "source", json_get_text(row, "source", ""));
	json_put_text(a, o, "url", topic != NULL ? topic_url(a, column,
	    topic) : entry_url(a, column, json_get_int(row, "id", 0)));
	json_put(o, "cover", cover_view(a, row));
	return (o);
}

static enum err
attachments_view(struct site *site, struct arena *a, const struct json *list,
    struct json **out, struct fault *f)
{
	struct media m;
	struct json *o;
	const char *path, *name;
	enum err e;

	*out = json_array(a);
	json_each(item, list) {
		e = media_find(site, a, json_get_text(item, "hash", ""), &m,
		    &path, NULL);
		if (e == ERR_NOT_FOUND)
			continue;
		if (e != ERR_OK)
			return (fault_set(f, e, NULL, NULL, NULL));
		name = json_get_text(item, "name", "");
		if (name[0] == '\0')
			name = m.name;
		o = json_add(*out, json_object(a));
		json_put_text(a, o, "hash", m.hash);
		json_put_text(a, o, "url", media_url(a, m.hash, m.name));
		json_put_text(a, o, "name", name);
		json_put_text(a, o, "type", m.type);
		json_put_text(a, o, "alt", m.alt);
		json_put_int(a, o, "bytes", m.bytes);
		if (m.width > 0 && m.height > 0) {
			json_put_int(a, o, "width", m.width);
			json_put_int(a, o, "height", m.height);
			picture_put(a, o, m.hash, m.sizes,
			    json_get_text(o, "url", ""), m.width);
		}
	}
	return (ERR_OK);
}

/* The files of a type's own lists, by field. */
static enum err
files_view(struct site *site, struct arena *a, const struct type *t,
    const struct json *content, struct json **out, struct fault *f)
{
	struct json *list;
	const struct field *field;
	enum err e;
	size_t i;

	*out = json_object(a);
	for (i = 0; t != NULL && i < t->field_count; i++) {
		field = &t->fields[i];
		if (field->kind != FIELD_MEDIA_LIST || field->private ||
		    strcmp(field->name, "attachments") == 0)
			continue;
		e = attachments_view(site, a, json_get(content, field->name),
		    &list, f);
		if (e != ERR_OK)
			return (e);
		json_put(*out, field->name, list);
	}
	return (ERR_OK);
}

enum err
live_full(struct site *site, struct arena *a, const struct json *row,
    struct json **out, struct fault *f)
{
	static const char *const TEXTS[] = { "body", "author", "editor",
	    "signed_date", "keywords" };
	const struct json *content = json_get(row, "content");
	const struct type *type = type_find(site->cms, json_get_text(row,
	    "type", ""));
	struct json *attachments, *files;
	enum err e = attachments_view(site, a, json_get(content,
	    "attachments"), &attachments, f);

	if (e == ERR_OK)
		e = files_view(site, a, type, content, &files, f);
	if (e != ERR_OK)
		return (e);
	*out = live_summary(a, row);
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		json_put_text(a, *out, TEXTS[i],
		    json_get_text(content, TEXTS[i], ""));
	json_put(*out, "attachments", attachments);
	json_put(*out, "files", files);
	json_put(*out, "corrected_at",
	    json_copy(a, json_get(row, "corrected_at")));
	json_put_text(a, *out, "hash", json_get_text(row, "hash", ""));
	json_put(*out, "content", type_public(a, type, content));
	if (type != NULL && type->personal)
		json_put_bool(a, *out, "personal", true);
	return (ERR_OK);
}

static enum err
tombstone(struct site *site, struct arena *a, int64_t id, struct json **out,
    struct fault *f)
{
	enum err e = db_one(site->db, a, out, f,
	    "SELECT t.entry AS id, t.title, k.path AS \"column\", t.reason,"
	    " t.withdrawn_at FROM tombstone t LEFT JOIN \"column\" k"
	    " ON k.id = t.\"column\" WHERE t.entry = :id",
	    DB_INT(":id", id));

	if (e != ERR_OK)
		return (e);
	if (*out == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "live.unknown", "id",
		    "%lld", (long long)id));
	return (fault_set(f, ERR_GONE, "live.gone", "id", "%lld",
	    (long long)id));
}

enum err
live_entry(struct site *site, struct arena *a, int64_t id,
    struct json **out, struct fault *f)
{
	struct json *row;
	enum err e = db_one(site->db, a, &row, f,
	    SUMMARY_SQL ", l.content AS content_json FROM live l" JOINS_SQL
	    " WHERE l.entry = :id", DB_INT(":id", id));

	*out = NULL;
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (tombstone(site, a, id, out, f));
	return (live_full(site, a, row, out, f));
}

enum err
live_neighbours(struct site *site, struct arena *a, int64_t id,
    struct json **previous, struct json **next, struct fault *f)
{
	struct json *older = NULL, *newer = NULL;
	enum err e = db_one(site->db, a, &older, f,
	    SUMMARY_SQL " FROM live me JOIN live l ON l.\"column\" ="
	    " me.\"column\" AND (l.published_at, l.entry) <"
	    " (me.published_at, me.entry)" JOINS_SQL " WHERE me.entry = :id"
	    " ORDER BY l.published_at DESC, l.entry DESC LIMIT 1",
	    DB_INT(":id", id));

	if (e == ERR_OK)
		e = db_one(site->db, a, &newer, f,
		    SUMMARY_SQL " FROM live me JOIN live l ON l.\"column\" ="
		    " me.\"column\" AND (l.published_at, l.entry) >"
		    " (me.published_at, me.entry)" JOINS_SQL
		    " WHERE me.entry = :id"
		    " ORDER BY l.published_at, l.entry LIMIT 1",
		    DB_INT(":id", id));
	if (e != ERR_OK)
		return (e);
	*previous = older != NULL ? live_summary(a, older) : NULL;
	*next = newer != NULL ? live_summary(a, newer) : NULL;
	return (ERR_OK);
}
