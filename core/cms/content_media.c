/* Fields that hold files: each has to be one that the site keeps. */
#include <string.h>

#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"
#include "cms/content_inside.h"
#include "cms/entry_acts.h"
#include "cms/media.h"
#include "cms/revision.h"
#include "html/text.h"

static enum err
check_hash(const struct checked *k, const char *hash)
{
	enum err e;
	bool known;

	if (!hash_valid(hash))
		return (content_bad(k, "media.unknown"));
	e = media_known(k->c->site, hash, &known, k->c->fault);
	if (e == ERR_OK && !known)
		return (content_bad(k, "media.unknown"));
	return (e);
}

enum err
content_media_check(const struct checked *k, const struct json *in,
    struct json **out)
{
	enum err e = content_line_of(k, in, out);

	if (e != ERR_OK || (*out)->length == 0)
		return (e);
	return (check_hash(k, (*out)->text));
}

static enum err
check_media_item(const struct checked *k, const struct json *item,
    struct json *list)
{
	const struct json *name = json_get(item, "name");
	const char *hash = json_get_text(item, "hash", NULL);
	struct json *o, *clean;
	enum err e;

	if (hash == NULL || (name != NULL && name->type != JSON_STRING))
		return (content_bad(k, "input.type"));
	json_each(m, item)
		if (strcmp(m->name, "hash") != 0 &&
		    strcmp(m->name, "name") != 0)
			return (fault_set(k->c->fault, ERR_INPUT,
			    "input.unknown", k->field->name, "%s", m->name));
	if ((e = check_hash(k, hash)) != ERR_OK)
		return (e);
	o = json_object(k->c->arena);
	json_put_text(k->c->arena, o, "hash", hash);
	clean = json_string(k->c->arena, "");
	if (name != NULL && (e = content_line_of(k, name, &clean)) != ERR_OK)
		return (e);
	if (utf8_count(clean->text, clean->length) > MEDIA_NAME_MAX)
		return (fault_set(k->c->fault, ERR_INPUT, "input.long",
		    k->field->name, "%d", MEDIA_NAME_MAX));
	json_put(o, "name", clean);
	json_add(list, o);
	return (ERR_OK);
}

enum err
content_media_list_check(const struct checked *k, const struct json *in,
    struct json **out)
{
	enum err e;

	if (in->type != JSON_ARRAY)
		return (content_bad(k, "input.type"));
	if (in->length > k->field->max)
		return (content_long(k));
	*out = json_array(k->c->arena);
	json_each(item, in)
		if ((e = check_media_item(k, item, *out)) != ERR_OK)
			return (e);
	return (ERR_OK);
}

struct shown_files {
	struct arena	*arena;
	struct json	*urls;
};

static void
file_note(enum html_link kind, const char *url, const char *text, void *arg)
{
	struct shown_files *files = arg;

	(void)kind;
	(void)text;
	if (strncmp(url, "/media/", strlen("/media/")) == 0)
		json_add(files->urls, json_string(files->arena, url));
}

/* The last part of the address, as people read it. */
static const char *
file_name(struct arena *a, const char *url)
{
	const char *name = strrchr(url, '/') + 1;
	const char *text = url_text(a, name, strlen(name), false);

	return (text != NULL ? text : name);
}

static enum err
text_files_there(const struct checked *k, const struct json *html)
{
	struct shown_files files = { k->c->arena, json_array(k->c->arena) };
	const char *hash;
	bool known;
	enum err e = ERR_OK;

	html_links(html->text, html->length, file_note, &files);
	json_each(url, files.urls) {
		hash = media_hash_of(k->c->arena, url->text);
		known = false;
		if (hash != NULL)
			e = media_known(k->c->site, hash, &known, k->c->fault);
		if (e != ERR_OK)
			return (e);
		if (!known)
			return (fault_set(k->c->fault, ERR_INPUT, "media.lost",
			    k->field->name, "%s", file_name(k->c->arena,
			    url->text)));
	}
	return (ERR_OK);
}

/* A draft may show others meanwhile: what is pasted comes before its
 * pictures. */
enum err
entry_files_there(struct call *c, const struct entry *entry)
{
	const struct type *type = type_find(c->cms, entry->type);
	struct checked k = { .c = c };
	struct revision r;
	const struct json *v;
	enum err e = revision_load(c, entry->id, entry->revision, &r);
	size_t i;

	for (i = 0; e == ERR_OK && type != NULL && i < type->field_count;
	    i++) {
		k.field = &type->fields[i];
		v = json_get(r.content, k.field->name);
		if (k.field->kind == FIELD_HTML && v != NULL &&
		    v->type == JSON_STRING && strstr(v->text, "/media/") != NULL)
			e = text_files_there(&k, v);
	}
	return (e);
}
