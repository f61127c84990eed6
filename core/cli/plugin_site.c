/* The site of a test: see plugin_site.h. */
#include "cli/plugin_site.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cms/act.h"
#include "cms/session.h"
#include "cms/user.h"
#include "script/script.h"

#define PLAY_SITE "play"
#define PLAY_PASSWORD "Plays-4-an-hour"

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return (remove(path));
}

void
play_end(struct play *p)
{
	int i;

	lane_close(p->visitors);
	lane_close(p->staff);
	p->visitors = p->staff = NULL;
	for (i = 0; i < p->people_count; i++)
		free(p->people[i].token);
	p->people_count = 0;
	if (p->folder[0] != '\0')
		(void)nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	p->folder[0] = '\0';
}

static enum err
play_act(struct play *p, struct arena *a, const char *name,
    const struct json *in, struct json **out, struct fault *f)
{
	struct call c;
	struct json *unused;
	enum err e = play_call(p, NULL, &c, a, f);

	return (e != ERR_OK ? e : act_call(&c, name, in,
	    out != NULL ? out : &unused));
}

/* Sites and accounts as `site create` makes them, but for the cost of
 * passwords: there are many people, and nobody to keep out. */
static enum err
play_site(struct play *p, struct arena *a, struct fault *f)
{
	struct json *policy = json_object(a), *site = json_object(a);
	struct json *news = json_object(a);
	enum err e;

	json_put_int(a, policy, "password_cost", 1);
	json_put_text(a, site, "name", PLAY_SITE);
	json_put_text(a, site, "title", "测试站点");
	json_add(json_put(site, "hosts", json_array(a)),
	    json_string(a, "play.localhost"));
	json_put_text(a, news, "path", "news");
	json_put_text(a, news, "title", "要闻");
	if ((e = play_act(p, a, "policy.update", policy, NULL, f)) == ERR_OK &&
	    (e = play_act(p, a, "site.create", site, NULL, f)) == ERR_OK)
		e = play_act(p, a, "column.create", news, NULL, f);
	return (e);
}

/* With all the columns that it offers. */
static enum err
play_enable(struct play *p, struct arena *a, struct fault *f)
{
	struct json *in = json_object(a);

	json_put_text(a, in, "name", p->plugin);
	json_put_bool(a, in, "all_columns", true);
	return (play_act(p, a, "plugin.enable", in, NULL, f));
}

enum err
play_fresh(struct play *p, struct arena *a, struct fault *f)
{
	struct lane_options o = { .root = p->cli->root, .sites = p->folder,
	    .staff = true };
	const char *tmp = getenv("TMPDIR");
	enum err e;

	play_end(p);
	snprintf(p->folder, sizeof(p->folder), "%.30s/mingchuang-play-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(p->folder) == NULL) {
		e = fault_set(f, ERR_INTERNAL, "cms.folder", NULL, "%s: %s",
		    p->folder, strerror(errno));
		p->folder[0] = '\0';
		return (e);
	}
	if ((e = lane_open(&p->staff, &o, f)) != ERR_OK ||
	    (e = play_site(p, a, f)) != ERR_OK ||
	    (e = play_enable(p, a, f)) != ERR_OK)
		return (e);
	o.staff = false;
	if ((e = lane_open(&p->visitors, &o, f)) != ERR_OK)
		return (e);
	/* Who tries a theme or a plugin is told where it fails. */
	script_development(p->staff->script, true);
	script_development(p->visitors->script, true);
	return (ERR_OK);
}

static enum err
person_make(struct play *p, const char *role, struct arena *a, int64_t *user,
    char token[TOKEN_SIZE], struct fault *f)
{
	struct json *in = json_object(a), *roles = json_array(a);
	bool house = strstr(role, "_admin") != NULL;
	struct session s;
	enum err e;

	json_put_text(a, in, "name", role);
	json_put_text(a, in, "display", role);
	json_put_text(a, in, "password", PLAY_PASSWORD);
	json_put_bool(a, in, "must_change", false);
	json_add(roles, json_string(a, arena_printf(a, "%s%s", role,
	    house ? "" : "@" PLAY_SITE)));
	json_put(in, "roles", roles);
	if ((e = play_act(p, a, "user.create", in, NULL, f)) != ERR_OK ||
	    (e = user_id(p->staff->cms, role, user, f)) != ERR_OK)
		return (e);
	return (session_create(p->staff->cms, role, PLAY_PASSWORD,
	    SESSION_API, "test", token, &s, f));
}

enum err
play_person(struct play *p, const char *role, struct arena *a, int64_t *user,
    const char **token, struct fault *f)
{
	char fresh[TOKEN_SIZE];
	enum err e;
	int i;

	for (i = 0; i < p->people_count; i++)
		if (strcmp(p->people[i].role, role) == 0)
			break;
	if (i == p->people_count) {
		if (i == PLAY_PEOPLE ||
		    strlen(role) >= sizeof(p->people[0].role))
			return (fault_set(f, ERR_INPUT, "input.choice", "role",
			    "%s", role));
		e = person_make(p, role, a, &p->people[i].user, fresh, f);
		if (e != ERR_OK)
			return (e);
		snprintf(p->people[i].role, sizeof(p->people[i].role), "%s",
		    role);
		p->people[i].token = must_text(fresh);
		p->people_count++;
	}
	*user = p->people[i].user;
	*token = p->people[i].token;
	return (ERR_OK);
}

enum err
play_call(struct play *p, const char *role, struct call *c, struct arena *a,
    struct fault *f)
{
	struct actor *actor = arena_get(a, sizeof(*actor));
	struct fault none;
	const char *token;
	int64_t user;
	enum err e;

	script_begin(p->staff->script);
	*c = (struct call){ .cms = p->staff->cms, .arena = a, .fault = f,
	    .actor = actor };
	/* Before site.create there is none. */
	if (cms_site(c->cms, PLAY_SITE, &c->site, &none) != ERR_OK)
		c->site = NULL;
	if (role == NULL) {
		actor_system(actor, "test");
		return (ERR_OK);
	}
	e = play_person(p, role, a, &user, &token, f);
	return (e != ERR_OK ? e : actor_load(c->cms, user, a, actor, f));
}
