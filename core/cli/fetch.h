/*
 * The clerk's way to the web.  Polite: one request at a time, conditional
 * where it may be, limited in time and size.  Careful: the host's name is
 * looked up once, each of its addresses has to be public, and the connection
 * goes to exactly those; every redirect is judged like a new address.
 */
#ifndef CLI_FETCH_H
#define CLI_FETCH_H

#include "script/fetch.h"

#define FETCH_BYTES_MAX (10 * 1024 * 1024)
#define FETCH_SECONDS 10	/* all hops, lookups not counted */
#define FETCH_HOPS_MAX 5

struct fetch_rules {
	const char	*allow;		/* see address_check(); or NULL */
	int		seconds;	/* 0: FETCH_SECONDS */
	size_t		bytes;		/* 0: FETCH_BYTES_MAX */
};

/* A script_fetcher; `arg` is a struct fetch_rules. */
enum err fetch_url(void *arg, struct arena *a, const struct fetch *in,
    struct fetched *out, struct fault *f);

#endif
