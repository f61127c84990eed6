/* Problem documents: see problem.h. */
#include "web/problem.h"

#include <string.h>

void
problem_write(struct buf *out, const struct fault *f, const struct lang *l,
    const struct json *extra)
{
	struct arena *a = arena_alloc();
	struct json *o = json_object(a);
	struct buf text = { 0 };

	json_put_text(a, o, "type", "about:blank");
	json_put_text(a, o, "title", lang_title(l, f));
	json_put_int(a, o, "status", fault_status(f->err));
	if (f->name != NULL) {
		json_put_text(a, o, "code", f->name);
		lang_fault(l, f, &text);
		json_put_text(a, o, "detail", buf_string(&text));
		buf_cleanup(&text);
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
