/* Replies: see reply.h. */
#include "web/reply.h"

#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "web/opened.h"
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
reply_close(struct reply *rp)
{
	if (rp->file == NULL && rp->fd >= 0)
		close(rp->fd);
	opened_drop(rp->file);
	rp->file = NULL;
	rp->fd = -1;
}

void
reply_cleanup(struct reply *rp)
{
	buf_cleanup(&rp->body);
	reply_close(rp);
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
	buf_text(out, "HTTP/1.1 ");
	buf_number(out, (unsigned)rp->status);
	buf_char(out, ' ');
	buf_text(out, text);
	buf_text(out, "\r\nserver: mingchuang\r\ndate: ");
	buf_text(out, date);
	buf_text(out, end ? "\r\nconnection: close\r\n" : "\r\n");
	if (length != UINT64_MAX) {
		buf_text(out, "content-length: ");
		buf_number(out, length);
		buf_text(out, "\r\n");
	}
	for (i = 0; i < rp->headers.count; i++) {
		buf_text(out, rp->headers.item[i].name);
		buf_append(out, ": ", 2);
		buf_text(out, rp->headers.item[i].value);
		buf_append(out, "\r\n", 2);
	}
	buf_append(out, "\r\n", 2);
}
