/*
 * Sessions: a browser's (ended by idleness) and a program's bearer token
 * (ended by age alone).  Only the hash of a token is stored, so a copy of
 * hub.db signs nobody in.
 */
#ifndef CMS_SESSION_H
#define CMS_SESSION_H

#include "base/hash.h"
#include "cms/cms.h"

#define SESSION_AGENT_MAX 120

enum session_kind {
	SESSION_BROWSER,
	SESSION_API
};

struct session {
	int64_t			id, user, created_at;
	enum session_kind	kind;
};

/* Signs in.  A wrong name, a wrong password, a locked and a disabled account,
 * a one-time password that ran out look alike: ERR_AUTH "session.refused".  Takes as long for unknown names.
 * `agent` (may be NULL) is what the browser calls itself. */
enum err session_create(struct cms *cms, const char *name,
    const char *password, enum session_kind kind, const char *agent,
    char token[TOKEN_SIZE], struct session *out, struct fault *f);

/* The session of a token; ERR_AUTH "session.ended" where there is none any
 * more.  Notes at most once a minute that it was seen, and only on a lane
 * that may write. */
enum err session_find(struct cms *cms, const char *token, struct session *out,
    struct fault *f);

/* Signs out; a token that is unknown already is no fault. */
enum err session_end(struct cms *cms, const char *token, struct fault *f);

#endif
