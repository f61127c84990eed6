/*
 * The view member `meta`: title, description, canonical address, and the
 * <meta> tags that inspections look for (国办秘函〔2019〕19号, after FIELD.md:
 * SiteName … on all pages, ColumnName … on columns, ArticleTitle, PubDate …
 * on articles).
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

#endif
