/*
 * What plugins with the capability "http.out" may ask the web for.  The work
 * itself is the clerk's (cli/fetch.c): a worker's program has no code that
 * opens connections, and a script without a fetcher answers "fetch.clerk".
 */
#ifndef SCRIPT_FETCH_H
#define SCRIPT_FETCH_H

#include "script/script.h"

struct fetch {
	const char	*url;
	const char	*etag, *modified;	/* of the last answer; or NULL */
};

struct fetched {
	int		status;		/* 200, 304 … */
	const char	*url;		/* after redirects */
	const char	*type, *language, *etag, *modified;	/* headers, or "" */
	const char	*body;		/* ends with NUL */
	size_t		length;
};

/* Faults: those of base/address.h, and "fetch.resolve", "fetch.connect",
 * "fetch.tls", "fetch.time", "fetch.size", "fetch.redirects", "fetch.failed".
 * An answer of any status is no fault.  `out` lives in `a`. */
typedef enum err script_fetcher(void *arg, struct arena *a,
    const struct fetch *in, struct fetched *out, struct fault *f);

/* "host:port,…" that may be asked although it isn't public, or NULL: from the
 * environment (MINGCHUANG_FETCH_ALLOW), where --fetch-allow puts it. */
const char *fetch_allowed(void);

void script_set_fetcher(struct script *s, script_fetcher *fetcher, void *arg);

#endif
