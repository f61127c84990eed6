/* The home page: see home.h. */
#include "web/home.h"

#include <stdlib.h>
#include <string.h>

#include "cms/permission.h"
#include "web/event.h"
#include "web/meta.h"

#define ROWS_MAX 40		/* as core/cms/setting.c has it */
#define LIMIT_MAX 50

enum err
home_answer(struct exchange *x)
{
	struct json *view = json_object(x->rq->arena);

	json_put(view, "meta", meta_site(x));
	event_home(x, view);
	return (exchange_render(x, 200, "home", view));
}

/* The field "NAME_N" of the form, or "". */
static const char *
row_field(struct exchange *x, const char *name, int n)
{
	const char *v = pairs_get(&x->rq->form,
	    arena_printf(x->rq->arena, "%s_%d", name, n));

	return (v != NULL ? v : "");
}

/* The rows of the form that are filled in; a column that isn't there is left
 * out by the theme. */
static struct json *
form_rows(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *rows = json_array(a), *row;
	long limit;
	int n;

	for (n = 1; n <= ROWS_MAX; n++) {
		if (row_field(x, "block", n)[0] == '\0' ||
		    row_field(x, "column", n)[0] == '\0')
			continue;
		row = json_add(rows, json_object(a));
		json_put_text(a, row, "block", row_field(x, "block", n));
		json_put_text(a, row, "column", row_field(x, "column", n));
		limit = strtol(row_field(x, "limit", n), NULL, 10);
		if (limit >= 1 && limit <= LIMIT_MAX)
			json_put_int(a, row, "limit", limit);
	}
	return (rows);
}

enum err
home_preview(struct exchange *x)
{
	struct json *bar = json_object(x->rq->arena);
	enum err e = permission_check(&x->call, "site.update", NULL);

	if (e != ERR_OK)
		return (e);
	json_put(bar, "home", form_rows(x));
	x->preview = bar;
	x->call.looking = true;
	exchange_header(x, "x-robots-tag", "noindex");
	return (home_answer(x));
}
