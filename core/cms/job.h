/*
 * Work for the clerk, as rows: a kind and an object name one job, which is
 * due at a time.  Who takes it has a lease; when that runs out (a killed
 * clerk) somebody else takes it again, so every job must be safe to repeat.
 */
#ifndef CMS_JOB_H
#define CMS_JOB_H

#include "cms/cms.h"

#define JOB_LEASE 300		/* seconds */
#define JOB_BACKOFF 30		/* seconds, doubled with each failure */
#define JOB_BACKOFF_MAX 3600

struct job {
	int64_t		id, object, attempts;
	const char	*kind;
};

/* In the caller's transaction.  A job that is there gets the new time. */
enum err job_put(struct site *site, const char *kind, int64_t object,
    int64_t due_at, struct fault *f);
/* A job that waits already keeps an earlier time; one that is being done is
 * done once more, at that time. */
enum err job_sooner(struct site *site, const char *kind, int64_t due_at,
    struct fault *f);
enum err job_drop(struct site *site, const char *kind, int64_t object,
    struct fault *f);

/* Takes the oldest due job of that kind (NULL: any) with a lease, in a
 * transaction of its own.  out->id 0: there is none. */
enum err job_take(struct site *site, struct arena *a, const char *kind,
    int64_t now, struct job *out, struct fault *f);
enum err job_done(struct site *site, const struct job *job, struct fault *f);
/* Tries again later. */
enum err job_fail(struct site *site, const struct job *job, int64_t now,
    const char *why, struct fault *f);

/* When the next job is due; INT64_MAX: none. */
enum err job_next(struct site *site, int64_t *due_at, struct fault *f);

#endif
