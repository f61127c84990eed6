/* Replies: see reply.h. */
#include "web/reply.h"

#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "web/prepared.h"

void
reply_init(struct reply *rp)
{
	memset(rp, 0, sizeof(*rp));
	rp->status = 200;
	rp->fd = -1;
	buf_init(&rp->body);
}

void
reply_cleanup(struct reply *rp)
{
	buf_cleanup(&rp->body);
	if (rp->fd >= 0)
		close(rp->fd);
	rp->fd = -1;
	prepared_drop(rp->prepared);
	rp->prepared = NULL;
}

/* Only TAB may stand among the control characters of a value. */
static bool
value_fits(const char *value)
{
	const unsigned char *s = (const unsigned char *)value;

	for (; *s != '\0'; s++)
		if ((*s < 0x20 && *s != '\t') || *s == 0x7F)
			return (false);
	return (true);
}

bool
reply_header(struct reply *rp, struct arena *a, const char *name,
    const char *value)
{
	if (!value_fits(value))
		return (false);
	pairs_add(a, &rp->headers, arena_text(a, name), arena_text(a, value));
	return (true);
}

void
reply_head(const struct reply *rp, const char *text, uint64_t length,
    bool end, struct buf *out)
{
	char date[TIME_SIZE];
	size_t i;

	time_http(time_now(), date);
	buf_printf(out, "HTTP/1.1 %d %s\r\nserver: mingchuang\r\ndate: %s\r\n",
	    rp->status, text, date);
	if (end)
		buf_text(out, "connection: close\r\n");
	if (length != UINT64_MAX)
		buf_printf(out, "content-length: %llu\r\n",
		    (unsigned long long)length);
	for (i = 0; i < rp->headers.count; i++) {
		buf_text(out, rp->headers.item[i].name);
		buf_append(out, ": ", 2);
		buf_text(out, rp->headers.item[i].value);
		buf_append(out, "\r\n", 2);
	}
	buf_append(out, "\r\n", 2);
}
