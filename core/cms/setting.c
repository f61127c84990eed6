/* Settings of a site: see setting.h.  Policy is in policy.c. */
#include "cms/setting_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define TEXT_MAX 400
#define SYNONYMS_MAX 4000
#define PLUGINS_MAX 100
#define ROWS_MAX 40

static const struct rule rules[] = {
	{ "title", KIND_TITLE, 60, "", NULL },
	{ "slogan", KIND_LINE, 80, "", NULL },
	{ "description", KIND_TEXT, TEXT_MAX, "", NULL },
	{ "keywords", KIND_LINE, 200, "", NULL },
	{ "sponsor", KIND_LINE, 100, "", NULL },
	{ "organizer", KIND_LINE, 100, "", NULL },
	{ "contact", KIND_LINE, 100, "", NULL },
	{ "phone", KIND_LINE, 40, "", NULL },
	{ "mail", KIND_MAIL, 100, "", NULL },
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
	{ "synonyms", KIND_TEXT, SYNONYMS_MAX, "", NULL },
	{ "notice_text", KIND_LINE, 120, "", NULL },
	{ "notice_link", KIND_LINK, 300, "", NULL },
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
