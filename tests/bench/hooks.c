/*
 * What calling plugins costs by itself: hooks that do nothing.
 *
 *	hooks ROOT SITES SITE ENTRY
 *
 * Every plugin of the site that hooks them is called for a small payload
 * (head.meta) and for that of an article's page (entry.view, with the whole
 * article), as the page does it.  Prints JSON: microseconds of this thread.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cms/live.h"
#include "script/script.h"

#define ROUNDS 3000

struct bench {
	struct cms	*cms;
	struct site	*site;
	struct script	*script;
	struct arena	*arena;
	struct json	*entry;
};

static double
cpu_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ((double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3);
}

static struct json *
payload_of(struct bench *b, struct arena *a, const char *event)
{
	struct json *o = json_object(a), *meta = json_object(a);

	if (event[0] == 'e') {
		json_put(o, "entry", json_copy(a, b->entry));
		json_put(o, "view", json_object(a));
		return (o);
	}
	json_put_text(a, o, "kind", "article");
	json_put(meta, "tags", json_array(a));
	json_put(meta, "links", json_array(a));
	json_put(o, "meta", meta);
	return (o);
}

/* Microseconds of one event, with all plugins that hook it. */
static double
event_cost(struct bench *b, const char *event)
{
	struct arena *a = arena_alloc();
	struct call c = { .cms = b->cms, .site = b->site, .arena = a };
	struct json *payload;
	double spent = 0, began;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		script_begin(b->script);
		payload = payload_of(b, a, event);
		began = cpu_now();
		script_emit(b->script, &c, event, &payload);
		spent += cpu_now() - began;
		arena_reset(a);
	}
	arena_free(a);
	return (spent / ROUNDS);
}

static int
fail(const struct fault *f)
{
	fprintf(stderr, "hooks: %s %s\n", f->name != NULL ? f->name : "?",
	    f->detail);
	return (1);
}

int
main(int argc, char **argv)
{
	struct bench b = { .arena = arena_alloc() };
	struct fault f = { 0 };

	if (argc != 5) {
		fprintf(stderr, "usage: hooks ROOT SITES SITE ENTRY\n");
		return (2);
	}
	if (cms_open(&b.cms, argv[1], argv[2], DB_READ, &f) != ERR_OK ||
	    cms_site(b.cms, argv[3], &b.site, &f) != ERR_OK ||
	    script_alloc(&b.script, b.cms, argv[1], &f) != ERR_OK ||
	    live_entry(b.site, b.arena, atoll(argv[4]), &b.entry, &f) !=
		ERR_OK)
		return (fail(&f));
	(void)event_cost(&b, "head.meta");	/* all is loaded */
	printf("{\"head_us\":%.2f,\"entry_us\":%.2f}\n",
	    event_cost(&b, "head.meta"), event_cost(&b, "entry.view"));
	script_free(b.script);
	cms_close(b.cms);
	arena_free(b.arena);
	return (0);
}
