/*
 * Posts of WordPress as items, and the files of an export that belong to them.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "html/import_wxr.h"
#include "html/text.h"

#define FILES_MAX 200000

/* Categories and tags are words of the post; formats and others aren't. */
bool
wxr_is_word(int count, const xmlChar **attributes)
{
	static const char domains[] = " category post_tag tag ";
	int i;

	for (i = 0; i < count; i++, attributes += 5)
		if (strcmp((const char *)attributes[0], "domain") == 0)
			return (html_among(domains,
			    (const char *)attributes[3],
			    (size_t)(attributes[4] - attributes[3])));
	return (true);
}

/* What is kept of an item or author, by last names. */
const char *
wxr_kept(const char *name, const char *prefix, const char *uri)
{
	static const char *const NAMES[] = { "post_id", "post_date",
	    "status", "post_type", "post_parent", "post_password",
	    "attachment_url", "creator", "author_login",
	    "author_display_name" };
	size_t i;

	if (uri == NULL && (strcmp(name, "title") == 0 ||
	    strcmp(name, "link") == 0 || strcmp(name, "category") == 0))
		return (name[0] == 't' ? "title" : name[0] == 'l' ? "link" :
		    "category");
	if (strcmp(name, "encoded") == 0)
		return ((prefix != NULL && strcmp(prefix, "excerpt") == 0) ||
		    (uri != NULL && strstr(uri, "excerpt") != NULL) ?
		    "excerpt" : "content");
	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		if (strcmp(name, NAMES[i]) == 0)
			return (NAMES[i]);
	return (NULL);
}

const struct import_file *
import_file_of(const struct import_files *files, long post)
{
	return (files->of[(unsigned long)post % IMPORT_BUCKETS]);
}

const struct import_file *
import_file_by(const struct import_files *files, long id)
{
	const struct import_file *file;

	for (file = files->by[(unsigned long)id % IMPORT_BUCKETS];
	    file != NULL && file->id != id; file = file->next_by)
		continue;
	return (file);
}

void
wxr_left(struct wxr *w, const char *type)
{
	char name[32];
	size_t i;

	if (*type == '\0' || w->left->length > 50)
		type = "?";
	for (i = 0; i < sizeof(name) - 1 && type[i] != '\0'; i++)
		name[i] = isalnum((unsigned char)type[i]) || type[i] == '_' ||
		    type[i] == '-' ? type[i] : '?';
	name[i] = '\0';
	json_put_int(w->whole, w->left, arena_text(w->whole, name),
	    json_get_int(w->left, name, 0) + 1);
}

void
wxr_file(struct wxr *w)
{
	struct import_file *file, **of, **by;

	if (*wxr_raw(w, "attachment_url") == '\0' ||
	    w->files->count++ >= FILES_MAX)
		return;
	file = arena_get(w->whole, sizeof(*file));
	file->url = arena_text(w->whole, wxr_raw(w, "attachment_url"));
	file->title = arena_text(w->whole, *wxr_raw(w, "alt") != '\0' ?
	    wxr_raw(w, "alt") : wxr_raw(w, "title"));
	file->id = strtol(wxr_raw(w, "post_id"), NULL, 10);
	file->post = strtol(wxr_raw(w, "post_parent"), NULL, 10);
	of = &w->files->of[(unsigned long)file->post % IMPORT_BUCKETS];
	by = &w->files->by[(unsigned long)file->id % IMPORT_BUCKETS];
	file->next = *of;
	file->next_by = *by;
	*of = *by = file;
}

/* Files of the post that are no pictures are its attachments; the picture
 * above it is its cover. */
static void
put_files(struct wxr *w, struct json *item)
{
	long post = strtol(wxr_raw(w, "post_id"), NULL, 10);
	long cover = strtol(wxr_raw(w, "thumbnail"), NULL, 10);
	struct json *list = json_array(w->one), *o;
	const struct import_file *file = import_file_by(w->files, cover);

	if (cover != 0 && file != NULL)
		import_put(w->one, item, "cover", file->url);
	file = post != 0 ? import_file_of(w->files, post) : NULL;
	for (; file != NULL; file = file->next) {
		if (file->post != post || import_is_picture(file->url))
			continue;
		o = json_add(list, json_object(w->one));
		json_put_text(w->one, o, "url", file->url);
		json_put_text(w->one, o, "name", file->title);
	}
	if (list->length > 0)
		json_put(item, "attachments", list);
}

static void
put_key(struct wxr *w, struct json *item)
{
	char hash[HASH_SIZE];
	struct buf b = { 0 };

	/* Fragments without a site have the same numbers again. */
	buf_printf(&b, "%s\n%s\n%s", wxr_raw(w, "title"),
	    wxr_raw(w, "post_date"), *w->site == '\0' ?
	    wxr_raw(w, "content") : "");
	hash_hex(b.data, b.length, hash);
	json_put_text(w->one, item, "key", arena_printf(w->one, "%s#%s#%.16s",
	    w->site, wxr_raw(w, "post_id"), hash));
	buf_cleanup(&b);
}

static void
put_notes(struct wxr *w, struct json *item)
{
	const char *status = wxr_raw(w, "status");

	if (strcmp(status, "private") == 0 ||
	    *wxr_raw(w, "post_password") != '\0')
		import_note(w->one, item, "import.private", "%s", "");
	if (json_get_int(w->raw, "comments", 0) > 0)
		import_note(w->one, item, "import.comments", "%lld",
		    (long long)json_get_int(w->raw, "comments", 0));
	if (json_get(w->raw, "large") != NULL)
		import_refuse(w->one, item, "import.large", "%u",
		    IMPORT_BODY_MAX / 1024 / 1024);
}

/* HTML as its words in one line. */
static void
put_html(struct wxr *w, struct json *item, const char *name, const char *html)
{
	struct buf clean = { 0 }, text = { 0 };

	if (html_clean(html, strlen(html), NULL, &clean, NULL, NULL) ==
	    ERR_OK) {
		html_summary(buf_string(&clean), clean.length, clean.length +
		    1, &text);
		import_put(w->one, item, name, buf_string(&text));
	}
	buf_cleanup(&clean);
	buf_cleanup(&text);
}

static void
put_body(struct wxr *w, struct json *item)
{
	struct buf b = { 0 };

	import_press(w->one, wxr_raw(w, "content"),
	    strtol(wxr_raw(w, "post_id"), NULL, 10), w->files, item, &b);
	json_put_text(w->one, item, "body", buf_string(&b));
	buf_cleanup(&b);
	put_html(w, item, "summary", wxr_raw(w, "excerpt"));
}

enum err
wxr_give(struct wxr *w)
{
	struct json *item = json_object(w->one);
	const char *login = wxr_raw(w, "creator");

	json_put_int(w->one, item, "line", w->line);
	put_html(w, item, "title", wxr_raw(w, "title"));
	import_put(w->one, item, "author", json_get_text(w->authors, login,
	    login));
	import_put(w->one, item, "link", wxr_raw(w, "link"));
	/* A draft never dated has a date of zeros. */
	if (strncmp(wxr_raw(w, "post_date"), "0000", 4) != 0)
		import_put_date(w->one, item, wxr_raw(w, "post_date"));
	if (w->categories->length > 0)
		json_put(item, "tags", json_copy(w->one, w->categories));
	put_key(w, item);
	put_body(w, item);
	put_files(w, item);
	put_notes(w, item);
	return (w->each(w->arg, w->one, item));
}
