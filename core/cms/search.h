/*
 * Full-text search of what is live.  A query is words with spaces between:
 * an entry is found when each of them is somewhere in its title or text, as it
 * stands there (case, width and traditional forms aside).  What stands in
 * quotes (" “” 「」 『』) is found as it is typed, with all signs in it; white
 * space of any kind is the same there.  So is a number with signs: 0.5%.
 *
 * Order: entries that are called so, those with all words in the title, then
 * in the text (side by side, then apart), then those that have a synonym, then
 * those of whose attachments the texts have them, last those where a word of
 * Latin letters is part of another; in each of these the newest first.  No
 * more than SEARCH_FOUND_MAX are counted and shown.
 */
#ifndef CMS_SEARCH_H
#define CMS_SEARCH_H

#include "cms/cms.h"

#define SEARCH_QUERY_MAX 100	/* characters; what is longer is cut */
#define SEARCH_WORDS_MAX 10
#define SEARCH_FOUND_MAX 5000
#define SEARCH_LIMIT 10
#define SEARCH_LIMIT_MAX 50
#define SEARCH_SUGGESTIONS 8

struct search_query {
	const char	*q;
	const char	*column;	/* path, with all below; NULL: all */
	const char	*type;		/* NULL: all */
	int64_t		from, to;	/* published in [from, to); 0: no limit */
	const char	*cursor;	/* `next` of the page before; NULL */
	int64_t		limit;		/* 0: SEARCH_LIMIT */
};

/* {q, cut, words, columns, total, more (there are more than `total`), relaxed
 * (not all of the query was found; `words` was), results, next?, suggestion?}.
 * Columns that are called so are {title, url}, on the first page of a search
 * in all of them.  A result is an entry's summary with title_parts and excerpt, each an array of
 * {text, mark}, and `file` {name, url} where an attachment was found.
 * ERR_NOT_FOUND "column.unknown"; ERR_INPUT "search.cursor". */
enum err search_run(struct site *site, struct arena *a,
    const struct search_query *q, struct json **out, struct fault *f);

/* Columns whose titles have what is being typed, and titles that do, in
 * characters or pinyin: [{text, url}]. */
enum err search_suggest(struct site *site, struct arena *a, const char *q,
    struct json **out, struct fault *f);

/* ---- the index; all in the caller's transaction */

/* Takes the entry's text out, while `live` still has it as it was indexed.
 * search_forget() keeps its place for search_add(), search_drop() doesn't. */
enum err search_forget(struct site *site, int64_t entry, struct fault *f);
enum err search_drop(struct site *site, int64_t entry, struct fault *f);
/* Indexes the entry's row of `live`; with site->index_later (for whoever
 * publishes thousands) it only waits for search_fill(). */
enum err search_add(struct site *site, int64_t entry, struct fault *f);

/* The text of that file is there now: live entries with it are indexed
 * again. */
enum err search_file_made(struct site *site, const char *hash,
    struct fault *f);

/* Empties the index; all that is live waits for search_fill(). */
enum err search_wipe(struct site *site, struct fault *f);
/* Indexes at most `max` of what waits, and says how many it did. */
enum err search_fill(struct site *site, int64_t max, int64_t *done,
    struct fault *f);

/* Has the clerk merge the index: queries get faster, and what was taken out of
 * it leaves its pages for good. */
enum err search_merge_soon(struct site *site, struct fault *f);

/* ---- for clerk, doctor and command: transactions of their own */

/* Rebuilds where somebody asked for it ("search.rebuild" in `job`), goes on
 * with what waits, and merges. */
enum err search_work(struct site *site, int64_t now, int64_t *done,
    struct fault *f);
enum err search_rebuild(struct site *site, int64_t *done, struct fault *f);

struct search_report {
	int64_t	live, indexed;		/* entries */
	int64_t	waiting, strange;	/* not yet in; in, but not live */
	int64_t	changed;		/* text isn't the one that was indexed */
};
/* Compares each text; reads only. */
enum err search_check(struct site *site, struct search_report *out,
    struct fault *f);

#endif
