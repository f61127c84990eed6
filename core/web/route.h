/*
 * The router: one table of C routes, and the routes of the site's plugins
 * behind it.  `mingchuang routes` prints what stands here.
 *
 * Patterns: {name} is one segment, {name:int} digits, {name*} one or more
 * segments; everything else stands for itself.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/exchange.h"

struct script_route;

struct route {
	const char	*name;		/* "api.entry.submit" */
	enum method	method;		/* METHOD_GET answers HEAD too */
	const char	*pattern;
	const char	*permission;	/* "public", "session", or an act's name */
	enum err	(*handle)(struct exchange *x);
	/* Of a pattern that matches almost anything: is there such a page?
	 * Where there is none, other methods are 404, too, and not 405. */
	bool		(*exists)(struct exchange *x,
			    const struct pairs *params);
	const char	*act;		/* the act that an API route runs */
	int		status;		/* of an API route that went well; 0: 200 */
	bool		open;		/* an unsafe method without CSRF token:
					 * only where a foreign page can't send it */
	bool		password;	/* for those who must change theirs */
	bool		form;		/* has a form for visitors: needs a token */
	bool		editor;		/* has the rich editor: a wider policy */
	const char	*cache;		/* the page cache keeps it, one for
					 * each value of these query names
					 * ("a b"); NULL: it doesn't */
	const struct script_route *script; /* a plugin's; handle is NULL */
};

/* Tables of C routes; each ends with name NULL. */
extern const struct route api_routes[];
extern const struct route page_routes[];

/* Fills in what the pattern captures (in the arena). */
bool route_match(struct arena *a, const char *pattern, const char *path,
    struct pairs *params);

/* The route for x->rq, set in x->route, and rq->params.  ERR_NOT_FOUND, or
 * ERR_METHOD with the reply's Allow header set. */
enum err route_find(struct exchange *x);

/* Calls `each` for all routes of C and of the site's plugins (NULL: of all). */
enum err route_walk(struct lane *lane, struct site *site,
    void (*each)(const struct route *r, void *arg), void *arg,
    struct fault *f);

#endif
