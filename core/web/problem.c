/* Problem documents: see problem.h. */
#include "web/problem.h"

#include <string.h>

static void
put_sentence(struct arena *a, struct json *o, const char *name,
    const struct fault *f, const struct lang *l)
{
	struct buf text = { 0 };

	lang_fault(l, f, &text);
	json_put_text(a, o, name, buf_string(&text));
	buf_cleanup(&text);
}

void
problem_write(struct buf *out, const struct fault *f, const struct lang *l,
    const struct json *extra)
{
	struct arena *a = arena_alloc();
	struct json *o = json_object(a);
	struct fault status = { .err = f->err };

	json_put_text(a, o, "type", "about:blank");
	put_sentence(a, o, "title", &status, l);
	json_put_int(a, o, "status", fault_status(f->err));
	if (f->name != NULL) {
		json_put_text(a, o, "code", f->name);
		put_sentence(a, o, "detail", f, l);
	}
	if (f->field[0] != '\0')
		json_put_text(a, o, "field", f->field);
	if (extra != NULL && extra->type == JSON_OBJECT)
		json_each(item, extra)
			if (json_get(o, item->name) == NULL)
				json_put(o, item->name, json_copy(a, item));
	json_write(out, o);
	arena_free(a);
}
