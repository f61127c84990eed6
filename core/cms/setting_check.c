/* What settings may hold: see setting.h. */
#include "cms/setting_inside.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/address.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/plugin.h"

#define ROW_TEXT_MAX 300	/* characters of a member of a row */
#define ROW_LIMIT "limit"	/* the one member that is a number */
#define ROW_LIMIT_MAX 50
#define ROW_WORD_SIZE 32

static bool
word_among(const char *word, const char *words)
{
	size_t length = strlen(word);
	const char *p = words;

	for (; length > 0 && (p = strstr(p, word)) != NULL; p += length)
		if ((p == words || p[-1] == ' ') &&
		    (p[length] == ' ' || p[length] == '\0') &&
		    strchr(word, ' ') == NULL)
			return (true);
	return (false);
}

/* Is there a folder ROOT/FOLDER/NAME?  Names are plain words. */
static bool
folder_exists(struct site *site, const char *folder, const char *name)
{
	struct buf path = { 0 };
	struct stat st;
	bool found;

	if (name[0] == '\0' || strlen(name) > 40 || strspn(name,
	    "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(name))
		return (false);
	buf_printf(&path, "%s/%s/%s", cms_root(site->cms), folder, name);
	found = stat(buf_string(&path), &st) == 0 && S_ISDIR(st.st_mode);
	buf_cleanup(&path);
	return (found);
}

static enum err
wrong(const struct rule *rule, const char *why, const char *detail,
    struct fault *f)
{
	return (fault_set(f, ERR_INPUT, why, rule->name, "%s", detail));
}

static bool
blank(const char *p, size_t length)
{
	const char *end = p + length;
	uint32_t c;

	while (p < end)
		if ((c = utf8_next(&p, end)) > ' ' && c != 0xA0 && c != 0x3000)
			return (false);
	return (true);
}

/* NAME@HOST, as far as a page links to it. */
static bool
mail_plain(const char *s)
{
	const char *at = strchr(s, '@');

	return (at != NULL && at != s && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL &&
	    strpbrk(s, " \t\"'<>(),;:\\") == NULL);
}

static enum err
line_check(const struct rule *rule, const struct json *v, struct fault *f)
{
	size_t i, max = rule->max;

	if (utf8_count(v->text, v->length) > max)
		return (fault_set(f, ERR_INPUT, "input.long", rule->name,
		    "%zu", max));
	for (i = 0; i < v->length; i++)
		if ((unsigned char)v->text[i] < 0x20 &&
		    (rule->kind != KIND_TEXT || v->text[i] != '\n'))
			return (wrong(rule, "input.control", "", f));
	if (rule->kind == KIND_TITLE && blank(v->text, v->length))
		return (wrong(rule, "input.missing", "", f));
	if (rule->kind == KIND_LINK && v->length > 0 && !address_link(v->text))
		return (wrong(rule, "input.link", v->text, f));
	if (rule->kind == KIND_MAIL && v->length > 0 && !mail_plain(v->text))
		return (wrong(rule, "setting.mail", v->text, f));
	return (ERR_OK);
}

/* Does the list that is stored have the name? */
static bool
name_stored(const struct json *stored, const char *name)
{
	json_each(n, stored)
		if (n->type == JSON_STRING && strcmp(n->text, name) == 0)
			return (true);
	return (false);
}

/* A name whose folder is gone may stay, or nothing could be changed but it. */
static enum err
names_check(struct site *site, const struct rule *rule, const struct json *v,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *stored = NULL;
	enum err e = setting_read(site, a, rule->name, &stored, f);

	json_each(i, v)
		if (e == ERR_OK && (i->type != JSON_STRING ||
		    (!folder_exists(site, rule->choices, i->text) &&
		    !name_stored(stored, i->text))))
			e = wrong(rule, "setting.no_folder",
			    i->type == JSON_STRING ? i->text : "", f);
	arena_free(a);
	return (e);
}

static enum err
names_list_check(struct site *site, const struct rule *rule,
    const struct json *v, struct fault *f)
{
	if (v->type != JSON_ARRAY)
		return (wrong(rule, "input.type", "list", f));
	if (v->length > rule->max)
		return (wrong(rule, "input.many", "", f));
	return (names_check(site, rule, v, f));
}

/* A member of a row: a line of text, but for the `limit`. */
static enum err
member_check(const struct rule *rule, const struct json *m, struct fault *f)
{
	const struct rule line = { .name = rule->name, .max = ROW_TEXT_MAX,
	    .kind = strcmp(m->name, "url") == 0 ? KIND_LINK : KIND_LINE };

	if (!word_among(m->name, rule->choices))
		return (wrong(rule, "input.choice", rule->choices, f));
	if (strcmp(m->name, ROW_LIMIT) != 0)
		return (m->type != JSON_STRING ?
		    wrong(rule, "input.type", "text", f) :
		    line_check(&line, m, f));
	if (m->type != JSON_INT || m->integer < 1 ||
	    m->integer > ROW_LIMIT_MAX)
		return (fault_set(f, ERR_INPUT, "input.range", rule->name,
		    "1–%d", ROW_LIMIT_MAX));
	return (ERR_OK);
}

/* All members must be there but the limit. */
static bool
row_whole(const struct rule *rule, const struct json *row)
{
	char word[ROW_WORD_SIZE];
	const char *p;
	size_t n;

	for (p = rule->choices; *p != '\0'; p += n, p += strspn(p, " ")) {
		n = strcspn(p, " ");
		snprintf(word, sizeof(word), "%.*s", (int)n, p);
		if (strcmp(word, ROW_LIMIT) != 0 &&
		    json_get_text(row, word, "")[0] == '\0')
			return (false);
	}
	return (true);
}

/* Rows are for templates, which escape them; what they hold they may rely
 * on, or a row would cost the site its first page. */
static enum err
rows_check(const struct rule *rule, const struct json *v, struct fault *f)
{
	size_t n = 0;
	enum err e;

	if (v->type != JSON_ARRAY)
		return (wrong(rule, "input.type", "list", f));
	if (v->length > rule->max)
		return (fault_set(f, ERR_INPUT, "input.many", rule->name,
		    "%zu", rule->max));
	json_each(row, v) {
		if (row->type != JSON_OBJECT)
			return (wrong(rule, "input.type", "object", f));
		n++;
		json_each(m, row)
			if ((e = member_check(rule, m, f)) != ERR_OK)
				return (e);
		if (!row_whole(rule, row))
			return (fault_set(f, ERR_INPUT, "setting.row",
			    rule->name, "%zu", n));
	}
	return (ERR_OK);
}

static enum err
count_check(const struct rule *rule, const struct json *v, struct fault *f)
{
	if (v->type != JSON_INT)
		return (wrong(rule, "input.type", "integer", f));
	if (v->integer < 0 || v->integer > (int64_t)rule->max)
		return (fault_set(f, ERR_INPUT, "input.range", rule->name,
		    "0–%zu", rule->max));
	return (ERR_OK);
}

static enum err
picture_check(struct site *site, const struct rule *rule,
    const struct json *v, struct fault *f)
{
	int64_t found = v->length == 0;
	enum err e = ERR_OK;

	if (v->length != 0)
		e = db_value(site->db, &found, f, "SELECT count(*) FROM media"
		    " WHERE hash = :hash AND kind = 'picture'",
		    DB_TEXT(":hash", v->text));
	return (e == ERR_OK && found == 0 ?
	    wrong(rule, "setting.picture", "", f) : e);
}

/* The theme that the site has may stay as it is: pages come without what fails
 * of it, and the other settings can be changed. */
static enum err
theme_check(struct site *site, const struct rule *rule, const struct json *v,
    struct fault *f)
{
	const struct plugin_source *from = cms_plugins(site->cms);
	struct arena *a = arena_alloc();
	struct json *stored = NULL;
	bool same;
	enum err e = setting_read(site, a, rule->name, &stored, f);

	same = e == ERR_OK && stored != NULL && stored->type == JSON_STRING &&
	    strcmp(stored->text, v->text) == 0;
	arena_free(a);
	if (e != ERR_OK || same)
		return (e);
	if (!folder_exists(site, rule->choices, v->text))
		return (wrong(rule, "setting.no_folder", v->text, f));
	return (from == NULL || from->theme == NULL ? ERR_OK :
	    from->theme(from->arg, site, v->text, f));
}

enum err
setting_check(struct site *site, const struct rule *rule,
    const struct json *v, struct fault *f)
{
	int64_t at;

	if (rule->kind == KIND_BOOL)
		return (v->type == JSON_BOOL ? ERR_OK :
		    wrong(rule, "input.type", "boolean", f));
	if (rule->kind == KIND_NAMES)
		return (names_list_check(site, rule, v, f));
	if (rule->kind == KIND_ROWS)
		return (rows_check(rule, v, f));
	if (rule->kind == KIND_COUNT)
		return (count_check(rule, v, f));
	if (v->type != JSON_STRING)
		return (wrong(rule, "input.type", "text", f));
	switch (rule->kind) {
	case KIND_CODE:
		if (v->length != 0 && (v->length != rule->max ||
		    strspn(v->text, "0123456789") != v->length))
			return (wrong(rule, "setting.site_code", "10", f));
		return (ERR_OK);
	case KIND_PICTURE:
		return (picture_check(site, rule, v, f));
	case KIND_TIME:
		return (v->length == 0 || time_parse(v->text, &at) ? ERR_OK :
		    wrong(rule, "setting.time", v->text, f));
	case KIND_CHOICE:
		return (word_among(v->text, rule->choices) ? ERR_OK :
		    wrong(rule, "input.choice", rule->choices, f));
	case KIND_NAME:
		return (theme_check(site, rule, v, f));
	default:
		return (line_check(rule, v, f));
	}
}
