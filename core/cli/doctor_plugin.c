/*
 * What the doctor looks at in the plugins of a site: that each is there and
 * can be loaded, is in use, and what it says of itself (the event "doctor":
 * a plugin appends sentences to `problems`).
 */
#include "cli/doctor.h"

#include <stdio.h>
#include <string.h>

#include "cms/act.h"
#include "cms/event.h"
#include "cms/user.h"
#include "web/lane.h"

#define SAID_MAX 20	/* sentences of all plugins of a site */

/* Why a plugin of the site does nothing; NULL: it works. */
static const char *
illness(const struct json *p, const char **detail)
{
	const char *state = json_get_text(p, "state", "");

	*detail = json_get_text(p, "problem", "");
	if (strcmp(state, "broken") == 0)
		return ("doctor.plugin_broken");
	if (strcmp(state, "waiting") == 0)
		return ("doctor.plugin_waiting");
	*detail = json_get_text(json_get(p, "failure"), "detail", "");
	return (strcmp(state, "quarantined") == 0 ? "doctor.plugin_resting" :
	    NULL);
}

static void
plugin_one(struct doctor *d, const char *site, const struct json *p)
{
	const char *name = json_get_text(p, "name", ""), *detail;
	const char *why = illness(p, &detail);
	struct fault f = { 0 };

	if (!json_get_bool(p, "listed", false))
		return;
	if (strcmp(json_get_text(p, "state", ""), "missing") == 0) {
		fault_set(&f, ERR_INTERNAL, "doctor.extension", NULL,
		    "plugins/%s", name);
		doctor_tell(d, DOCTOR_FAULT, site, &f);
		return;
	}
	if (why == NULL) {
		doctor_ok(site, "plugin %s", name);
		return;
	}
	fault_set(&f, ERR_INTERNAL, why, NULL, "%s%s%s", name,
	    detail[0] != '\0' ? ": " : "", detail);
	doctor_tell(d, DOCTOR_FAULT, site, &f);
}

static void
plugins_say(struct doctor *d, struct call *c, const char *site)
{
	struct json *payload = json_object(c->arena);
	const struct json *problems;
	struct fault f = { 0 };
	int said = 0;

	if (!event_wanted(c, "doctor"))
		return;
	json_put(payload, "problems", json_array(c->arena));
	event_emit(c, "doctor", &payload);
	problems = json_get(payload, "problems");
	json_each(text, problems) {
		if (text->type != JSON_STRING || said++ >= SAID_MAX)
			continue;
		fault_set(&f, ERR_INTERNAL, "doctor.plugin_says", NULL, "%s",
		    text->text);
		doctor_tell(d, DOCTOR_WARNING, site, &f);
	}
}

void
doctor_plugins(struct doctor *d, const char *site)
{
	const struct lane_options o = { .root = d->cli->root,
		.sites = d->cli->sites };
	struct actor system;
	struct fault f = { 0 };
	struct call c = { .actor = &system, .arena = d->arena, .fault = &f };
	struct lane *lane = NULL;
	struct json *out = NULL;
	enum err e;

	actor_system(&system, "doctor");
	if ((e = lane_open(&lane, &o, &f)) == ERR_OK) {
		c.cms = lane->cms;
		e = cms_site(c.cms, site, &c.site, &f);
	}
	if (e == ERR_OK)
		e = act_call(&c, "plugin.list", NULL, &out);
	if (e == ERR_OK) {
		json_each(p, json_get(out, "plugins"))
			plugin_one(d, site, p);
		plugins_say(d, &c, site);
	} else
		doctor_tell(d, DOCTOR_FAULT, site, &f);
	lane_close(lane);
}
