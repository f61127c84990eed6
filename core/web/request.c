/* Requests: see request.h. */
#include "web/request.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAIRS_FIRST 8
#define API_PREFIX "/api/"

static const char *const names[METHOD_COUNT] = {
	[METHOD_GET] = "GET",
	[METHOD_HEAD] = "HEAD",
	[METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",
	[METHOD_PATCH] = "PATCH",
	[METHOD_DELETE] = "DELETE",
	[METHOD_OPTIONS] = "OPTIONS",
};

void
pairs_add(struct arena *a, struct pairs *p, const char *name,
    const char *value)
{
	struct pair *more;

	if (p->count == p->room) {
		p->room = p->room > 0 ? 2 * p->room : PAIRS_FIRST;
		more = arena_get(a, p->room * sizeof(*more));
		if (p->count > 0)
			memcpy(more, p->item, p->count * sizeof(*more));
		p->item = more;
	}
	p->item[p->count++] = (struct pair){ .name = name, .value = value };
}

static char *
text_put(char *at, const char **where, const char *text)
{
	size_t size = strlen(text) + 1;

	*where = memcpy(at, text, size);
	return (at + size);
}

size_t
pairs_pack(struct pairs *to, const struct pairs *from, const char *but)
{
	size_t i, size = from->count * sizeof(*from->item);
	struct pair *p;
	char *at;

	for (i = 0; i < from->count; i++)
		size += strlen(from->item[i].name) +
		    strlen(from->item[i].value) + 2;
	*to = (struct pairs){ .item = must_alloc(size), .room = from->count };
	at = (char *)(to->item + from->count);
	for (i = 0; i < from->count; i++) {
		if (but != NULL && strcmp(from->item[i].name, but) == 0)
			continue;
		p = &to->item[to->count++];
		at = text_put(at, &p->name, from->item[i].name);
		at = text_put(at, &p->value, from->item[i].value);
	}
	return (size);
}

void
pairs_share(struct arena *a, struct pairs *to, const struct pairs *from)
{
	to->count = from->count;
	to->room = from->count + PAIRS_FIRST;
	to->item = arena_get(a, to->room * sizeof(*to->item));
	if (from->count > 0)
		memcpy(to->item, from->item, from->count * sizeof(*to->item));
}

const char *
pairs_get(const struct pairs *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (*p->item[i].name == *name &&
		    strcmp(p->item[i].name, name) == 0)
			return (p->item[i].value);
	return (NULL);
}

void
request_cleanup(struct request *rq)
{
	if (rq->body_fd >= 0) {
		if (rq->body != NULL)
			munmap((void *)(uintptr_t)rq->body, rq->body_length);
		close(rq->body_fd);
	}
	rq->body = NULL;
	rq->body_length = 0;
	rq->body_fd = -1;
}

const char *
request_base(struct arena *a, const struct request *rq)
{
	const char *scheme = rq->secure ? "https" : "http";

	if (rq->port == 0 || rq->port == (rq->secure ? 443u : 80u))
		return (arena_printf(a, "%s://%s", scheme, rq->host));
	return (arena_printf(a, "%s://%s:%u", scheme, rq->host, rq->port));
}

bool
request_is_api(const struct request *rq)
{
	return (strncmp(rq->path, API_PREFIX, sizeof(API_PREFIX) - 1) == 0 ||
	    (rq->target != NULL && strncmp(rq->target, API_PREFIX,
	    sizeof(API_PREFIX) - 1) == 0));
}

const char *
method_name(enum method m)
{
	return ((unsigned)m < METHOD_COUNT ? names[m] : "?");
}

bool
method_find(const char *name, size_t length, enum method *out)
{
	enum method m;

	for (m = 0; m < METHOD_COUNT; m++)
		if (strlen(names[m]) == length &&
		    memcmp(names[m], name, length) == 0) {
			*out = m;
			return (true);
		}
	return (false);
}

bool
method_unsafe(enum method m)
{
	return (m != METHOD_GET && m != METHOD_HEAD && m != METHOD_OPTIONS);
}
