/*
 * The HTTP API under /api/v1: each route runs one act.  Inputs are the JSON
 * body (or, for GET, the query) and what the path captures; whatever the act
 * answers is the JSON reply.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cms/act.h"
#include "web/api.h"
#include "web/auth.h"
#include "web/route.h"

/* Of a JSON body, in MB: an article's longest text, escaped, and its other
 * fields. */
#define API_BODY_MB 8

/* A number of the query or the path: digits only, as the act declares it. */
static enum err
api_integer(struct exchange *x, const char *name, const char *text,
    struct json **v)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (text[text[0] == '-'] < '0' || text[text[0] == '-'] > '9' || *end != '\0' || errno != 0)
		return (fault_set(&x->fault, ERR_INPUT, "input.int", name,
		    NULL));
	*v = json_int(x->rq->arena, n);
	return (ERR_OK);
}

/* A value that came as text, as the kind that the act declares. */
static enum err
api_typed(struct exchange *x, const struct act *act, const char *name,
    const char *text, struct json *in)
{
	struct json *v = json_string(x->rq->arena, text);
	const struct input *i;
	enum err e = ERR_OK;

	for (i = act->inputs; i != NULL && i->name != NULL; i++) {
		if (strcmp(i->name, name) != 0)
			continue;
		if (i->kind == INPUT_INT) {
			e = api_integer(x, name, text, &v);
			if (e != ERR_OK)
				fault_label(&x->fault, i->label);
		} else if (i->kind == INPUT_BOOL)
			v = json_bool(x->rq->arena, strcmp(text, "1") == 0 ||
			    strcmp(text, "true") == 0);
		break;
	}
	if (e == ERR_OK)
		json_put(in, arena_text(x->rq->arena, name), v);
	return (e);
}

static enum err
api_pairs(struct exchange *x, const struct act *act, const struct pairs *from,
    struct json *in)
{
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < from->count && e == ERR_OK; i++)
		if (strcmp(from->item[i].name, "_csrf") != 0)
			e = api_typed(x, act, from->item[i].name,
			    from->item[i].value, in);
	return (e);
}

enum err
api_body(struct exchange *x, struct json **in)
{
	struct request *rq = x->rq;
	const char *type = pairs_get(&rq->headers, "content-type");
	enum err e;

	*in = json_object(rq->arena);
	if (rq->body_length == 0)
		return (ERR_OK);
	if (type == NULL || strncasecmp(type, "application/json", 16) != 0)
		return (fault_set(&x->fault, ERR_TYPE, "api.type", NULL,
		    "%.80s", type != NULL ? type : "-"));
	if (rq->body_length > API_BODY_MB * 1024 * 1024)
		return (fault_set(&x->fault, ERR_TOO_LARGE, "json.size", NULL,
		    "%d MB", API_BODY_MB));
	e = json_parse(rq->arena, rq->body, rq->body_length, in, &x->fault);
	if (e == ERR_OK && (*in)->type != JSON_OBJECT)
		e = fault_set(&x->fault, ERR_INPUT, "json.object", NULL, NULL);
	return (e);
}

/* Runs the route's act. */
static enum err
api_act(struct exchange *x)
{
	const struct act *act = act_find(x->route->act);
	struct json *in, *out = NULL;
	enum err e;

	if (act == NULL)
		return (fault_set(&x->fault, ERR_INTERNAL, "act.unknown", NULL,
		    "%s", x->route->act));
	if (method_unsafe(x->rq->method)) {
		if ((e = api_body(x, &in)) != ERR_OK)
			return (e);
	} else {
		in = json_object(x->rq->arena);
		if ((e = api_pairs(x, act, &x->rq->query, in)) != ERR_OK)
			return (e);
	}
	if ((e = api_pairs(x, act, &x->rq->params, in)) != ERR_OK)
		return (e);
	e = act_call(&x->call, act->name, in, &out);
	if (e != ERR_OK) {
		x->problem = out;
		return (e);
	}
	return (exchange_json(x, x->route->status != 0 ? x->route->status : 200,
	    out != NULL ? out : json_object(x->rq->arena)));
}

/* POST media: a multipart form with one file; `alt` may go with it. */
static enum err
api_media(struct exchange *x)
{
	struct json *in = json_object(x->rq->arena), *out = NULL;
	enum err e;

	if (x->rq->upload_count != 1)
		return (fault_set(&x->fault, ERR_INPUT, "media.one", "file",
		    NULL));
	if ((e = api_pairs(x, act_find("media.upload"), &x->rq->form, in)) !=
	    ERR_OK)
		return (e);
	json_put_int(x->rq->arena, in, "file", 0);
	if ((e = act_call(&x->call, "media.upload", in, &out)) != ERR_OK)
		return (e);
	return (exchange_json(x, 201, out));
}

#define API "/api/v1/"
#define ACT(n, m, p, perm, s) \
	{ .name = "api." n, .method = METHOD_##m, .pattern = API p, \
	  .permission = perm, .handle = api_act, .act = n, .status = s }
#define LIVE(n, p, names) \
	{ .name = "api." n, .method = METHOD_GET, .pattern = API p, \
	  .permission = "public", .handle = api_act, .act = n, \
	  .cache = names }

const struct route api_routes[] = {
	{ .name = "api.session.create", .method = METHOD_POST,
	  .pattern = API "session", .permission = "public",
	  .handle = auth_api_create, .open = true },
	{ .name = "api.session.end", .method = METHOD_DELETE,
	  .pattern = API "session", .permission = "session",
	  .handle = auth_api_end, .password = true },
	ACT("entry.create", POST, "entries", "entry.create", 201),
	ACT("entry.list", GET, "entries", "session", 200),
	ACT("entry.queue", GET, "queue", "session", 200),
	ACT("entry.read", GET, "entries/{id:int}", "session", 200),
	ACT("entry.save", PUT, "entries/{id:int}", "entry.edit", 200),
	ACT("entry.autosave", PUT, "entries/{id:int}/autosave", "entry.edit", 200),
	ACT("entry.submit", POST, "entries/{id:int}/submit", "entry.submit", 200),
	ACT("entry.approve", POST, "entries/{id:int}/approve", "entry.approve", 200),
	ACT("entry.return", POST, "entries/{id:int}/return", "entry.return", 200),
	ACT("entry.schedule", POST, "entries/{id:int}/schedule", "entry.schedule", 200),
	ACT("entry.withdraw", POST, "entries/{id:int}/withdraw", "entry.withdraw", 200),
	ACT("entry.purge", POST, "entries/{id:int}/purge", "entry.purge", 200),
	ACT("entry.trash", POST, "entries/{id:int}/trash", "entry.trash", 200),
	ACT("entry.untrash", POST, "entries/{id:int}/untrash", "entry.trash", 200),
	ACT("entry.restore", POST, "entries/{id:int}/restore", "entry.edit", 200),
	ACT("entry.revisions", GET, "entries/{id:int}/revisions", "session", 200),
	ACT("entry.revision", GET, "entries/{id:int}/revisions/{revision:int}", "session", 200),
	ACT("entry.diff", GET, "entries/{id:int}/diff", "session", 200),
	ACT("entry.history", GET, "entries/{id:int}/history", "session", 200),
	ACT("receipt.list", GET, "receipts", "receipt.list", 200),
	ACT("receipt.read", GET, "receipts/{id:int}", "receipt.list", 200),
	ACT("receipt.update", PUT, "receipts/{id:int}", "receipt.update", 200),
	ACT("receipt.erase", POST, "receipts/{id:int}/erase", "receipt.erase", 200),
	{ .name = "api.media.upload", .method = METHOD_POST,
	  .pattern = API "media", .permission = "media.upload",
	  .handle = api_media, .act = "media.upload", .status = 201 },
	ACT("media.list", GET, "media", "session", 200),
	ACT("media.read", GET, "media/{hash}", "session", 200),
	ACT("media.delete", DELETE, "media/{hash}", "media.delete", 200),
	ACT("column.list", GET, "columns", "session", 200),
	ACT("site.read", GET, "site", "site.read", 200),
	ACT("site.update", PUT, "site", "site.update", 200),
	ACT("plugin.list", GET, "plugins", "plugin.list", 200),
	ACT("plugin.enable", POST, "plugins/{name}/enable", "plugin.enable", 200),
	ACT("plugin.disable", POST, "plugins/{name}/disable", "plugin.disable", 200),
	ACT("plugin.configure", PUT, "plugins/{name}", "plugin.configure", 200),
	ACT("plugin.release", POST, "plugins/{name}/release", "plugin.release", 200),
	LIVE("live.list", "live", "column children type cursor limit"),
	LIVE("live.read", "live/{id:int}", ""),
	LIVE("live.tags", "tags", "least limit"),
	LIVE("live.tagged", "tags/{tag*}", "cursor limit"),
	LIVE("live.search", "search", "q column type from to cursor limit"),
	LIVE("live.suggest", "search/suggest", "q"),
	{ .name = NULL },
};
