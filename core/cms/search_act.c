/* Search as acts, for the API and the command: what is live, for everybody. */
#include "cms/search.h"

#include "base/time.h"
#include "cms/act.h"
#include "cms/column.h"

/* A day, or any time that forms send. */
static enum err
time_read(struct call *c, const struct json *in, const char *name,
    int64_t *out)
{
	const char *text = json_get_text(in, name, "");

	*out = 0;
	if (text[0] == '\0' || time_parse(text, out))
		return (ERR_OK);
	return (fault_set(c->fault, ERR_INPUT, "search.day", name, "%s",
	    text));
}

static enum err
search_act(struct call *c, const struct json *in, struct json **out)
{
	struct search_query q = { .q = json_get_text(in, "q", ""),
	    .column = json_get_text(in, "column", NULL),
	    .type = json_get_text(in, "type", NULL),
	    .cursor = json_get_text(in, "cursor", NULL),
	    .limit = json_get_int(in, "limit", 0) };
	enum err e = time_read(c, in, "from", &q.from);

	if (e == ERR_OK)
		e = time_read(c, in, "to", &q.to);
	if (e == ERR_OK && q.to != 0)
		q.to += 86400;		/* the whole of that day */
	if (e == ERR_OK)
		e = search_run(c->site, c->arena, &q, out, c->fault);
	return (e);
}

static enum err
suggest_act(struct call *c, const struct json *in, struct json **out)
{
	struct json *list;
	enum err e = search_suggest(c->site, c->arena,
	    json_get_text(in, "q", ""), &list, c->fault);

	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "suggestions", list);
	return (ERR_OK);
}

#define QUERY_ROOM 20000	/* characters; search_words_read() cuts */

static const struct input SEARCH[] = {
	{ .name = "q", .kind = INPUT_TEXT, .max = QUERY_ROOM },
	{ .name = "column", .kind = INPUT_LINE, .max = COLUMN_PATH_MAX },
	{ .name = "type", .kind = INPUT_LINE, .max = 40 },
	{ .name = "from", .kind = INPUT_LINE, .max = 40 },
	{ .name = "to", .kind = INPUT_LINE, .max = 40 },
	{ .name = "cursor", .kind = INPUT_LINE, .max = 60 },
	{ .name = "limit", .kind = INPUT_INT },
	{ .name = NULL }
};
static const struct input SUGGEST[] = {
	{ .name = "q", .kind = INPUT_TEXT, .max = QUERY_ROOM },
	{ .name = NULL }
};

const struct act search_acts[] = {
	{ "live.search", search_act, true, false, SEARCH },
	{ "live.suggest", suggest_act, true, false, SUGGEST },
	{ .name = NULL }
};
