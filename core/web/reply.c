/* Replies: see reply.h. */
#include "web/reply.h"

#include <string.h>
#include <unistd.h>

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
