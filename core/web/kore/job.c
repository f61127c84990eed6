/* Jobs, and the arenas that they live in, which are used again and again. */
#include "web/kore/front.h"

#define ARENAS_MAX 64

static struct arena *arenas[ARENAS_MAX];	/* ready for the next request */
static size_t arena_count;

struct job *
job_alloc(struct front *fr)
{
	struct arena *a;
	struct job *job;

	a = arena_count > 0 ? arenas[--arena_count] : arena_alloc();
	job = arena_get(a, sizeof(*job));
	job->front = fr;
	job->arena = a;
	job->body_fd = -1;
	job->rq.arena = a;
	job->rq.body_fd = -1;
	reply_init(&job->rp);
	buf_init(&job->out);
	return (job);
}

void
job_free(struct job *job)
{
	struct arena *a = job->arena;

	body_drop(job);
	request_cleanup(&job->rq);
	reply_cleanup(&job->rp);
	buf_cleanup(&job->out);
	arena_reset(a);
	if (arena_count < ARENAS_MAX)
		arenas[arena_count++] = a;
	else
		arena_free(a);
}
