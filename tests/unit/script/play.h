/* One plugin on a stage of its own, asked through its routes. */
#ifndef TEST_PLAY_H
#define TEST_PLAY_H

#include "stage.h"

#define MANIFEST(name, more) "return { name = '" name "', title = 'x', " \
	"version = '1', api = 1, always = true, " more " }"

#define ROUTE(name, body) "local plugin = ... plugin:route('" name "', " \
	"'GET /" name "/{id:int}', { permission = 'public' }, " \
	"function(req) " body " end)\n"

struct play_finding {
	const char			*name;
	const struct script_route	*route;
};

static inline void
play_find_one(const struct script_route *r, void *arg)
{
	struct play_finding *f = arg;

	if (strcmp(r->name, f->name) == 0)
		f->route = r;
}

static inline const struct script_route *
play_find(struct stage *st, const char *name)
{
	struct play_finding f = { .name = name };

	(void)script_routes(st->script, st->w.site, play_find_one, &f, NULL);
	return (f.route);
}

static inline void
play_open(struct stage *st, const char *name, const char *manifest,
    const char *init)
{
	char path[80];

	if (!stage_open(st))
		exit(2);
	snprintf(path, sizeof(path), "plugins/%s/plugin.lua", name);
	stage_file(st, path, manifest);
	snprintf(path, sizeof(path), "plugins/%s/init.lua", name);
	stage_file(st, path, init);
}

/* What the route answers, as JSON; its fault is in st->fault. */
static inline const char *
play(struct stage *st, const struct actor *actor, const char *name,
    const char *request)
{
	static struct buf b;
	const struct script_route *r = play_find(st, name);
	struct call c = { .cms = st->w.cms, .site = st->w.site,
	    .actor = actor, .arena = st->w.arena, .fault = &st->fault };
	struct json *reply = NULL;

	memset(&st->fault, 0, sizeof(st->fault));
	buf_reset(&b);
	if (r == NULL)
		return ("no such route");
	if (script_handle(st->script, &c, r, stage_json(st, request), &reply,
	    &st->fault) != ERR_OK)
		return (st->fault.detail);
	json_write(&b, json_get(json_get(reply, "json"), "value"));
	return (buf_string(&b));
}

#endif
