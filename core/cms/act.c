/* The one table of acts, and the way in: see act.h. */
#include "cms/act.h"

#include <string.h>

#include "base/utf8.h"
#include "cms/audit.h"

static const struct act *const nouns[] = {
	site_acts, unit_acts, user_acts, grant_acts, session_acts, policy_acts,
	audit_acts, column_acts, type_acts, entry_acts, workflow_acts,
	media_acts, live_acts, tag_acts, search_acts, plugin_acts, receipt_acts,
	reset_acts
};
#define NOUNS (sizeof(nouns) / sizeof(nouns[0]))

/* For sentences: what an input should have been. */
static const char *const kind_names[] = {
	[INPUT_INT] = "integer", [INPUT_BOOL] = "boolean",
	[INPUT_LINE] = "text", [INPUT_TEXT] = "text", [INPUT_LIST] = "list",
	[INPUT_OBJECT] = "object", [INPUT_ARRAY] = "array",
	[INPUT_CONTENT] = "content"
};

/* What an act is done to, as the audit names it: the first of these. */
static const char *const object_names[] = {
	"id", "user", "path", "hash", "code", "name", "column"
};

const struct act *
act_find(const char *name)
{
	const struct act *a;
	size_t i;

	for (i = 0; i < NOUNS; i++)
		for (a = nouns[i]; a->name != NULL; a++)
			if (strcmp(a->name, name) == 0)
				return (a);
	return (NULL);
}

const struct act *
act_at(size_t i)
{
	const struct act *a;
	size_t n;

	for (n = 0; n < NOUNS; n++)
		for (a = nouns[n]; a->name != NULL; a++)
			if (i-- == 0)
				return (a);
	return (NULL);
}

/* Control characters break logs and lists: none but line breaks and tabs in
 * a text, none at all in a line. */
static bool
text_clean(const struct json *v, bool line)
{
	const char *p = v->text, *end = p + v->length;
	uint32_t c;

	while (p < end) {
		c = utf8_next(&p, end);
		if (c == UTF8_BAD || c == 0x7f || (c >= 0x80 && c < 0xa0))
			return (false);
		if (c < 0x20 && (line || (c != '\n' && c != '\r' && c != '\t')))
			return (false);
		if (line && (c == 0x2028 || c == 0x2029))
			return (false);
	}
	return (true);
}

static bool
text_blank(const struct json *v)
{
	return (strspn(v->text, " \t\r\n") == v->length);
}

static enum err
text_check(const struct json *v, const struct input *input, bool line,
    size_t otherwise, struct fault *f)
{
	size_t max = input->max > 0 ? input->max : otherwise;

	if (v->type != JSON_STRING)
		return (fault_set(f, ERR_INPUT, "input.type", input->name,
		    "%s", kind_names[input->kind]));
	if (!text_clean(v, line))
		return (fault_set(f, ERR_INPUT, "input.control", input->name,
		    NULL));
	if (utf8_count(v->text, v->length) > max)
		return (fault_set(f, ERR_INPUT, "input.long", input->name,
		    "%zu", max));
	if (input->required && text_blank(v))
		return (fault_set(f, ERR_INPUT, "input.missing", input->name,
		    NULL));
	return (ERR_OK);
}

static enum err
list_check(const struct json *v, const struct input *input, struct fault *f)
{
	size_t max = input->max > 0 ? input->max : INPUT_LIST_MAX;
	struct input item = { .name = input->name, .kind = INPUT_LIST,
	    .required = true, .max = INPUT_ITEM_MAX };
	enum err e = ERR_OK;

	if (v->type != JSON_ARRAY)
		return (fault_set(f, ERR_INPUT, "input.type", input->name,
		    "%s", kind_names[INPUT_LIST]));
	if (v->length > max)
		return (fault_set(f, ERR_INPUT, "input.many", input->name,
		    "%zu", max));
	json_each(i, v) {
		e = text_check(i, &item, true, INPUT_ITEM_MAX, f);
		if (e != ERR_OK)
			break;
	}
	return (e);
}

static enum err
input_check(const struct json *v, const struct input *input, struct fault *f)
{
	static const enum json_type wanted[] = {
		[INPUT_INT] = JSON_INT, [INPUT_BOOL] = JSON_BOOL,
		[INPUT_OBJECT] = JSON_OBJECT, [INPUT_ARRAY] = JSON_ARRAY
	};

	switch (input->kind) {
	case INPUT_LINE:
		return (text_check(v, input, true, INPUT_LINE_MAX, f));
	case INPUT_TEXT:
		return (text_check(v, input, false, INPUT_TEXT_MAX, f));
	case INPUT_LIST:
		return (list_check(v, input, f));
	case INPUT_CONTENT:
		return (ERR_OK);
	case INPUT_INT:
	case INPUT_BOOL:
	case INPUT_OBJECT:
	case INPUT_ARRAY:
		break;
	}
	if (v->type != wanted[input->kind])
		return (fault_set(f, ERR_INPUT, "input.type", input->name,
		    "%s", kind_names[input->kind]));
	if (input->kind == INPUT_ARRAY && input->max > 0 &&
	    v->length > input->max)
		return (fault_set(f, ERR_INPUT, "input.many", input->name,
		    "%zu", input->max));
	return (ERR_OK);
}

/* The end of a list of inputs: no name, and not INPUT_CONTENT. */
static bool
input_ends(const struct input *input)
{
	return (input->name == NULL && input->kind != INPUT_CONTENT);
}

static const struct input *
input_find(const struct input *inputs, const char *name, bool *content)
{
	*content = false;
	for (; inputs != NULL && !input_ends(inputs); inputs++) {
		if (inputs->name == NULL)
			*content = true;
		else if (strcmp(inputs->name, name) == 0)
			return (inputs);
	}
	return (NULL);
}

enum err
act_inputs(const struct input *inputs, const struct json *in, struct fault *f)
{
	const struct input *input;
	const struct json *v;
	bool content;
	enum err e;

	if (in->type != JSON_OBJECT)
		return (fault_set(f, ERR_INPUT, "input.type", "", "object"));
	json_each(member, in) {
		input = input_find(inputs, member->name, &content);
		if (input == NULL && !content)
			return (fault_set(f, ERR_INPUT, "input.unknown",
			    member->name, NULL));
		if (input == NULL || member->type == JSON_NULL)
			continue;
		e = input_check(member, input, f);
		if (e != ERR_OK) {
			fault_label(f, input->label);
			return (e);
		}
	}
	for (input = inputs; input != NULL && !input_ends(input);
	    input++) {
		if (input->name == NULL || !input->required)
			continue;
		v = json_get(in, input->name);
		if (v != NULL && (v->type != JSON_NULL || input->null))
			continue;
		(void)fault_set(f, ERR_INPUT, "input.missing", input->name,
		    NULL);
		fault_label(f, input->label);
		return (ERR_INPUT);
	}
	return (ERR_OK);
}

/* "entry 12", "column news/notice". */
static const char *
act_object(struct call *c, const struct act *act, const struct json *in)
{
	int noun = (int)strcspn(act->name, ".");
	const struct json *v;
	size_t i;

	for (i = 0; i < sizeof(object_names) / sizeof(object_names[0]); i++) {
		v = json_get(in, object_names[i]);
		if (v != NULL && v->type == JSON_INT)
			return (arena_printf(c->arena, "%.*s %lld", noun,
			    act->name, (long long)v->integer));
		if (v != NULL && v->type == JSON_STRING)
			return (arena_printf(c->arena, "%.*s %s", noun,
			    act->name, v->text));
	}
	return (arena_printf(c->arena, "%.*s", noun, act->name));
}

/* Refusals that are kept: what wasn't allowed, what others were faster with,
 * and what plugins stopped or couldn't be asked about. */
static bool
refusal_kept(const struct act *act, enum err e, const struct fault *f)
{
	const char *name = f != NULL && f->name != NULL ? f->name : "";

	return (e == ERR_FORBIDDEN || (act->changes && (e == ERR_CONFLICT ||
	    strcmp(name, "entry.refused") == 0 ||
	    strcmp(name, "entry.unguarded") == 0)));
}

/* A refused act is an act, too. */
static void
act_refused(struct call *c, const struct act *act, const struct json *in,
    enum err e)
{
	struct call record = *c;

	if (cms_mode(c->cms) != DB_WRITE || c->actor == NULL)
		return;
	if (!refusal_kept(act, e, c->fault))
		return;
	record.fault = NULL;
	if (!act->site)
		record.site = NULL;
	(void)audit_write(&record, act->name, act_object(c, act, in),
	    c->fault != NULL && c->fault->name != NULL ? c->fault->name :
	    "refused", NULL);
}

enum err
act_call(struct call *c, const char *name, const struct json *in,
    struct json **out)
{
	const struct act *act = act_find(name);
	enum err e;

	*out = NULL;
	c->role = NULL;
	if (act == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "act.unknown", NULL,
		    "%s", name));
	if (act->site && c->site == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "site.needed", NULL,
		    "%s", name));
	if (act->changes && cms_mode(c->cms) != DB_WRITE)
		return (fault_set(c->fault, ERR_INTERNAL, "act.read_only",
		    NULL, "%s", name));
	if (in == NULL)
		in = json_object(c->arena);
	e = act_inputs(act->inputs, in, c->fault);
	if (e != ERR_OK)
		return (e);
	e = act->run(c, in, out);
	if (e == ERR_OK) {
		if (*out == NULL)
			*out = json_object(c->arena);
		return (ERR_OK);
	}
	db_rollback(cms_hub(c->cms));
	if (c->site != NULL)
		site_rollback(c->site);
	act_refused(c, act, in, e);
	return (e);
}
