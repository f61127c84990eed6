/* What a lane opens for itself: see lane.h. */
#include "web/lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "cms/cms.h"
#include "script/script.h"
#include "web/cache.h"
#include "web/limit.h"
#include "web/opened.h"
#include "web/script.h"

static enum err
lane_texts(const char *root, const char *name, struct lang **out,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	enum err e;

	*out = lang_alloc();
	e = lang_load(*out, arena_printf(a, "%s/core/lang/%s.lang", root, name),
	    f);
	arena_free(a);
	return (e);
}

enum err
lane_open(struct lane **out, const struct lane_options *o, struct fault *f)
{
	struct lane *lane = must_alloc(sizeof(*lane));
	enum err e;

	*lane = (struct lane){ .staff = o->staff };
	if ((e = lane_texts(o->root, "zh", &lane->zh, f)) == ERR_OK &&
	    (e = lane_texts(o->root, "en", &lane->en, f)) == ERR_OK &&
	    (e = cms_open(&lane->cms, o->root, o->sites,
		o->staff ? DB_WRITE : DB_READ, f)) == ERR_OK)
		e = script_alloc(&lane->script, lane->cms, o->root, f);
	if (e == ERR_OK)
		script_connect(lane);
	if (e == ERR_OK && o->staff)
		e = limit_open(&lane->limit, o->sites,
		    cms_secret(lane->cms), f);
	if (o->cache > 0)
		lane->cache = cache_alloc(o->cache);
	if (o->cache > 0 && !o->staff)
		lane->opened = opened_alloc();
	if (e != ERR_OK) {
		lane_close(lane);
		lane = NULL;
	}
	*out = lane;
	return (e);
}

void
lane_close(struct lane *lane)
{
	if (lane == NULL)
		return;
	if (lane->script != NULL)
		script_free(lane->script);
	limit_close(lane->limit);	/* borrows the cms's key */
	if (lane->cms != NULL)
		cms_close(lane->cms);
	lang_free(lane->zh);
	lang_free(lane->en);
	cache_free(lane->cache);
	opened_free(lane->opened);
	free(lane);
}

const struct lang *
lane_lang(const struct lane *lane, const char *lang)
{
	return (strcmp(lang, "en") == 0 ? lane->en : lane->zh);
}
