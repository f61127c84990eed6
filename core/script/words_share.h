/*
 * Compiled word lists of plugins, one for each plugin and site in a process,
 * whatever lanes ask for it.  Inside core/script only.
 */
#ifndef SCRIPT_WORDS_SHARE_H
#define SCRIPT_WORDS_SHARE_H

#include "base/json.h"
#include "base/words.h"
#include "store/db.h"

struct words_shared;

/* The list of that key in that version; compiled from the query's rows (kind,
 * severity, fold, text, number) where it isn't there.  A row that is no rule
 * is left out.  words_release() what comes. */
enum err words_share(struct words_shared **out, const char *root,
    const char *key, const char *version, struct db *db, const char *sql,
    struct fault *f);
void words_release(struct words_shared *s);	/* NULL is allowed */
const struct words *words_shared_list(const struct words_shared *s);
size_t words_shared_count(const struct words_shared *s);

/* Could it be a rule of a list? */
enum err words_try(const char *root, const struct words_rule *r,
    struct fault *f);

/* In how many texts (the first column of the query's rows) each of the rules
 * is: [{kind, text, fold}] to [count]. */
enum err words_spread(const char *root, const struct json *rules,
    struct db *db, const char *sql, struct arena *a, struct json **counts,
    int64_t *texts, struct fault *f);

#endif
