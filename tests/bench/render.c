/*
 * What making a page costs by itself: the whole pipeline but the connection.
 *
 *	render ROOT SITES HOST TIMES PATH…
 *
 * Each page is made anew TIMES times.  Prints microseconds of this thread for
 * each; under `valgrind --tool=callgrind` it says where they go, in
 * instructions, which a busy machine doesn't change.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "web/lane.h"
#include "web/reply.h"
#include "web/request.h"

static double
cpu_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ((double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3);
}

/* The status of the answer. */
static int
answer(struct lane *lane, const char *host, const char *path)
{
	struct arena *a = arena_alloc();
	struct request rq = { .arena = a, .method = METHOD_GET, .target = path,
		.path = path, .host = host, .body_fd = -1 };
	struct reply rp;
	int status;

	reply_init(&rp);
	(void)web_answer(lane, &rq, &rp);
	status = rp.status;
	reply_cleanup(&rp);
	arena_free(a);
	return (status);
}

int
main(int argc, char **argv)
{
	const struct lane_options options = { .root = argv[1],
		.sites = argv[argc > 2 ? 2 : 0] };
	struct lane *lane;
	struct fault f = { .err = ERR_OK };
	double began;
	int i, k, times, status;

	if (argc < 6 || (times = atoi(argv[4])) < 1) {
		fputs("usage: render ROOT SITES HOST TIMES PATH...\n", stderr);
		return (2);
	}
	if (lane_open(&lane, &options, &f) != ERR_OK) {
		fprintf(stderr, "render: %s %s\n", f.name, f.detail);
		return (1);
	}
	for (i = 5; i < argc; i++) {
		status = answer(lane, argv[3], argv[i]);	/* all is loaded */
		began = cpu_now();
		for (k = 0; k < times; k++)
			(void)answer(lane, argv[3], argv[i]);
		printf("%s %d %.0f us\n", argv[i], status,
		    (cpu_now() - began) / times);
	}
	lane_close(lane);
	return (0);
}
