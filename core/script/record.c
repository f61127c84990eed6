/*
 * What staff do through plugins, in the record of acts: one row for each unsafe
 * route that somebody who is signed in asked for, done or refused, and for each
 * command that changed the plugin's tables.  What people typed or sent isn't
 * written there, only what the address names and what the plugin says itself
 * (plugin:deed).
 *
 * Not written: routes that declare to change nothing (`reads`, which may ask
 * for no act that changes), forms for everybody (nobody is to know that a letter
 * came from the staff), and the desk's (capability "session"): all it does are
 * acts of the core, each of which stands in the record already.
 */
#include <inttypes.h>
#include <string.h>

#include <lauxlib.h>

#include "base/log.h"
#include "base/utf8.h"
#include "cms/audit.h"
#include "cms/permission.h"
#include "script/plugin.h"
#include "script/world.h"

#define REFUSED 400	/* statuses from here on */

static bool
is_kept(const struct call *c, const struct script_route *r)
{
	return (!r->reads && strcmp(r->method, "GET") != 0 &&
	    strcmp(r->permission, "public") != 0 && c->actor != NULL && !c->actor->system && c->actor->user != 0 &&
	    c->site != NULL && cms_mode(c->cms) == DB_WRITE);
}

static void
record_write(struct call *c, const char *act, const char *object,
    const char *result, const char *detail)
{
	struct fault f = { .err = ERR_OK };
	struct call own = *c;

	own.fault = &f;
	if (audit_write(&own, act, object, result, detail) != ERR_OK)
		log_error("%s isn't in the record: %s %s", act,
		    f.name != NULL ? f.name : "?", f.detail);
}

/* "id 12": what the address names. */
static const char *
params_text(struct arena *a, const struct json *params)
{
	const char *text = "", *between = "";

	json_each(v, params) {
		if (v->type == JSON_STRING)
			text = arena_printf(a, "%s%s%s %.80s", text, between,
			    v->name, v->text);
		else if (v->type == JSON_INT)
			text = arena_printf(a, "%s%s%s %" PRId64, text,
			    between, v->name, v->integer);
		between = ", ";
	}
	return (text);
}

/* The status of a reply: {"render": {"status": 422}}. */
static int64_t
reply_status(const struct json *reply)
{
	return (reply != NULL && reply->first != NULL ?
	    json_get_int(reply->first, "status", 200) : 200);
}

void
record_route(struct plugin *p, struct call *c, const struct script_route *r,
    const struct json *request, const struct json *reply, enum err e,
    const struct fault *f)
{
	const struct deed *d = &p->deed;
	const char *result = "done", *detail = NULL;
	int64_t status = reply_status(reply);

	if (!is_kept(c, r) || plugin_may(p, "session"))
		return;
	if (e != ERR_OK) {
		result = f != NULL && f->name != NULL ? f->name : "refused";
	} else if (status >= REFUSED) {
		result = "plugin.refused";
		detail = arena_printf(c->arena, "%" PRId64, status);
	}
	record_write(c, r->name, d->object[0] != '\0' ? d->object :
	    params_text(c->arena, json_get(request, "params")), result,
	    detail);
}

void
record_command(struct plugin *p, struct call *c, const char *name)
{
	if (p->deed.wrote && c->site != NULL)
		record_write(c, arena_printf(c->arena, "%s.%s", p->name, name),
		    p->deed.object, "done", NULL);
}

void
script_refused(struct script *s, struct call *c, const struct script_route *r,
    const struct json *params, const struct fault *f)
{
	const struct plugin *p = plugin_known(s, r->plugin, NULL);

	if (is_kept(c, r) && p != NULL && !plugin_may(p, "session"))
		record_write(c, r->name, params_text(c->arena, params),
		    f->name != NULL ? f->name : "refused", NULL);
}

/* deed(text): what the record is to say */
int
record_deed(lua_State *L)
{
	struct plugin *p = state_owner(L);

	utf8_copy(p->deed.object, sizeof(p->deed.object),
	    luaL_checkstring(L, 1));
	return (0);
}
