/* What answers cms.* of templates: queries of cms/live.h. */
#include <string.h>

#include "cms/live.h"
#include "cms/picture.h"
#include "cms/site.h"
#include "script/world.h"

#define LIVE_LIMIT 10	/* entries where the template names no number */

static void
live_query(const struct json *in, struct live_query *q)
{
	memset(q, 0, sizeof(*q));
	q->column = json_get_text(in, "column", NULL);
	q->children = json_get_bool(in, "children", false);
	q->with_cover = json_get_bool(in, "with_cover", false);
	q->type = json_get_text(in, "type", NULL);
	q->limit = json_get_int(in, "limit", LIVE_LIMIT);
	q->offset = json_get_int(in, "offset", 0);
	if (q->limit > LIVE_LIMIT_MAX)
		q->limit = LIVE_LIMIT_MAX;
}

static enum err
live_do_latest(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	struct live_query q;

	live_query(in, &q);
	return (live_latest(site, a, &q, out, f));
}

static enum err
live_do_count(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	struct live_query q;
	int64_t n = 0;
	enum err e;

	live_query(in, &q);
	e = live_count(site, &q, &n, f);
	*out = json_int(a, n);
	return (e);
}

static enum err
live_do_column(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	return (live_column(site, a, json_get_text(in, "path", ""), out, f));
}

static enum err
live_do_entry(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	struct buf body = { 0 };
	enum err e = live_entry(site, a, json_get_int(in, "id", 0), out, f);

	if (e == ERR_OK)
		e = picture_body(site, a, json_get_text(*out, "body", ""),
		    &body, f);
	if (e == ERR_OK)
		json_put(*out, "body", json_bytes(a, buf_string(&body),
		    body.length));
	buf_cleanup(&body);
	return (e);
}

static enum err
live_do_summary(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	return (live_summary_of(site, a, json_get_int(in, "id", 0), out, f));
}

static enum err
live_do_menu(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	(void)in;
	return (live_menu(site, a, out, f));
}

static enum err
live_do_site(struct site *site, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	(void)in;
	return (site_view(site, a, out, f));
}

static const struct {
	const char	*name;
	enum err	(*run)(struct site *site, const struct json *in,
			    struct arena *a, struct json **out,
			    struct fault *f);
} answers[] = {
	{ "latest", live_do_latest },
	{ "count", live_do_count },
	{ "column", live_do_column },
	{ "entry", live_do_entry },
	{ "summary", live_do_summary },
	{ "menu", live_do_menu },
	{ "site", live_do_site },
};

enum err
live_answer(struct site *site, const char *name, const struct json *in,
    struct arena *a, struct json **out, struct fault *f)
{
	size_t i;

	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (strcmp(answers[i].name, name) == 0)
			return (answers[i].run(site, in, a, out, f));
	return (fault_set(f, ERR_NOT_FOUND, "script.live", NULL, "%s", name));
}
