/* See words_share.h. */
#include "script/words_share.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPREAD_TEXTS_MAX 20000

struct words_shared {
	struct words_shared *next;
	char		*key, *version;
	struct words	*words;
	size_t		count;
	int		users;		/* the registry itself among them */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct words_shared *lists;
static struct words_data *data;		/* until the process ends */

static enum err
data_find(const char *root, struct fault *f)
{
	char folder[1024];

	if (data != NULL)
		return (ERR_OK);
	snprintf(folder, sizeof(folder), "%s/core/data/words", root);
	return (words_data_alloc(&data, folder, f));
}

static void
shared_free(struct words_shared *s)
{
	words_free(s->words);
	free(s->key);
	free(s->version);
	free(s);
}

/* Adds the query's rows; what is no rule (the table is older than this
 * program) counts for nothing. */
static enum err
rows_read(struct words_shared *s, struct db *db, const char *sql,
    struct fault *f)
{
	const struct db_arg none = { 0 };
	struct words_rule r;
	db_stmt *st = NULL;
	int kind, severity;
	enum err e;

	for (e = db_first_text(db, &st, f, sql, &none); e == ERR_OK &&
	    st != NULL; e = db_next(db, &st, f)) {
		if (db_column_text(st, 0) == NULL ||
		    db_column_text(st, 1) == NULL)
			continue;
		kind = words_kind_of(db_column_text(st, 0));
		severity = words_severity_of(db_column_text(st, 1));
		if (kind < 0 || severity < 0)
			continue;
		r = (struct words_rule){ (enum words_kind)kind,
		    (enum words_severity)severity,
		    (unsigned)db_column_int(st, 2), db_column_text(st, 3),
		    db_column_int(st, 4) };
		if (words_add(s->words, &r, NULL) == ERR_OK)
			s->count++;
	}
	return (e);
}

/* Takes what is older out of the registry. */
static void
registry_put(struct words_shared *s)
{
	struct words_shared **at = &lists, *old;

	while ((old = *at) != NULL) {
		if (strcmp(old->key, s->key) != 0) {
			at = &old->next;
			continue;
		}
		*at = old->next;
		if (--old->users == 0)
			shared_free(old);
	}
	s->users++;
	s->next = lists;
	lists = s;
}

static enum err
share_locked(struct words_shared **out, const char *root, const char *key,
    const char *version, struct db *db, const char *sql, struct fault *f)
{
	struct words_shared *s;
	enum err e;

	for (s = lists; s != NULL; s = s->next)
		if (strcmp(s->key, key) == 0 &&
		    strcmp(s->version, version) == 0) {
			s->users++;
			*out = s;
			return (ERR_OK);
		}
	if ((e = data_find(root, f)) != ERR_OK)
		return (e);
	s = must_alloc(sizeof(*s));
	*s = (struct words_shared){ .key = must_text(key),
	    .version = must_text(version), .users = 1 };
	words_alloc(&s->words, data);
	if ((e = rows_read(s, db, sql, f)) != ERR_OK) {
		shared_free(s);
		return (e);
	}
	words_compile(s->words);
	registry_put(s);
	*out = s;
	return (ERR_OK);
}

enum err
words_share(struct words_shared **out, const char *root, const char *key,
    const char *version, struct db *db, const char *sql, struct fault *f)
{
	enum err e;

	pthread_mutex_lock(&lock);
	e = share_locked(out, root, key, version, db, sql, f);
	pthread_mutex_unlock(&lock);
	return (e);
}

void
words_release(struct words_shared *s)
{
	bool last;

	if (s == NULL)
		return;
	pthread_mutex_lock(&lock);
	last = --s->users == 0;
	pthread_mutex_unlock(&lock);
	if (last)
		shared_free(s);
}

const struct words *
words_shared_list(const struct words_shared *s)
{
	return (s->words);
}

size_t
words_shared_count(const struct words_shared *s)
{
	return (s->count);
}

enum err
words_try(const char *root, const struct words_rule *r, struct fault *f)
{
	struct words *w;
	enum err e;

	pthread_mutex_lock(&lock);
	e = data_find(root, f);
	pthread_mutex_unlock(&lock);
	if (e != ERR_OK)
		return (e);
	words_alloc(&w, data);
	e = words_add(w, r, f);
	words_free(w);
	return (e);
}

struct spread {
	int64_t	*counts, *seen;		/* by rule; the last text it was in */
	int64_t	text;
};

static void
spread_count(const struct words_hit *hit, void *arg)
{
	struct spread *s = arg;
	long i = hit->rule->number;

	if (s->seen[i] != s->text) {
		s->seen[i] = s->text;
		s->counts[i]++;
	}
}

static void
spread_rules(struct words *w, const struct json *rules)
{
	struct words_rule r;
	long i = 0;
	int kind;

	json_each(rule, rules) {
		kind = words_kind_of(json_get_text(rule, "kind", "literal"));
		r = (struct words_rule){ kind < 0 ? WORDS_LITERAL :
		    (enum words_kind)kind, WORDS_WARN,
		    (unsigned)json_get_int(rule, "fold", WORDS_FOLD_ALL),
		    json_get_text(rule, "text", ""), i++ };
		(void)words_add(w, &r, NULL);
	}
	words_compile(w);
}

enum err
words_spread(const char *root, const struct json *rules, struct db *db,
    const char *sql, struct arena *a, struct json **counts, int64_t *texts,
    struct fault *f)
{
	const struct db_arg none = { 0 };
	struct spread s = { 0 };
	struct words *w;
	db_stmt *st = NULL;
	const char *text;
	size_t i;
	enum err e;

	pthread_mutex_lock(&lock);
	e = data_find(root, f);
	pthread_mutex_unlock(&lock);
	if (e != ERR_OK)
		return (e);
	s.counts = arena_get(a, (rules->length + 1) * sizeof(*s.counts));
	s.seen = arena_get(a, (rules->length + 1) * sizeof(*s.seen));
	words_alloc(&w, data);
	spread_rules(w, rules);
	for (e = db_first_text(db, &st, f, sql, &none); e == ERR_OK &&
	    st != NULL && s.text < SPREAD_TEXTS_MAX; e = db_next(db, &st, f)) {
		s.text++;
		text = db_column_text(st, 0);
		if (text != NULL)
			words_find(w, text, strlen(text), spread_count, &s);
	}
	if (st != NULL)
		db_done(&st);
	words_free(w);
	*counts = json_array(a);
	for (i = 0; i < rules->length; i++)
		json_add(*counts, json_int(a, s.counts[i]));
	*texts = s.text;
	return (e);
}
