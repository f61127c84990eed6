/*
 * What the index knows of an entry: see search_inside.h.  It depends on the
 * row of `live` alone, never on which types and plugins there are now, for
 * what is taken out of the index must be exactly what was put in.
 */
#include <string.h>

#include "base/han.h"
#include "base/hash.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/content.h"
#include "cms/search_inside.h"
#include "cms/type.h"
#include "html/text.h"

#define FILE_TEXT_MAX (256 * 1024)	/* bytes of one attachment's text */

static bool
is_html(const char *name, const char *text)
{
	return (text[0] == '<' || (name != NULL &&
	    strcmp(name, "body") == 0));
}

/* Hashes, addresses and days aren't read. */
static bool
is_read(const char *text)
{
	int64_t t;

	return (!(strlen(text) == 10 && time_parse(text, &t)) &&
	    text[0] != '\0' && text[0] != '/' && !hash_valid(text) &&
	    strncmp(text, "http:", 5) != 0 &&
	    strncmp(text, "https:", 6) != 0);
}

/* A key of a choice ("disclosure_plan") is no text of the entry's; what people
 * write has no such words. */
static bool
is_choice(const char *name, const char *text)
{
	return (name != NULL && strchr(text, '_') != NULL && strspn(text,
	    "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text));
}

static void
compose_value(const struct json *v, struct buf *out)
{
	if (v->type == JSON_STRING && is_read(v->text) &&
	    !is_choice(v->name, v->text)) {
		if (out->length > 0)
			buf_char(out, '\n');
		if (is_html(v->name, v->text))
			html_text_alt(v->text, v->length, out);
		else
			buf_append(out, v->text, v->length);
	} else if (v->type == JSON_ARRAY || v->type == JSON_OBJECT)
		json_each(item, v)
			compose_value(item, out);
}

void
search_compose(const struct json *content, struct buf *out)
{
	const struct json *body = json_get(content, "body");

	if (body != NULL)
		compose_value(body, out);
	json_each(field, content)
		if (field != body && strcmp(field->name, "title") != 0 &&
		    !field_is_private(field->name))
			compose_value(field, out);
}

int64_t
search_sum(const struct buf *b)
{
	uint64_t h = 14695981039346656037u;	/* FNV-1a */
	size_t i;

	for (i = 0; i < b->length; i++)
		h = (h ^ (unsigned char)b->data[i]) * 1099511628211u;
	return ((int64_t)(h >> 1));
}

/* A title without spaces around it, folded. */
static void
title_fold(const char *title, bool bare, struct buf *out)
{
	const char *p = title, *end = title + strlen(title);
	char one[4];
	uint32_t c;

	while (p < end && (end[-1] == ' ' || end[-1] == '\n'))
		end--;
	while (p < end) {
		c = han_fold(utf8_next(&p, end));
		if ((bare && !han_is_text(c)) || (out->length == 0 &&
		    c <= ' ') || c > 0x10FFFF)
			continue;
		buf_append(out, one, utf8_put(one, c));
	}
}

static int64_t
title_sum(const char *title, bool bare)
{
	struct buf folded = { 0 };
	int64_t sum;

	title_fold(title, bare, &folded);
	sum = search_sum(&folded);
	buf_cleanup(&folded);
	return (sum);
}

static const char *
title_mark(struct arena *a, const char *title, bool bare)
{
	return (arena_printf(a, "\"" SEARCH_TITLE "%c%llx\"", bare ? 'b' : 'w',
	    (unsigned long long)title_sum(title, bare)));
}

/* What titles of laws begin with, and people leave out: 公司法. */
#define STATE "中华人民共和国"

static const char *
title_other(struct arena *a, const char *title)
{
	struct buf folded = { 0 };
	const char *other;

	title_fold(title, true, &folded);
	if (strncmp(buf_string(&folded), STATE, strlen(STATE)) == 0)
		other = arena_text(a, buf_string(&folded) + strlen(STATE));
	else
		other = arena_printf(a, STATE "%s", buf_string(&folded));
	buf_cleanup(&folded);
	return (other);
}

const char *
search_title_named(struct arena *a, const struct search_words *w, bool bare)
{
	const char *named = title_mark(a, w->q, bare);

	if (w->simple != w->q && !w->cut)
		named = arena_printf(a, "%s OR %s", named,
		    title_mark(a, w->simple, bare));
	if (bare)
		named = arena_printf(a, "%s OR %s", named,
		    title_mark(a, title_other(a, w->simple), true));
	return (arena_printf(a, "(%s)", named));
}

/* How a title or tag is read: its syllables, and the initials two by two. */
static void
title_sound(const char *title, struct buf *out)
{
	struct buf initials;
	size_t i;

	buf_init(&initials);
	buf_text(out, SEARCH_SOUND);
	han_pinyin(title, strlen(title), SEARCH_SOUND, out, &initials);
	for (i = 0; i + 1 < initials.length; i++)
		buf_printf(out, SEARCH_INITIALS "%.2s", initials.data + i);
	buf_cleanup(&initials);
}

static bool
hash_chosen(const struct json *hashes, const char *hash)
{
	if (hashes == NULL)
		return (true);
	json_each(h, hashes)
		if (h->type == JSON_STRING && strcmp(h->text, hash) == 0)
			return (true);
	return (false);
}

enum err
search_file_text(struct site *site, struct arena *a, const char *hash,
    const char **text, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    "SELECT substr(text, 1, :max) AS text FROM media_text"
	    " WHERE media = :hash", DB_INT(":max", FILE_TEXT_MAX),
	    DB_TEXT(":hash", hash));

	*text = json_get_text(row, "text", NULL);
	return (e);
}

static enum err
files_compose(struct site *site, struct arena *a, const struct json *content,
    const struct json *hashes, struct search_text *t, struct fault *f)
{
	const char *hash, *text = NULL;
	enum err e;

	json_each(file, json_get(content, "attachments")) {
		hash = json_get_text(file, "hash", "");
		if (!hash_chosen(hashes, hash))
			continue;
		e = search_file_text(site, a, hash, &text, f);
		if (e != ERR_OK)
			return (e);
		if (text == NULL || text[0] == '\0')
			continue;
		json_add(t->hashes, json_string(a, hash));
		buf_char(&t->files, '\n');
		buf_text(&t->files, text);
	}
	return (ERR_OK);
}

static void
text_compose(struct search_text *t, const struct json *content)
{
	buf_printf(&t->names, "\x02k%lld\x02t%s", (long long)t->column,
	    t->type);
	buf_append(&t->title_text, t->names.data, t->names.length);
	buf_printf(&t->title_text, SEARCH_TITLE "w%llx" SEARCH_TITLE "b%llx",
	    (unsigned long long)title_sum(t->title, false),
	    (unsigned long long)title_sum(t->title, true));
	title_sound(t->title, &t->title_text);
	json_each(tag, json_get(content, "tags"))
		if (tag->type == JSON_STRING) {
			buf_text(&t->title_text, SEARCH_SOUND);
			title_sound(tag->text, &t->title_text);
		}
	buf_printf(&t->title_text, " %s", t->title);
	buf_printf(&t->text, "%s %s", buf_string(&t->names), t->title);
	search_compose(content, &t->text);
	buf_printf(&t->files, "%s %s", buf_string(&t->names), t->title);
}

enum err
search_text_read(struct site *site, struct arena *a, int64_t entry,
    const struct json *hashes, struct search_text *out, bool *found,
    struct fault *f)
{
	struct json *row = NULL;
	enum err e;

	memset(out, 0, sizeof(*out));
	*found = false;
	e = db_one(site->db, a, &row, f,
	    "SELECT \"column\", type, title, published_at,"
	    " content AS content_json FROM live WHERE entry = :entry",
	    DB_INT(":entry", entry));
	if (e != ERR_OK || row == NULL)
		return (e);
	*found = true;
	out->column = json_get_int(row, "column", 0);
	out->published_at = json_get_int(row, "published_at", 0);
	out->type = json_get_text(row, "type", "");
	out->title = json_get_text(row, "title", "");
	out->hashes = json_array(a);
	text_compose(out, json_get(row, "content"));
	return (files_compose(site, a, json_get(row, "content"), hashes, out,
	    f));
}

void
search_text_cleanup(struct search_text *t)
{
	buf_cleanup(&t->names);
	buf_cleanup(&t->title_text);
	buf_cleanup(&t->text);
	buf_cleanup(&t->files);
}
