/*
 * The view member `meta`: title, description, canonical address, and the
 * <meta> tags that inspections look for (国办秘函〔2019〕19号, after FIELD.md:
 * SiteName … on all pages, ColumnName … on columns, ArticleTitle, PubDate …
 * on articles).  What they demand is never left out: where a column or an
 * entry doesn't say it, its title or the site's sponsor stands in.
 */
#ifndef WEB_META_H
#define WEB_META_H

#include "web/exchange.h"

struct json *meta_site(struct exchange *x);
struct json *meta_column(struct exchange *x, const struct json *column);
struct json *meta_entry(struct exchange *x, const struct json *entry,
    const struct json *column);
/* Of a tag's page; "": of the page of all tags. */
struct json *meta_tagged(struct exchange *x, const char *tag,
    const char *url);
struct json *meta_search(struct exchange *x);
struct json *meta_error(struct exchange *x);
/* Of what a plugin shows to visitors: the view with all of `meta` that it left
 * out, as the tags of the site. */
const struct json *meta_complete(struct exchange *x, int status,
    const struct json *view);

#endif
