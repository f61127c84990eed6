/* Finished replies: see prepared.h. */
#include "web/prepared.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "web/reply.h"

#define CLOSE "connection: close\r\n"
#define DATE "\r\ndate: "

struct prepared *
prepared_alloc(const struct reply *rp, const void *body, size_t length)
{
	static uint64_t last;
	struct prepared *p = must_alloc(sizeof(*p));
	struct buf b = { 0 };

	*p = (struct prepared){ .status = rp->status, .holders = 1,
		.serial = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED),
		.dated = time_now() };
	if (rp->status == 304) {
		length = 0;
		reply_head(rp, "Not Modified", UINT64_MAX, false, &b);
	} else
		reply_head(rp, "OK", length, false, &b);
	p->date = (size_t)(strstr(b.data, DATE) - b.data) + strlen(DATE);
	p->head = b.length;
	buf_append(&b, body, length);
	p->length = b.length;
	p->data = must_realloc(b.data, b.length);
	return (p);
}

struct prepared *
prepared_hold(struct prepared *p)
{
	__atomic_add_fetch(&p->holders, 1, __ATOMIC_RELAXED);
	return (p);
}

void
prepared_drop(struct prepared *p)
{
	if (p == NULL ||
	    __atomic_sub_fetch(&p->holders, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	free(p->data);
	free(p);
}

void
prepared_date(struct prepared *p, int64_t now)
{
	char date[TIME_SIZE];

	if (p->dated == now ||
	    __atomic_load_n(&p->holders, __ATOMIC_ACQUIRE) > 1)
		return;
	time_http(now, date);
	memcpy(p->data + p->date, date, strlen(date));
	p->dated = now;
}

void
prepared_closing(const struct prepared *p, bool body, struct buf *out)
{
	size_t line = p->head - 2;	/* the empty line */

	buf_append(out, p->data, line);
	buf_text(out, CLOSE);
	buf_append(out, p->data + line, (body ? p->length : p->head) - line);
}
