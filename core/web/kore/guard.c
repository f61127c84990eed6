/*
 * Connections: reading requests, and what happens between them.  This is our
 * own reader, put in front of Kore 4.1 by `bind IP PORT guard_connect`:
 *
 *  - a body longer than announced, pipelined requests, a body on GET: the
 *    first request is answered, then the connection ends (Kore: underflow,
 *    silence, or smuggling);
 *  - one time limit for a head, one for each piece of a body, none while a
 *    reply is made or taken (Kore: 408 in downloads and on idle connections);
 *  - over the limit of connections: 503 (Kore: leaves them hanging);
 *  - a refusal is read to its end by the client: we shut our side, read on
 *    for LINGER_TIME and close then (a close with unread bytes is a reset
 *    that destroys the answer on its way).
 *
 * Kore tells edges (EPOLLET): a reader must read until nothing is left, unless
 * it asks for another event (guard_yield).
 */
#include "web/kore/front.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define TURN_MAX (1024 * 1024)	/* bytes of one client before others' turn */
#define BODY_CHUNK (64 * 1024)

void	guard_connect(struct connection *c)
    __attribute__((visibility("default")));
static int guard_head(struct netbuf *nb);
static int guard_body(struct netbuf *nb);
static int guard_late(struct netbuf *nb);
static int guard_swallow(struct netbuf *nb);

/* The next bytes go to `cb`. */
static void
guard_arm(struct connection *c, size_t size, int (*cb)(struct netbuf *))
{
	if (c->rnb->m_len != size) {
		net_recv_reset(c, size, cb);
		return;
	}
	c->rnb->cb = cb;
	c->rnb->s_off = 0;
	c->rnb->b_len = size;
}

/* Kore is about to remove the connection. */
static void
guard_left(struct connection *c)
{
	struct front *fr = c->hdlr_extra;
	struct job *job = fr->job;

	fr->job = NULL;
	if (job == NULL)
		return;
	job->front = NULL;
	if (!job->queued && !job->sending)
		job_free(job);
}

static void
guard_ready(struct front *fr)
{
	fr->phase = PHASE_HEAD;
	fr->deadline = 0;
	fr->c->idle_timer.length = IDLE_TIME;
	guard_arm(fr->c, HEAD_MAX, guard_head);
}

/* In place of net_read(), which takes a client that has sent all it wants for
 * one that has left. */
static int
guard_read(struct connection *c, size_t *got)
{
	struct front *fr = c->hdlr_extra;
	ssize_t n = recv(c->fd, c->rnb->buf + c->rnb->s_off,
	    c->rnb->b_len - c->rnb->s_off, 0);

	*got = n > 0 ? (size_t)n : 0;
	if (n > 0 || (n == -1 && errno == EINTR))
		return (KORE_RESULT_OK);
	c->evt.flags &= ~KORE_EVENT_READ;
	if (n == -1)
		return (errno == EAGAIN ? KORE_RESULT_OK : KORE_RESULT_ERROR);
	fr->ended = true;
	return (fr->phase == PHASE_ANSWER ? KORE_RESULT_OK :
	    KORE_RESULT_ERROR);
}

/* Kore calls every end of input an error (EPOLLRDHUP), and would throw away
 * the request that came with it. */
static void
guard_event(void *arg, int error)
{
	struct connection *c = arg;
	struct front *fr = c->hdlr_extra;
	struct pollfd p = { .fd = c->fd, .events = POLLIN };

	if (error && c->state == CONN_STATE_ESTABLISHED && c->ssl == NULL &&
	    poll(&p, 1, 0) >= 0 && !(p.revents & (POLLERR | POLLHUP))) {
		fr->ended = true;
		error = 0;
	}
	kore_connection_event(arg, error);
}

void
guard_connect(struct connection *c)
{
	struct front *fr = kore_calloc(1, sizeof(*fr));

	fr->c = c;
	c->hdlr_extra = fr;
	c->disconnect = guard_left;
	c->proto = CONN_PROTO_HTTP;
	c->state = CONN_STATE_ESTABLISHED;
	c->http_timeout = 0;		/* Kore's own limits: see above */
	c->idle_timer.length = IDLE_TIME;
	net_recv_queue(c, HEAD_MAX, NETBUF_CALL_CB_ALWAYS, guard_head);
	if (c->ssl == NULL) {
		/* A fresh socket takes bytes; Kore leaves the flags of the
		 * connection that was here before. */
		c->evt.flags = KORE_EVENT_WRITE;
		c->evt.handle = guard_event;
		c->read = guard_read;
		c->write = send_plain;
	} else {
		c->read = tls_read;
		c->write = tls_write;
	}
	if (worker_active_connections >= settings.connections) {
		fr->job = job_alloc(fr);
		guard_refuse(fr, 503);
	} else if (c->ssl != NULL && !net_recv_flush(c))
		kore_connection_disconnect(c);
}

/* Others' turn: leaves the rest in the socket and asks for another event. */
static void
guard_yield(struct front *fr)
{
	struct connection *c = fr->c;

	if (fr->taken < TURN_MAX || (c->ssl != NULL && SSL_has_pending(c->ssl)))
		return;
	fr->taken = 0;
	c->evt.flags &= ~KORE_EVENT_READ;
	kore_platform_event_all(c->fd, c);
}

void
guard_refuse(struct front *fr, int status)
{
	fr->close = fr->linger = true;
	fr->phase = PHASE_ANSWER;
	fr->deadline = 0;
	guard_arm(fr->c, fr->c->rnb->m_len, guard_late);
	refuse_reply(fr->job, status);
	if (!send_reply(fr->job))
		kore_connection_disconnect(fr->c);
}

/* The request is complete. */
static void
guard_dispatch(struct front *fr)
{
	struct job *job = fr->job;
	int status;

	fr->phase = PHASE_ANSWER;
	fr->deadline = 0;
	fr->c->idle_timer.length = ANSWER_TIME;
	guard_arm(fr->c, HEAD_MAX, guard_late);
	status = body_give(job);
	if (status != 0) {
		guard_refuse(fr, status);
		return;
	}
	convert_request(job);
	lane_answer(job);
}

static void
guard_linger(struct front *fr)
{
	fr->phase = PHASE_LINGER;
	fr->deadline = kore_time_ms() + LINGER_TIME;
	if (fr->c->ssl != NULL)
		SSL_shutdown(fr->c->ssl);
	shutdown(fr->c->fd, SHUT_WR);
	guard_arm(fr->c, fr->c->rnb->m_len, guard_swallow);
}

/* The last byte of a reply has been handed to the kernel. */
void
guard_sent(struct front *fr)
{
	struct job *job = fr->job;

	fr->job = NULL;
	fr->taken = 0;
	job_free(job);
	if (fr->c->state == CONN_STATE_DISCONNECTING)
		return;
	if (!fr->close && !fr->ended)
		guard_ready(fr);
	else if (fr->linger && !fr->ended)
		guard_linger(fr);
	else
		kore_connection_disconnect(fr->c);
}

static int
guard_got_head(struct front *fr, const char *rest, size_t extra)
{
	struct job *job = fr->job;
	struct head *h = &job->head;
	bool body = h->method == METHOD_POST || h->method == METHOD_PUT ||
	    h->method == METHOD_PATCH;
	int status;

	job->began = kore_time_ms();
	job->body_need = body ? h->length : 0;
	fr->close = h->close || fr->ended;
	/* A body that nobody reads, or another request behind this one. */
	if (h->length > job->body_need || extra > job->body_need)
		fr->close = fr->linger = true;
	if (extra > job->body_need)
		extra = (size_t)job->body_need;
	if ((status = body_begin(job)) != 0 ||
	    (status = body_add(job, rest, extra)) != 0) {
		guard_refuse(fr, status);
		return (KORE_RESULT_OK);
	}
	if (job->body_have == job->body_need) {
		guard_dispatch(fr);
		return (KORE_RESULT_OK);
	}
	fr->phase = PHASE_BODY;
	fr->deadline = job->began + BODY_TIME;
	guard_arm(fr->c, BODY_CHUNK, guard_body);
	if (fr->c->rnb->b_len > job->body_need - job->body_have)
		fr->c->rnb->b_len = job->body_need - job->body_have;
	return (h->expect && extra == 0 ? send_continue(fr->c) :
	    KORE_RESULT_OK);
}

static bool
guard_gone(const struct netbuf *nb)
{
	return (nb->owner->state == CONN_STATE_DISCONNECTING);
}

/* A head without its end: 0 where the rest may still come. */
static int
guard_part(const struct netbuf *nb)
{
	const char *p = (const char *)nb->buf;
	int status = head_broken(p, nb->s_off);

	if (status != 0 || nb->s_off < nb->b_len)
		return (status);
	return (memchr(p, '\n', nb->s_off) == NULL ? 414 : 431);
}

static int
guard_head(struct netbuf *nb)
{
	struct front *fr = nb->owner->hdlr_extra;
	char *p = (char *)nb->buf;
	size_t blank, end;
	int status;

	if (guard_gone(nb))
		return (KORE_RESULT_ERROR);
	if ((blank = head_blank(p, nb->s_off)) > 0) {
		nb->s_off -= blank;
		memmove(p, p + blank, nb->s_off);
	}
	if (nb->s_off == 0)
		return (KORE_RESULT_OK);
	/* A short read took all there was: saves asking again. */
	if (nb->owner->ssl == NULL && nb->s_off + blank < nb->b_len)
		nb->owner->evt.flags &= ~KORE_EVENT_READ;
	if (fr->job == NULL)
		fr->job = job_alloc(fr);
	end = head_end(p, nb->s_off);
	status = end == 0 ? guard_part(nb) :
	    head_parse(fr->job->arena, p, end, &fr->job->head);
	if (status != 0) {
		guard_refuse(fr, status);
		return (KORE_RESULT_OK);
	}
	if (end == 0) {
		if (fr->deadline == 0)
			fr->deadline = kore_time_ms() + HEAD_TIME;
		return (fr->ended ? KORE_RESULT_ERROR : KORE_RESULT_OK);
	}
	return (guard_got_head(fr, p + end, nb->s_off - end));
}

static int
guard_body(struct netbuf *nb)
{
	struct front *fr = nb->owner->hdlr_extra;
	struct job *job = fr->job;
	uint64_t left;
	int status;

	if (guard_gone(nb))
		return (KORE_RESULT_ERROR);
	fr->taken += nb->s_off;
	status = body_add(job, nb->buf, nb->s_off);
	if (status != 0) {
		guard_refuse(fr, status);
		return (KORE_RESULT_OK);
	}
	left = job->body_need - job->body_have;
	if (left == 0) {
		guard_dispatch(fr);
		return (KORE_RESULT_OK);
	}
	fr->deadline = kore_time_ms() + BODY_TIME;
	nb->s_off = 0;
	nb->b_len = left < nb->m_len ? (size_t)left : nb->m_len;
	guard_yield(fr);
	return (KORE_RESULT_OK);
}

/* Bytes behind the request while its reply is made: the connection ends after
 * the reply, and the client may send the rest again (RFC 9112, 9.3.2). */
static int
guard_late(struct netbuf *nb)
{
	struct front *fr = nb->owner->hdlr_extra;

	fr->close = fr->linger = true;
	return (guard_swallow(nb));
}

static int
guard_swallow(struct netbuf *nb)
{
	struct front *fr = nb->owner->hdlr_extra;

	if (guard_gone(nb))
		return (KORE_RESULT_ERROR);
	fr->taken += nb->s_off;
	nb->s_off = 0;
	guard_yield(fr);
	return (KORE_RESULT_OK);
}

/* Ends what took too long; called twice a second. */
void
guard_tick(uint64_t now)
{
	struct connection *c, *next;
	struct front *fr;

	for (c = TAILQ_FIRST(&connections); c != NULL; c = next) {
		next = TAILQ_NEXT(c, list);
		if (c->disconnect != guard_left)
			continue;
		fr = c->hdlr_extra;
		if (fr->deadline == 0 || now < fr->deadline)
			continue;
		if (fr->phase == PHASE_LINGER)
			kore_connection_disconnect(c);
		else
			guard_refuse(fr, 408);
	}
}
