/*
 * The two lanes of a worker.  The visitor lane is the loop itself: it answers
 * at once.  The staff lane is one thread: jobs go to it by a queue, and come
 * back by another, with an eventfd to wake the loop.  A job whose client left
 * is carried out all the same; only its reply is thrown away.
 *
 * Each lane opens its world in its own thread when its first request comes,
 * and tries again with the next one when that failed.
 */
#include "web/kore/front.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"

#define LANE_QUEUE_MAX 256	/* jobs waiting; beyond it 503 */
#define CACHE_STAFF 8		/* its part of the worker's cache: one in 8 */

/* Kore wants its event first. */
struct lane_event {
	struct kore_event	event;
	int			fd;
};

static struct {
	pthread_t		thread;
	pthread_mutex_t		mutex;
	pthread_cond_t		filled;
	struct job_list		todo, done;
	size_t			waiting;
	bool			stop;
	struct lane_event	wake;
} staff = { .mutex = PTHREAD_MUTEX_INITIALIZER,
	.filled = PTHREAD_COND_INITIALIZER };

static struct lane *visitor_lane;	/* the loop's */

/* The reply of an error without a page of its own. */
static void
lane_fail(struct job *job, enum err e)
{
	refuse_reply(job, fault_status(e));
}

/* Answers in the calling thread, with its lane; opens it where needed. */
static void
lane_run(struct lane **lane, struct job *job)
{
	const struct lane_options options = { .root = settings.root,
		.sites = settings.sites, .staff = job->staff,
		.cache = job->staff ? settings.cache / CACHE_STAFF :
		    settings.cache - settings.cache / CACHE_STAFF };
	struct fault f = { 0 };
	enum err e = ERR_OK;

	if (*lane == NULL) {
		e = lane_open(lane, &options, &f);
		if (e != ERR_OK)
			log_error("opening the sites: %s %s",
			    f.name != NULL ? f.name : "?", f.detail);
		/* Whatever it was, it is ours to mend. */
		if (e != ERR_OK)
			e = ERR_BUSY;
	}
	if (e == ERR_OK)
		e = web_answer(*lane, &job->rq, &job->rp);
	if (e != ERR_OK)
		lane_fail(job, e);
}

static void *
lane_main(void *arg)
{
	struct lane *lane = NULL;
	uint64_t one = 1;
	struct job *job;

	for (;;) {
		pthread_mutex_lock(&staff.mutex);
		while (STAILQ_EMPTY(&staff.todo) && !staff.stop)
			pthread_cond_wait(&staff.filled, &staff.mutex);
		job = staff.stop ? NULL : STAILQ_FIRST(&staff.todo);
		if (job != NULL) {
			STAILQ_REMOVE_HEAD(&staff.todo, next);
			staff.waiting--;
		}
		pthread_mutex_unlock(&staff.mutex);
		if (job == NULL)
			break;
		lane_run(&lane, job);
		pthread_mutex_lock(&staff.mutex);
		STAILQ_INSERT_TAIL(&staff.done, job, next);
		pthread_mutex_unlock(&staff.mutex);
		/* A full counter is readable too. */
		if (write(staff.wake.fd, &one, sizeof(one)) == -1 &&
		    errno != EAGAIN)
			log_error("eventfd: %s", strerror(errno));
	}
	lane_close(lane);
	return (NULL);
}

/* Sends what the loop has a reply for. */
static void
lane_send(struct job *job)
{
	struct connection *c;

	job->queued = false;
	if (job->front == NULL) {
		job_free(job);
		return;
	}
	c = job->front->c;
	if (!send_reply(job))
		kore_connection_disconnect(c);
}

static void
lane_woken(void *arg, int error)
{
	struct job_list done = STAILQ_HEAD_INITIALIZER(done);
	struct job *job;
	uint64_t n;

	if (read(staff.wake.fd, &n, sizeof(n)) == -1)
		return;
	pthread_mutex_lock(&staff.mutex);
	STAILQ_CONCAT(&done, &staff.done);
	pthread_mutex_unlock(&staff.mutex);
	while ((job = STAILQ_FIRST(&done)) != NULL) {
		STAILQ_REMOVE_HEAD(&done, next);
		lane_send(job);
	}
}

static bool
lane_queue(struct job *job)
{
	bool fits;

	pthread_mutex_lock(&staff.mutex);
	fits = staff.waiting < LANE_QUEUE_MAX;
	if (fits) {
		job->queued = true;
		STAILQ_INSERT_TAIL(&staff.todo, job, next);
		staff.waiting++;
		pthread_cond_signal(&staff.filled);
	}
	pthread_mutex_unlock(&staff.mutex);
	return (fits);
}

void
lane_answer(struct job *job)
{
	job->staff = method_unsafe(job->head.method) ||
	    convert_has_session(job);
	if (!job->staff)
		lane_run(&visitor_lane, job);
	if (job->rp.heavy) {
		reply_cleanup(&job->rp);
		reply_init(&job->rp);
		job->staff = true;
	}
	if (job->staff && lane_queue(job))
		return;
	if (job->staff)
		lane_fail(job, ERR_BUSY);
	lane_send(job);
}

/* The thread is born with all signals blocked: they are the loop's. */
void
lane_start(void)
{
	sigset_t all, before;
	int error;

	STAILQ_INIT(&staff.todo);
	STAILQ_INIT(&staff.done);
	staff.wake.event.type = KORE_TYPE_TASK;
	staff.wake.event.handle = lane_woken;
	staff.wake.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (staff.wake.fd == -1)
		fatal("eventfd: %s", errno_s);
	kore_platform_event_level_read(staff.wake.fd, &staff.wake);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&staff.thread, NULL, lane_main, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error != 0)
		fatal("pthread_create: %s", strerror(error));
}

/* The job at work is finished; those that wait were never acknowledged. */
void
lane_stop(void)
{
	pthread_mutex_lock(&staff.mutex);
	staff.stop = true;
	pthread_cond_signal(&staff.filled);
	pthread_mutex_unlock(&staff.mutex);
	pthread_join(staff.thread, NULL);
	lane_woken(NULL, 0);
	lane_close(visitor_lane);
	visitor_lane = NULL;
}
