/* The first line is the Content-Type, the rest the body.  Files lie within the
 * body, one behind the other; fields are text. */
#include "base/utf8.h"
#include "web/multipart.h"
#include "web/param.h"
#include "fuzz.h"

static void
check(const struct request *rq)
{
	const char *at = rq->body, *data;
	size_t i;

	for (i = 0; i < rq->form.count; i++)
		HOLDS(utf8_valid(rq->form.item[i].value,
		    strlen(rq->form.item[i].value)));
	for (i = 0; i < rq->upload_count; i++) {
		data = rq->uploads[i].data;
		HOLDS(data >= at);
		at = data + rq->uploads[i].length;
		HOLDS(at <= rq->body + rq->body_length);
		HOLDS(strpbrk(rq->uploads[i].name, "/\\\r\n") == NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = memchr(data, '\n', size), *value;
	struct request rq = { .body_fd = -1 };
	struct pairs params;
	size_t length;

	if (line == NULL)
		return (0);
	length = (size_t)(line - (const char *)data);
	rq.arena = arena_alloc();
	rq.body = line + 1;
	rq.body_length = size - length - 1;
	if (param_parse(rq.arena, arena_copy(rq.arena, data, length), &value,
	    &params)) {
		if (multipart_parse(&rq, pairs_get(&params, "boundary")) ==
		    ERR_OK)
			check(&rq);
		else
			HOLDS(rq.fault.name != NULL && rq.upload_count == 0);
	}
	arena_free(rq.arena);
	return (0);
}
