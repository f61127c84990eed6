/* What `mingchuang import` tells of items and files: see import.h. */
#include <stdio.h>

#include "base/utf8.h"
#include "cli/act.h"
#include "cli/import.h"

void
import_tell(struct importing *g, int64_t line, const char *what,
    const struct fault *f)
{
	struct buf text = { 0 };

	lang_fault(g->lang, f, &text);
	fprintf(stderr, "%s", g->file);
	if (line > 0)
		fprintf(stderr, ":%lld", (long long)line);
	fprintf(stderr, ": %s%s%s\n", what, *what != '\0' ? ": " : "",
	    buf_string(&text));
	buf_cleanup(&text);
}

void
import_tell_note(struct importing *g, const struct json *item,
    const struct json *note)
{
	struct fault f = { .err = ERR_INPUT,
	    .name = json_get_text(note, "name", "") };

	utf8_copy(f.detail, sizeof(f.detail), json_get_text(note, "detail",
	    ""));
	utf8_copy(f.field, sizeof(f.field), json_get_text(note, "field", ""));
	import_tell(g, json_get_int(item, "line", 0),
	    json_get_text(note, "what", ""), &f);
}

/* A sentence about the whole file. */
void
import_tell_file(struct importing *g, const char *name, const char *detail)
{
	struct fault f = { .err = ERR_INPUT, .name = name };

	utf8_copy(f.detail, sizeof(f.detail), detail);
	import_tell(g, 0, "", &f);
}

void
import_tell_counts(struct importing *g, const char *name,
    const struct json *counts)
{
	struct buf b = { 0 };

	json_each(n, counts)
		buf_printf(&b, "%s%s (%lld)", b.length > 0 ? ", " : "",
		    n->name, (long long)n->integer);
	if (b.length > 0)
		import_tell_file(g, name, buf_string(&b));
	buf_cleanup(&b);
}

void
import_print(const struct importing *g, const struct json *item,
    const struct json *made)
{
	struct arena *a = arena_alloc();
	struct json *o = json_object(a);
	int64_t line = json_get_int(item, "line", 0);
	bool already = json_get_bool(made, "already", false);

	if (json_get(made, "id") != NULL)
		json_put_int(a, o, "id", json_get_int(made, "id", 0));
	json_put_text(a, o, "title", json_get_text(made, "title", ""));
	json_put_text(a, o, "from", line > 0 ? arena_printf(a, "%s:%lld",
	    g->file, (long long)line) : g->file);
	if (already)
		json_put_bool(a, o, "already", true);
	else if (g->m.trial)
		json_put_bool(a, o, "trial", true);
	cli_print(o);
	fflush(stdout);
	arena_free(a);
}
