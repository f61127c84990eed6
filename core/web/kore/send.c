/*
 * Replies on the wire.  Head and body stand in one buffer: one send(2) where
 * the queue is empty, what is left goes to Kore's queue by reference.  A file
 * follows its head by sendfile(2) as far as the connection takes it; the rest
 * is read in chunks (pread), each when the one before is on its way: Kore's
 * own sendfile spins on a file that was cut short, and under TLS its file
 * references close descriptor 0.
 */
#include "web/kore/front.h"

#include <errno.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "web/prepared.h"

#define SEND_CHUNK (64 * 1024)
#define SEND_TURN (16 * SEND_CHUNK)	/* of one file before others' turn */
#define SENDFILE_MIN (8 * 1024)		/* less goes with its head */

/* What http_status_text() of Kore lacks or spells as in 1999. */
static const struct {
	int		status;
	const char	*text;
} status_texts[] = {
	{ 408, "Request Timeout" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 416, "Range Not Satisfiable" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 504, "Gateway Timeout" },
};

const char *
send_status_text(int status)
{
	size_t i;

	for (i = 0; i < sizeof(status_texts) / sizeof(status_texts[0]); i++)
		if (status_texts[i].status == status)
			return (status_texts[i].text);
	return (http_status_text(status));
}

static uint64_t
send_length(const struct job *job)
{
	const struct prepared *p = job->rp.prepared;

	if (p != NULL)
		return (p->length - p->head);
	return (job->rp.fd != -1 ? job->rp.length : job->rp.body.length);
}

static bool
send_has_body(const struct job *job)
{
	return (job->rp.status >= 200 && job->rp.status != 204 &&
	    job->rp.status != 304);
}

static void
send_head(struct job *job)
{
	reply_head(&job->rp, send_status_text(job->rp.status),
	    send_has_body(job) ? send_length(job) : UINT64_MAX,
	    job->front->close, &job->out);
}

/* One line a request.  No address, no query: visitors' data stays out. */
static void
send_log(const struct job *job)
{
	const char *target = job->head.target;
	const char *host = job->rq.host;

	if (!log_wants(LEVEL_INFO))
		return;
	log_line(LEVEL_INFO, "%d %s %s %.*s %llu bytes %llu ms%s",
	    job->rp.status, target != NULL ? method_name(job->head.method) :
	    "-", host != NULL ? host : "-",
	    target != NULL ? (int)strcspn(target, "?") : 1,
	    target != NULL ? target : "-",
	    (unsigned long long)send_length(job),
	    (unsigned long long)(job->began == 0 ? 0 :
	    kore_time_ms() - job->began), job->staff ? " staff" : "");
}

/* Only ending the connection tells the client. */
static void
send_short(const struct job *job)
{
	log_error("a file ended %llu bytes too early",
	    (unsigned long long)job->file_left);
}

/* Adds the file's next piece to `out`.  False: the file became shorter than
 * was promised. */
static bool
send_read(struct job *job)
{
	size_t want;
	ssize_t n;
	char *to;

	want = job->file_left < SEND_CHUNK ? (size_t)job->file_left :
	    SEND_CHUNK;
	to = buf_room(&job->out, want);
	do {
		n = pread(job->rp.fd, to, want, (off_t)job->file_at);
	} while (n == -1 && errno == EINTR);
	if (n <= 0) {
		send_short(job);
		return (false);
	}
	buf_came(&job->out, (size_t)n);
	job->file_at += (uint64_t)n;
	job->file_left -= (uint64_t)n;
	job->sent += (uint64_t)n;
	return (true);
}

static int send_queued(struct netbuf *nb);

static void
send_queue(struct connection *c, struct job *job, char *p, size_t length)
{
	struct netbuf *nb;

	job->sending = true;
	net_send_stream(c, p, length, send_queued, &nb);
	nb->extra = job;
}

/* A buffer is through, or the connection is being removed with it. */
static int
send_queued(struct netbuf *nb)
{
	struct connection *c = nb->owner;
	struct job *job = nb->extra;

	job->sending = false;
	if (job->front == NULL) {
		job_free(job);
		return (KORE_RESULT_OK);
	}
	if (job->file_left == 0) {
		guard_sent(job->front);
		return (KORE_RESULT_OK);
	}
	buf_reset(&job->out);
	if (!send_read(job)) {
		kore_connection_disconnect(c);
		return (KORE_RESULT_OK);
	}
	send_queue(c, job, job->out.data, job->out.length);
	if (job->sent >= SEND_TURN) {
		job->sent = 0;
		c->evt.flags &= ~KORE_EVENT_WRITE;
		kore_platform_event_all(c->fd, c);
	}
	return (KORE_RESULT_OK);
}

/* Bytes that went without the queue: of those at `p`, or, where that is NULL, of
 * the file `fd` from `at`.  -1: the client is gone, or the file was cut short. */
static ssize_t
send_now(struct job *job, const char *p, int fd, uint64_t at, size_t length)
{
	const int flags = MSG_NOSIGNAL | (job->file_left > 0 ? MSG_MORE : 0);
	struct connection *c = job->front->c;
	off_t from = (off_t)at;
	size_t done = 0;
	ssize_t n;

	while (done < length && (c->evt.flags & KORE_EVENT_WRITE)) {
		n = p != NULL ? send(c->fd, p + done, length - done, flags) :
		    sendfile(c->fd, fd, &from, length - done);
		if (n > 0)
			done += (size_t)n;
		else if (n == -1 && errno == EAGAIN)
			c->evt.flags &= ~KORE_EVENT_WRITE;
		else if (n == 0) {
			send_short(job);
			return (-1);
		} else if (errno != EINTR)
			return (-1);
	}
	return ((ssize_t)done);
}

/* As much of the file as the connection takes in one turn; false as
 * send_now(). */
static bool
send_file(struct job *job)
{
	size_t length = job->file_left < SEND_TURN ? (size_t)job->file_left :
	    SEND_TURN;
	ssize_t done = send_now(job, NULL, job->rp.fd, job->file_at, length);

	if (done == -1)
		return (false);
	job->file_at += (uint64_t)done;
	job->file_left -= (uint64_t)done;
	job->sent += (uint64_t)done;
	return (true);
}

/* Head and body into `out`; of a file its first piece, unless send_file() is to
 * follow.  False as send_read(). */
static bool
send_compose(struct job *job, bool direct)
{
	const bool body = send_has_body(job) &&
	    job->head.method != METHOD_HEAD;

	if (job->rp.prepared != NULL) {
		prepared_closing(job->rp.prepared, body, &job->out);
		return (true);
	}
	send_head(job);
	if (!body)
		return (true);
	buf_append(&job->out, job->rp.body.data, job->rp.body.length);
	job->file_at = job->rp.offset;
	job->file_left = job->rp.fd != -1 ? job->rp.length : 0;
	if (direct && job->file_left >= SENDFILE_MIN)
		return (true);
	return (job->file_left == 0 || send_read(job));
}

/* What to send first.  A prepared reply goes as it is, from where it stands:
 * the job holds it until the last byte is through. */
static bool
send_first(struct job *job, bool direct, char **p, size_t *length)
{
	const struct prepared *ready = job->rp.prepared;

	if (ready != NULL && !job->front->close) {
		*p = ready->data;
		*length = job->head.method == METHOD_HEAD ? ready->head :
		    ready->length;
		return (true);
	}
	if (!send_compose(job, direct))
		return (false);
	*p = job->out.data;
	*length = job->out.length;
	return (true);
}

/* What of the first bytes, and of the file behind them, goes at once; what is
 * left of it is at `p` then.  -1 as send_now(). */
static ssize_t
send_direct(struct job *job, char **p, size_t *length)
{
	const struct prepared *ready = job->rp.prepared;
	int hot = ready != NULL && *p == ready->data &&
	    *length == ready->length ? hot_file(ready) : -1;
	ssize_t done = send_now(job, hot == -1 ? *p : NULL, hot, 0, *length);

	if (done == -1 || (size_t)done < *length || job->file_left == 0)
		return (done);
	if (!send_file(job))
		return (-1);
	if (job->file_left == 0)
		return (done);
	buf_reset(&job->out);
	if (!send_read(job))
		return (-1);
	*p = job->out.data;
	*length = job->out.length;
	return (0);
}

int
send_reply(struct job *job)
{
	struct connection *c = job->front->c;
	const bool direct = c->ssl == NULL && TAILQ_EMPTY(&c->send_queue);
	ssize_t done = 0;
	size_t length;
	char *p;

	job->front->close |= job->rp.close;
	c->idle_timer.length = IDLE_TIME;
	kore_connection_start_idletimer(c);
	send_log(job);
	if (!send_first(job, direct, &p, &length))
		return (KORE_RESULT_ERROR);
	if (direct)
		done = send_direct(job, &p, &length);
	if (done == -1)
		return (KORE_RESULT_ERROR);
	if ((size_t)done == length) {
		guard_sent(job->front);
		return (KORE_RESULT_OK);
	}
	send_queue(c, job, p + done, length - (size_t)done);
	return (net_send_flush(c));
}

int
send_continue(struct connection *c)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";

	net_send_queue(c, text, sizeof(text) - 1);
	return (net_send_flush(c));
}

/* In place of Kore's net_write(), which sends 8 KB at a time. */
int
send_plain(struct connection *c, size_t length, size_t *sent)
{
	ssize_t n;

	length = c->snb->b_len - c->snb->s_off;
	n = send(c->fd, c->snb->buf + c->snb->s_off, length, MSG_NOSIGNAL);
	*sent = n > 0 ? (size_t)n : 0;
	if (n >= 0 || errno == EINTR)
		return (KORE_RESULT_OK);
	if (errno != EAGAIN)
		return (KORE_RESULT_ERROR);
	c->evt.flags &= ~KORE_EVENT_WRITE;
	return (KORE_RESULT_OK);
}
