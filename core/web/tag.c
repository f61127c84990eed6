/* Pages of tags: see tag.h. */
#include "web/tag.h"

#include "base/url.h"
#include "cms/live_tag.h"
#include "web/meta.h"
#include "web/paging.h"

#define TAGS_SHOWN 200

static enum err
unknown(struct exchange *x)
{
	return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown", NULL,
	    NULL));
}

static const char *
tag_url(struct arena *a, const char *tag)
{
	struct json *params = json_object(a);
	struct buf url = { 0 };
	const char *text;

	json_put_text(a, params, "tag", tag);
	(void)url_fill(&url, TAG_PATTERN, params);
	text = arena_text(a, buf_string(&url));
	buf_cleanup(&url);
	return (text);
}

enum err
tag_answer(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	const char *tag = pairs_get(&x->rq->params, "tag");
	const char *url = tag_url(a, tag);
	int64_t page = paging_number(x->rq), total = 0;
	struct live_query q = { .limit = PAGING_ENTRIES,
		.offset = (page - 1) * PAGING_ENTRIES };
	struct json *entries = NULL, *view = json_object(a);
	enum err e;

	if (page == 0)
		return (unknown(x));
	if ((e = live_tag_count(x->site, tag, &total, &x->fault)) != ERR_OK)
		return (e);
	if (total <= q.offset)
		return (unknown(x));
	e = live_tagged(x->site, a, tag, &q, &entries, &x->fault);
	if (e != ERR_OK)
		return (e);
	json_put_text(a, view, "tag", tag);
	json_put(view, "entries", entries);
	json_put(view, "paging", paging_view(x, url, page, total));
	json_put(view, "meta", meta_tagged(x, tag, url));
	return (exchange_render(x, 200, "tag", view));
}

enum err
tag_list_answer(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *tags = NULL, *view = json_object(a);
	enum err e = live_tags(x->site, a, 1, TAGS_SHOWN, &tags, &x->fault);

	if (e != ERR_OK)
		return (e);
	if (tags->length == 0)
		return (unknown(x));
	json_put(view, "tags", tags);
	json_put(view, "meta", meta_tagged(x, "", "/tags/"));
	return (exchange_render(x, 200, "tags", view));
}
