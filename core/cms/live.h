/*
 * What visitors see, and nothing else: every function here reads `live`,
 * `column`, `tombstone`, `media` and former addresses only, by index, and needs
 * no permission.
 * Works on DB_READ connections.  Results are the views of themes and the
 * public API; their shapes are the same wherever an entry is shown.
 */
#ifndef CMS_LIVE_H
#define CMS_LIVE_H

#include "cms/cms.h"

#define LIVE_LIMIT_MAX 100

struct live_query {
	const char	*column;	/* path; NULL: the whole site */
	bool		children;	/* also all columns below */
	bool		with_cover;	/* only entries with a cover */
	const char	*type;		/* only of that type; NULL: any */
	int64_t		limit, offset;
	/* Only what comes behind this key: the `published_at` and `id` of the
	 * last entry of the page before; 0: from the newest. */
	int64_t		before_at, before_id;
};

/* Entry summaries, newest first. */
enum err live_latest(struct site *site, struct arena *a,
    const struct live_query *q, struct json **out, struct fault *f);
enum err live_count(struct site *site, const struct live_query *q,
    int64_t *out, struct fault *f);

/* One entry in full.  ERR_GONE "live.gone" with *out the tombstone
 * {id, title, column, reason, withdrawn_at}; ERR_NOT_FOUND "live.unknown". */
enum err live_entry(struct site *site, struct arena *a, int64_t id,
    struct json **out, struct fault *f);

/* The same as lists have it; ERR_NOT_FOUND "live.unknown". */
enum err live_summary_of(struct site *site, struct arena *a, int64_t id,
    struct json **out, struct fault *f);

/* The address of the entry that was once, on the site that it was moved in
 * from, at `path`: ERR_NOT_FOUND "live.unknown" where none that is live was. */
enum err live_entry_former(struct site *site, struct arena *a,
    const char *path, const char **url, struct fault *f);

/* The entries published before and after it in its column: summaries, or
 * NULL. */
enum err live_neighbours(struct site *site, struct arena *a, int64_t id,
    struct json **previous, struct json **next, struct fault *f);

/* A column with its children; ERR_NOT_FOUND "column.unknown". */
enum err live_column(struct site *site, struct arena *a, const char *path,
    struct json **out, struct fault *f);
/* The path of the column that was once at `path`: ERR_NOT_FOUND
 * "column.unknown" where there was none. */
enum err live_column_former(struct site *site, struct arena *a,
    const char *path, const char **now, struct fault *f);
/* The top columns that are in the menu, with children. */
enum err live_menu(struct site *site, struct arena *a, struct json **out,
    struct fault *f);
/* [{title, url}] from the top column down to `path`. */
enum err live_breadcrumb(struct site *site, struct arena *a,
    const char *path, struct json **out, struct fault *f);

#endif
