/*
 * What the files of this folder share.  Only they know Kore: everything else
 * sees struct request and struct reply.
 *
 * Of Kore 4.1 we use the processes, the event loop, connections with their
 * send queues, TLS records and the sandbox.  Its HTTP layer isn't entered: it
 * drops the 23rd header, form fields that no `params` block names, and
 * pipelined requests; underflows when a body is longer than announced; and
 * answers on its own where we must (408 in the middle of a download, 500 on a
 * full disk).  guard.c reads requests instead, send.c writes replies, lane.c
 * decides who answers.
 *
 * A worker is one thread (the loop) and the staff lane's thread.  The loop
 * alone touches connections, fronts and jobs' `front`; a job in the staff
 * lane's queue belongs to that lane until it comes back.
 */
#ifndef WEB_KORE_FRONT_H
#define WEB_KORE_FRONT_H

#include <netinet/in.h>
#include <sys/queue.h>

#include <kore/kore.h>
#include <kore/http.h>

#include "base/arena.h"
#include "base/buf.h"
#include "web/head.h"
#include "web/lane.h"
#include "web/reply.h"
#include "web/request.h"

#define BODY_MAX (512ULL * 1024 * 1024)	/* with a session or a token */
#define BODY_MAX_VISITOR (1024 * 1024)	/* without either */
#define BODY_MEMORY_MAX (256 * 1024)	/* a longer body goes to a file */
#define BODY_PENDING_MAX (4 * BODY_MAX)	/* of a worker's files together */

/* Milliseconds. */
#define HEAD_TIME 10000		/* from the first byte of a head to its end */
#define BODY_TIME 30000		/* without a byte of the body */
#define IDLE_TIME 20000		/* between requests; without taking a reply */
#define ANSWER_TIME 600000	/* for the lane to answer */
#define LINGER_TIME 2000	/* reading on after a refusal */

/* Connections over the limit that are told so; more are dropped unheard. */
#define CONNECTIONS_RESERVE 256

struct front;

/* One request from its first byte to the last byte of its reply. */
struct job {
	struct front	*front;		/* NULL: the client left */
	struct arena	*arena;		/* also holds the job itself */
	struct head	head;
	struct request	rq;
	struct reply	rp;
	uint64_t	began;		/* kore_time_ms() at the end of the head */
	bool		staff;		/* which lane answers */
	bool		queued;		/* the staff lane has it */
	bool		sending;	/* a netbuf of the send queue points here */

	char		*body;		/* in memory; must_alloc() */
	int		body_fd;	/* in a file without a name; -1 */
	void		*map;		/* of that file, once complete */
	uint64_t	body_need, body_have;

	struct buf	out;		/* what is being sent */
	uint64_t	file_at, file_left;
	uint64_t	sent;		/* since the loop had its turn */
	STAILQ_ENTRY(job) next;
};

STAILQ_HEAD(job_list, job);

enum phase {
	PHASE_HEAD,
	PHASE_BODY,
	PHASE_ANSWER,
	PHASE_LINGER
};

/* Ours of a connection: in c->hdlr_extra, which Kore frees. */
struct front {
	struct connection *c;
	struct job	*job;		/* NULL between requests */
	enum phase	phase;
	uint64_t	deadline;	/* kore_time_ms(); 0: none */
	uint64_t	taken;		/* bytes since the loop had its turn */
	bool		close;		/* after the reply that is being made */
	bool		linger;		/* the client may still be sending */
	bool		ended;		/* the client sends no more */
	char		address[INET6_ADDRSTRLEN];	/* of the peer; "": not
							 * written yet */
};

/* Read once from the environment that `mingchuang serve` sets. */
struct settings {
	const char	*root, *sites, *upload;
	const char	*tls_cert, *tls_key, *tls_folder;
	const char	*trust;
	uint32_t	connections;
	size_t		cache;		/* bytes of finished replies */
	bool		tls;
};

extern struct settings settings;

/* guard.c */
void guard_tick(uint64_t now);
void guard_refuse(struct front *fr, int status);
void guard_sent(struct front *fr);	/* the reply is on its way, all of it */

/* listen.c */
void listen_start(void);

/* job.c */
struct job *job_alloc(struct front *fr);
void job_free(struct job *job);

/* body.c: 0 or the status to refuse with; why may stand in job->rq.fault. */
int body_begin(struct job *job);
int body_add(struct job *job, const void *p, size_t length);
int body_give(struct job *job);
void body_drop(struct job *job);

/* convert.c: fills job->rq from head, body and connection. */
void convert_request(struct job *job);
bool convert_has_session(const struct job *job);	/* or a bearer token */

/* proxy.c */
void proxy_start(const char *list);
/* Fills in rq->address and rq->secure. */
void proxy_apply(struct request *rq, struct front *fr);

/* lane.c */
void lane_start(void);
void lane_stop(void);
void lane_answer(struct job *job);	/* now, or later by the staff lane */

/* send.c: KORE_RESULT_ERROR: the connection is of no more use. */
int send_reply(struct job *job);
int send_continue(struct connection *c);
int send_plain(struct connection *c, size_t length, size_t *sent);
const char *send_status_text(int status);

/* hot.c: a file with what prepared replies are, or -1.  Only for the loop. */
int hot_file(const struct prepared *p);

/* refuse.c */
void refuse_start(void);
void refuse_reply(struct job *job, int status);	/* in place of a page */

/* tls.c */
void tls_start(void);
int tls_read(struct connection *c, size_t *got);
int tls_write(struct connection *c, size_t length, size_t *sent);

/* seccomp.c */
void seccomp_start(void);

#endif
