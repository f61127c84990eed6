/* Titles and meta tags of pages: see meta.h. */
#include "web/meta.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/setting.h"
#include "web/hant.h"
#include "web/route.h"

#define DESCRIPTION_MAX 240	/* bytes */

static void
meta_tag(struct arena *a, struct json *tags, const char *name,
    const char *content)
{
	struct json *tag;

	if (content == NULL || *content == '\0')
		return;
	tag = json_object(a);
	json_put_text(a, tag, "name", name);
	json_put_text(a, tag, "content", content);
	json_add(tags, tag);
}

/* A text setting of the site; "" where there is none. */
static const char *
meta_setting(struct exchange *x, const char *name)
{
	struct json *v = NULL;
	struct fault unread;

	if (setting_read(x->site, x->rq->arena, name, &v, &unread) != ERR_OK ||
	    v == NULL || v->type != JSON_STRING)
		return ("");
	return (v->text);
}

static void
meta_site_tags(struct exchange *x, struct json *tags)
{
	struct arena *a = x->rq->arena;

	meta_tag(a, tags, "SiteName", meta_setting(x, "title"));
	meta_tag(a, tags, "SiteDomain", x->rq->host);
	meta_tag(a, tags, "SiteIDCode", meta_setting(x, "site_code"));
}

/* {title, description, keywords, canonical, kind, tags}, and the addresses of
 * the page in both kinds of characters; the tags so far are
 * those of the site. */
static struct json *
meta_start(struct exchange *x, const char *kind, const char *title,
    const char *description, const char *path)
{
	struct arena *a = x->rq->arena;
	struct json *m = json_object(a), *tags = json_array(a);
	char text[DESCRIPTION_MAX];

	utf8_copy(text, sizeof(text), description != NULL ? description : "");
	json_put_text(a, m, "kind", kind);
	json_put_text(a, m, "title", title);
	json_put_text(a, m, "description", text);
	json_put_text(a, m, "canonical", arena_printf(a, "%s%s%s",
	    request_base(a, x->rq), x->hant ? HANT_PREFIX : "", path));
	json_put_text(a, m, "simplified", arena_printf(a, "%s%s",
	    request_base(a, x->rq), path));
	json_put_text(a, m, "traditional", arena_printf(a, "%s%s%s",
	    request_base(a, x->rq), HANT_PREFIX, path));
	json_put(m, "tags", tags);
	meta_site_tags(x, tags);
	return (m);
}

static struct json *
meta_tags(struct json *m)
{
	struct json *v;

	for (v = m->first; v != NULL; v = v->next)
		if (strcmp(v->name, "tags") == 0)
			break;
	return (v);
}

struct json *
meta_site(struct exchange *x)
{
	return (meta_start(x, "site", meta_setting(x, "title"),
	    meta_setting(x, "description"), "/"));
}

struct json *
meta_column(struct exchange *x, const struct json *column)
{
	struct arena *a = x->rq->arena;
	const char *title = json_get_text(column, "title", "");
	const char *description = json_get_text(column, "description", "");
	struct json *m = meta_start(x, "column", title, description,
	    json_get_text(column, "url", "/"));

	meta_tag(a, meta_tags(m), "ColumnName", title);
	meta_tag(a, meta_tags(m), "ColumnDescription", description);
	meta_tag(a, meta_tags(m), "ColumnKeywords",
	    json_get_text(column, "keywords", NULL));
	meta_tag(a, meta_tags(m), "ColumnType",
	    json_get_text(column, "type", NULL));
	return (m);
}

struct json *
meta_entry(struct exchange *x, const struct json *entry,
    const struct json *column)
{
	struct arena *a = x->rq->arena;
	const char *summary = json_get_text(entry, "summary", "");
	const struct json *cover = json_get(entry, "cover");
	struct json *m = meta_start(x, "article",
	    json_get_text(entry, "title", ""), summary,
	    json_get_text(entry, "url", "/")), *tags = meta_tags(m);
	char date[TIME_SIZE];

	time_minute(json_get_int(entry, "published_at", 0), date);
	meta_tag(a, tags, "ColumnName", json_get_text(column, "title", ""));
	meta_tag(a, tags, "ColumnType", json_get_text(column, "type", ""));
	meta_tag(a, tags, "ArticleTitle", json_get_text(entry, "title", ""));
	meta_tag(a, tags, "PubDate", date);
	meta_tag(a, tags, "ContentSource", json_get_text(entry, "source", ""));
	meta_tag(a, tags, "Keywords", json_get_text(entry, "keywords", ""));
	meta_tag(a, tags, "Author", json_get_text(entry, "author", ""));
	meta_tag(a, tags, "Description", summary);
	meta_tag(a, tags, "Image", json_get_text(cover, "url", NULL));
	if (json_get_text(cover, "url", NULL) != NULL)
		json_put_text(a, m, "image", arena_printf(a, "%s%s",
		    request_base(a, x->rq), json_get_text(cover, "url", "")));
	meta_tag(a, tags, "Url", json_get_text(m, "canonical", NULL));
	if (x->preview != NULL)
		meta_tag(a, tags, "robots", "noindex");
	return (m);
}

struct json *
meta_tagged(struct exchange *x, const char *tag, const char *url)
{
	struct arena *a = x->rq->arena;
	struct json *m = meta_start(x, "tag", tag, "", url);

	json_put_text(a, m, "tag", tag);
	return (m);
}

struct json *
meta_search(struct exchange *x)
{
	struct json *m = meta_start(x, "search", "", "", "/search");

	meta_tag(x->rq->arena, meta_tags(m), "robots", "noindex");
	return (m);
}

struct json *
meta_error(struct exchange *x)
{
	return (meta_start(x, "error", x->site != NULL ?
	    meta_setting(x, "title") : "", "", x->rq->path));
}
