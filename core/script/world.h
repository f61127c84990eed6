/* What a lane's `struct script` holds.  Inside core/script only. */
#ifndef SCRIPT_WORLD_H
#define SCRIPT_WORLD_H

#include <time.h>

#include "cms/event.h"
#include "cms/plugin.h"
#include "script/fetch.h"
#include "script/script.h"
#include "script/state.h"

struct theme;
struct plugin;

struct script {
	struct cms		*cms;
	char			*root;
	struct plugin_source	 told;		/* what the domain knows */
	struct cms_listener	 listener;	/* and what it says */
	int			 emitting;	/* events in events */
	struct call		*call;		/* that a page is rendered for */
	bool			 development;
	bool			 checking;	/* faults are told, not logged */
	struct script_hooks	 hooks;
	script_fetcher		*fetcher;	/* NULL but in the clerk */
	void			*fetcher_arg;
	struct theme		*themes;
	struct plugin		*plugins;
	uint64_t		 asked;		/* counts requests; 0: none yet */
	bool			 plugins_found;
	time_t			 plugins_looked;
	int64_t			 used;		/* by plugins, of this page */
	bool			 partial;	/* it lacks a plugin's part */
	bool			 heavy;		/* see script_heavy() */
	struct state		*compiler;
	int			 compile;	/* reference to the function */
	struct buf		 compiled, scratch;
	struct buf		 clean;		/* script_set_clean() */
};

/* Have plugins taken more of this page's time than they may? */
bool script_late(const struct script *s);

/* live.c: the answers of cms/live.h.  `name` is "latest", "count", "column",
 * "menu", "entry", "summary", and "site" for {name, title, host, profile,
 * theme, lang, plugins, settings}. */
enum err live_answer(struct site *site, const char *name,
    const struct json *in, struct arena *a, struct json **out,
    struct fault *f);

/* Appends the address of a plugin's or the core's route; false where there is
 * none of that name, or a parameter is missing. */
bool script_link(struct script *s, struct site *site, const char *name,
    const struct json *params, struct buf *out);

/* Letters, digits, _ - . and / between them; no part begins with a dot. */
bool script_name_good(const char *name);

#endif
