/* Settings of a site: see setting.h.  Policy is in policy.c. */
#include "cms/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/time.h"
#include "base/utf8.h"

#define TEXT_MAX 400
#define PLUGINS_MAX 100
#define ROWS_MAX 40
#define ROW_TEXT_MAX 300	/* characters of a member of a row */
#define ROW_LIMIT "limit"	/* the one member that is a number */
#define ROW_LIMIT_MAX 50
#define ROW_WORD_SIZE 32

enum kind {
	KIND_LINE,
	KIND_TEXT,	/* may have line breaks */
	KIND_PICTURE,	/* hash of a picture of the site, or none */
	KIND_CODE,	/* digits, exactly `max` of them, or none */
	KIND_CHOICE,	/* one of the words in `choices` */
	KIND_NAME,	/* of a folder under `choices` in the root */
	KIND_NAMES,	/* a list of such */
	KIND_ROWS,	/* a list of objects with members named in `choices` */
	KIND_BOOL,
	KIND_TIME,	/* "2026-04-28 09:30", or none */
	KIND_COUNT	/* an integer from 0 to `max` */
};

static const struct rule {
	const char	*name;
	enum kind	kind;
	size_t		max;		/* characters */
	const char	*otherwise;
	const char	*choices;
} rules[] = {
	{ "title", KIND_LINE, 60, "", NULL },
	{ "slogan", KIND_LINE, 80, "", NULL },
	{ "description", KIND_TEXT, TEXT_MAX, "", NULL },
	{ "keywords", KIND_LINE, 200, "", NULL },
	{ "sponsor", KIND_LINE, 100, "", NULL },
	{ "organizer", KIND_LINE, 100, "", NULL },
	{ "contact", KIND_LINE, 100, "", NULL },
	{ "phone", KIND_LINE, 40, "", NULL },
	{ "mail", KIND_LINE, 100, "", NULL },
	{ "address", KIND_LINE, 100, "", NULL },
	{ "site_code", KIND_CODE, 10, "", NULL },
	{ "icp", KIND_LINE, 60, "", NULL },
	{ "police", KIND_LINE, 60, "", NULL },
	{ "copyright", KIND_LINE, 100, "", NULL },
	{ "logo", KIND_PICTURE, 0, "", NULL },
	{ "profile", KIND_CHOICE, 0, "institution",
	    "government party institution enterprise" },
	{ "theme", KIND_NAME, 40, "chihong", "themes" },
	{ "lang", KIND_CHOICE, 0, "zh", "zh en" },
	{ "search", KIND_BOOL, 0, "true", NULL },
	{ "notice_text", KIND_LINE, 120, "", NULL },
	{ "notice_link", KIND_LINE, 300, "", NULL },
	{ "notice_from", KIND_TIME, 0, "", NULL },
	{ "notice_until", KIND_TIME, 0, "", NULL },
	{ "mourning_text", KIND_LINE, 60, "", NULL },
	{ "mourning_from", KIND_TIME, 0, "", NULL },
	{ "mourning_until", KIND_TIME, 0, "", NULL },
	{ "home", KIND_ROWS, ROWS_MAX, "", "block column limit" },
	{ "links", KIND_ROWS, ROWS_MAX, "", "title url" },
	{ "plugins", KIND_NAMES, PLUGINS_MAX, "desk", "plugins" },
	{ "workflow_steps_min", KIND_COUNT, 9, "0", NULL },
	{ "receive_hour", KIND_COUNT, 100000, "200", NULL },
	{ "receive_words_hour", KIND_COUNT, 100000, "60", NULL },
	{ "letters_days", KIND_COUNT, 36500, "365", NULL },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static const struct rule *
rule_find(const char *name)
{
	size_t i;

	for (i = 0; i < RULES; i++)
		if (strcmp(rules[i].name, name) == 0)
			return (&rules[i]);
	return (NULL);
}

bool
setting_known(const char *name)
{
	return (rule_find(name) != NULL);
}

static struct json *
rule_default(const struct rule *rule, struct arena *a)
{
	if (rule->kind == KIND_BOOL)
		return (json_bool(a, strcmp(rule->otherwise, "true") == 0));
	if (rule->kind == KIND_NAMES || rule->kind == KIND_ROWS)
		return (json_array(a));
	if (rule->kind == KIND_COUNT)
		return (json_int(a, strtoll(rule->otherwise, NULL, 10)));
	return (json_string(a, rule->otherwise));
}

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

static enum err
line_check(const struct rule *rule, const struct json *v, struct fault *f)
{
	size_t i, max = rule->max;

	if (utf8_count(v->text, v->length) > max)
		return (fault_set(f, ERR_INPUT, "input.long", rule->name,
		    "%zu", max));
	for (i = 0; i < v->length; i++)
		if ((unsigned char)v->text[i] < 0x20 &&
		    (rule->kind == KIND_LINE || v->text[i] != '\n'))
			return (wrong(rule, "input.control", "", f));
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
	const struct rule line = { .name = rule->name, .kind = KIND_LINE,
	    .max = ROW_TEXT_MAX };

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
	enum err e;

	if (v->type != JSON_ARRAY)
		return (wrong(rule, "input.type", "list", f));
	if (v->length > rule->max)
		return (fault_set(f, ERR_INPUT, "input.many", rule->name,
		    "%zu", rule->max));
	json_each(row, v) {
		if (row->type != JSON_OBJECT)
			return (wrong(rule, "input.type", "object", f));
		json_each(m, row)
			if ((e = member_check(rule, m, f)) != ERR_OK)
				return (e);
		if (!row_whole(rule, row))
			return (wrong(rule, "setting.row", rule->choices, f));
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

static enum err
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
		return (folder_exists(site, rule->choices, v->text) ? ERR_OK :
		    wrong(rule, "setting.no_folder", v->text, f));
	default:
		return (line_check(rule, v, f));
	}
}

enum err
setting_read(struct site *site, struct arena *a, const char *name,
    struct json **out, struct fault *f)
{
	const struct rule *rule = rule_find(name);
	struct json *row;
	enum err e;

	*out = NULL;
	e = db_one(site->db, a, &row, f,
	    "SELECT value AS value_json FROM setting WHERE name = :name",
	    DB_TEXT(":name", name));
	if (e != ERR_OK)
		return (e);
	if (row != NULL)
		*out = row->first;
	else if (rule != NULL)
		*out = rule_default(rule, a);
	return (ERR_OK);
}

enum err
setting_write(struct site *site, const char *name, const struct json *value,
    struct fault *f)
{
	const struct rule *rule = rule_find(name);
	struct buf text = { 0 };
	enum err e = ERR_OK;

	if (rule == NULL && strncmp(name, "plugin.", 7) != 0)
		return (fault_set(f, ERR_INPUT, "input.unknown", name, NULL));
	if (value->type == JSON_NULL)
		return (db_run(site->db, f,
		    "DELETE FROM setting WHERE name = :name",
		    DB_TEXT(":name", name)));
	if (rule != NULL)
		e = setting_check(site, rule, value, f);
	if (e != ERR_OK)
		return (e);
	json_write(&text, value);
	e = db_run(site->db, f,
	    "INSERT INTO setting (name, value) VALUES (:name, :value)"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	    DB_TEXT(":name", name), DB_TEXT(":value", buf_string(&text)));
	buf_cleanup(&text);
	return (e);
}

enum err
setting_all(struct site *site, struct arena *a, struct json **out,
    struct fault *f)
{
	struct json *rows;
	const struct json *name, *value;
	enum err e;
	size_t i;

	*out = json_object(a);
	e = db_all(site->db, a, &rows, f,
	    "SELECT name, value AS value_json FROM setting");
	if (e != ERR_OK)
		return (e);
	for (i = 0; i < RULES; i++)
		json_put(*out, rules[i].name, rule_default(&rules[i], a));
	json_each(row, rows) {
		name = json_get(row, "name");
		value = json_get(row, "value");
		if (setting_known(name->text))
			json_put(*out, name->text, json_copy(a, value));
	}
	return (ERR_OK);
}
