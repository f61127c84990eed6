/* What visitors do with receipts: send, and ask how it stands. */
#include "cms/receipt.h"

#include <string.h>

#include "base/hash.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/act.h"
#include "cms/column.h"
#include "cms/content.h"
#include "cms/entry.h"
#include "cms/event.h"
#include "cms/revision.h"
#include "cms/setting.h"
#include "cms/workdays.h"

#define HOUR 3600

/* Who a receipt's entry is from: nobody that has a number. */
static const struct actor visitor = { .name = "visitor",
	.display = "网友" };

static const struct input inputs[] = {
	{ .name = "column", .kind = INPUT_LINE, .required = true,
	    .max = COLUMN_PATH_MAX },
	{ .name = "type", .kind = INPUT_LINE, .max = 40 },
	{ .name = "title", .kind = INPUT_LINE, .required = true,
	    .max = RECEIPT_TITLE_MAX },
	{ .name = "content", .kind = INPUT_OBJECT },
	{ .name = "check", .kind = INPUT_OBJECT },
	{ .name = "days", .kind = INPUT_INT },
	{ .name = NULL }
};

/* ---- what was sent ---- */

static enum err
text_check(const struct json *v, const char *name, struct fault *f)
{
	const char *p = v->text, *end = v->text + v->length;
	uint32_t c;

	if (utf8_count(v->text, v->length) > RECEIPT_TEXT_MAX)
		return (fault_set(f, ERR_INPUT, "input.long", name, "%d",
		    RECEIPT_TEXT_MAX));
	while (p < end) {
		c = utf8_next(&p, end);
		if (c == UTF8_BAD || c == 0x7f || (c < 0x20 && c != '\n' &&
		    c != '\r' && c != '\t'))
			return (fault_set(f, ERR_INPUT, "input.control", name,
			    NULL));
	}
	return (ERR_OK);
}

/* Texts, numbers, yes or no, and lists of texts. */
static enum err
member_check(const struct json *m, struct fault *f)
{
	enum err e = ERR_OK;

	if (m->type == JSON_STRING)
		return (text_check(m, m->name, f));
	if (m->type == JSON_OBJECT || m->type == JSON_REAL ||
	    (m->type == JSON_ARRAY && m->length > RECEIPT_MEMBERS_MAX))
		return (fault_set(f, ERR_INPUT, "input.type", m->name,
		    "text"));
	if (m->type != JSON_ARRAY)
		return (ERR_OK);
	json_each(item, m) {
		if (item->type != JSON_STRING)
			return (fault_set(f, ERR_INPUT, "input.type",
			    m->name, "list"));
		if ((e = text_check(item, m->name, f)) != ERR_OK)
			break;
	}
	return (e);
}

static enum err
content_sent(struct call *c, const struct json *content, const char **text)
{
	struct buf b = { 0 };
	enum err e = ERR_OK;

	if (content != NULL && content->length > RECEIPT_MEMBERS_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.many",
		    "content", "%d", RECEIPT_MEMBERS_MAX));
	json_each(m, content)
		if ((e = member_check(m, c->fault)) != ERR_OK)
			return (e);
	if (content != NULL)
		json_canonical(&b, content);
	if (b.length > RECEIPT_CONTENT_MAX)
		e = fault_set(c->fault, ERR_INPUT, "input.long", "content",
		    "%d", RECEIPT_CONTENT_MAX);
	*text = content != NULL ? arena_copy(c->arena, b.data, b.length) :
	    "{}";
	buf_cleanup(&b);
	return (e);
}

/* Visitors of a site together may send so much within an hour. */
static enum err
hour_check(struct call *c)
{
	struct json *limit = NULL;
	int64_t count = 0;
	enum err e = setting_read(c->site, c->arena, "receive_hour", &limit,
	    c->fault);

	if (e == ERR_OK)
		e = db_value(c->site->db, &count, c->fault,
		    "SELECT count(*) FROM receipt WHERE received_at > :since",
		    DB_INT(":since", time_now() - HOUR));
	if (e == ERR_OK && count >= limit->integer)
		e = fault_set(c->fault, ERR_RATE, "receipt.busy", NULL, NULL);
	return (e);
}

/* The draft: title, and of the content what the type has fields for. */
static enum err
entry_make(struct call *c, const struct column *col, const struct json *in,
    int64_t *id)
{
	const char *name = json_get_text(in, "type", "");
	const struct type *type = type_find(c->cms, name);
	struct json *fields = json_object(c->arena), *content;
	struct revision r;
	enum err e;

	if (type == NULL)
		return (fault_set(c->fault, ERR_INPUT, "type.unknown", "type",
		    "%s", name));
	json_each(m, json_get(in, "content"))
		if (type_field(type, m->name) != NULL)
			json_put(fields, m->name, json_copy(c->arena, m));
	json_put_text(c->arena, fields, "title",
	    json_get_text(in, "title", ""));
	e = content_check(c, type, fields, NULL, &content);
	return (e == ERR_OK ?
	    entry_insert(c, col, type, content, id, &r) : e);
}

static enum err
receipt_insert(struct call *c, const char *kind, const struct json *in,
    const char *content, struct json **out)
{
	int64_t now = time_now(), days = json_get_int(in, "days", 0), due = 0;
	int64_t entry = 0;
	char code[RECEIPT_CODE_SIZE], hash[HASH_SIZE];
	struct column col;
	enum err e = column_by_path(c->site, c->arena,
	    json_get_text(in, "column", ""), &col, c->fault);

	if (e == ERR_OK && json_get(in, "type") != NULL)
		e = entry_make(c, &col, in, &entry);
	if (e != ERR_OK)
		return (e);
	if (days > 0)
		due = calendar_after(workdays(c->site), now, days);
	receipt_code_make(code);
	hash_hex(code, RECEIPT_CODE_LENGTH, hash);
	e = db_run(c->site->db, c->fault,
	    "INSERT INTO receipt (code_hash, kind, \"column\", entry, title,"
	    " content, received_at, due_at) VALUES (:hash, :kind, :column,"
	    " nullif(:entry, 0), :title, :content, :now, nullif(:due, 0))",
	    DB_TEXT(":hash", hash), DB_TEXT(":kind", kind),
	    DB_INT(":column", col.id), DB_INT(":entry", entry),
	    DB_TEXT(":title", json_get_text(in, "title", "")),
	    DB_TEXT(":content", content), DB_INT(":now", now),
	    DB_INT(":due", due));
	*out = json_object(c->arena);
	json_put_int(c->arena, *out, "id", db_last_id(c->site->db));
	json_put_text(c->arena, *out, "code", code);
	json_put(*out, "due_at", due != 0 ? json_int(c->arena, due) :
	    json_null(c->arena));
	return (e);
}

enum err
receipt_ask(struct call *c, const char *kind, const struct json *in,
    struct json **out)
{
	const struct json *check = json_get(in, "check");
	struct json *payload, *submission, *texts;

	*out = NULL;
	if (!event_wanted(c, "submission.check"))
		return (ERR_OK);
	payload = json_object(c->arena);
	submission = json_put(payload, "submission", json_object(c->arena));
	json_put_text(c->arena, submission, "kind", kind);
	json_put_text(c->arena, submission, "title", check != NULL ? "" :
	    json_get_text(in, "title", ""));
	json_put_bool(c->arena, submission, "published",
	    json_get(in, "type") != NULL);
	texts = json_put(submission, "content", json_object(c->arena));
	json_each(m, check != NULL ? check : json_get(in, "content"))
		json_put(texts, m->name, json_copy(c->arena, m));
	return (event_ask(c, "submission.check", payload, out));
}

/* Plugins may tell whoever has to answer. */
static void
received_tell(struct call *c, const char *kind, const struct json *in,
    const struct json *out)
{
	struct json *payload, *receipt;

	if (!event_wanted(c, "submission.received"))
		return;
	payload = json_object(c->arena);
	receipt = json_put(payload, "receipt", json_object(c->arena));
	json_put_int(c->arena, receipt, "id", json_get_int(out, "id", 0));
	json_put_text(c->arena, receipt, "kind", kind);
	json_put_text(c->arena, receipt, "title",
	    json_get_text(in, "title", ""));
	json_put_text(c->arena, receipt, "column",
	    json_get_text(in, "column", ""));
	event_emit(c, "submission.received", &payload);
}

static bool
kind_valid(const char *kind)
{
	return (kind[0] != '\0' && strlen(kind) <= RECEIPT_KIND_MAX &&
	    strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789_.") ==
	    strlen(kind));
}

enum err
receipt_receive(struct call *c, const char *kind, const struct json *in,
    struct json **out)
{
	struct call own = *c;
	int64_t days = json_get_int(in, "days", 0);
	const char *content;
	enum err e;

	*out = NULL;
	own.actor = &visitor;
	own.role = "";
	if (!kind_valid(kind))
		return (fault_set(c->fault, ERR_INTERNAL, "receipt.kind",
		    NULL, "%.60s", kind));
	if ((e = act_inputs(inputs, in, c->fault)) != ERR_OK ||
	    (e = content_sent(c, json_get(in, "content"), &content)) !=
	    ERR_OK)
		return (e);
	if (days < 0 || days > RECEIPT_DAYS_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "days",
		    "0–%d", RECEIPT_DAYS_MAX));
	if ((e = receipt_ask(c, kind, in, out)) != ERR_OK)
		return (e);
	if ((e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	if ((e = hour_check(c)) == ERR_OK &&
	    (e = receipt_insert(&own, kind, in, content, out)) == ERR_OK)
		e = site_commit(c->site, c->fault);
	if (e != ERR_OK)
		site_rollback(c->site);
	else
		received_tell(c, kind, in, *out);
	return (e);
}
