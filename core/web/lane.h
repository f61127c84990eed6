/*
 * A worker answers in two lanes.  The visitor lane is Kore's event loop: it
 * reads and never waits.  The staff lane is one thread with connections and
 * Lua states of its own: every unsafe method and every request with a session
 * or a bearer token.  A lane belongs to its thread; the two share nothing.
 */
#ifndef WEB_LANE_H
#define WEB_LANE_H

#include <stdbool.h>

#include "base/fault.h"
#include "web/reply.h"
#include "web/request.h"

struct cache;
struct cms;
struct exchange;
struct lang;
struct limit;
struct opened;
struct script;

struct lane_options {
	const char	*root;		/* the project's folder */
	const char	*sites;		/* the folder of hub.db */
	bool		staff;
	size_t		cache;		/* bytes of finished replies; 0: none */
};

struct lane {
	struct cms	*cms;
	struct script	*script;
	bool		staff;
	struct lang	*zh, *en;	/* the core's texts */
	struct cache	*cache;		/* NULL: none; the staff lane's holds
					 * static files only */
	struct opened	*opened;	/* NULL: none, as without a cache, and
					 * in the staff lane */
	struct limit	*limit;		/* of sign-ins; NULL: the visitor lane */
	struct exchange	*exchange;	/* that is being answered, or NULL */
};

/* The core's texts in "zh" or "en"; any other name gives "zh". */
const struct lang *lane_lang(const struct lane *lane, const char *lang);

/* Opens the lane's world; called by the lane's own thread before its first
 * request, and again before the next one after a failure. */
enum err lane_open(struct lane **out, const struct lane_options *o,
    struct fault *f);
void lane_close(struct lane *lane);	/* NULL is allowed */

/* The whole pipeline from request to reply.  `rp` has been through
 * reply_init(); everything else in it lives in rq->arena.  Errors that have a
 * page of their own are ERR_OK; any other result makes the caller answer with
 * the plain status of that error.  From the visitor lane rp->heavy may be set:
 * then there is no reply, and the staff lane has to be asked. */
enum err web_answer(struct lane *lane, struct request *rq, struct reply *rp);

#endif
