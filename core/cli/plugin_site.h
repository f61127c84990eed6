/* The site that a test of a plugin plays on: a folder of its own, a lane for
 * visitors and one for staff, and people who come when they are named. */
#ifndef CLI_PLUGIN_SITE_H
#define CLI_PLUGIN_SITE_H

#include "cms/cms.h"
#include "cli/main.h"
#include "web/lane.h"

#define PLAY_PEOPLE 24

struct play {
	const struct cli	*cli;
	const char		*plugin;
	char			folder[64];	/* "": none now */
	struct lane		*visitors, *staff;
	struct {
		char	role[24], *token;
		int64_t	user;
	} people[PLAY_PEOPLE];
	int			people_count;
};

/* A new site in which the plugin is used, in place of the one before. */
enum err play_fresh(struct play *p, struct arena *a, struct fault *f);
void play_end(struct play *p);

/* Whose role it is: the user's id and a bearer token. */
enum err play_person(struct play *p, const char *role, struct arena *a,
    int64_t *user, const char **token, struct fault *f);

/* A call of the staff lane for that role; NULL: the system itself. */
enum err play_call(struct play *p, const char *role, struct call *c,
    struct arena *a, struct fault *f);

/* {method, path, as?, lang?, form?, json?, headers?} → {status, headers, body} */
enum err play_request(struct play *p, const struct json *in, struct arena *a,
    struct json **out, struct fault *f);

#endif
