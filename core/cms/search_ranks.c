/*
 * What is found, rank by rank: see search_inside.h.  Each rank is a question
 * of its own to the index, and leaves out what a rank before it gave.
 */
#include <string.h>

#include "cms/search_inside.h"

static bool
ids_have(const struct search_ids *ids, int64_t id)
{
	size_t low = 0, high = ids->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (ids->id[middle] > id)
			low = middle + 1;
		else
			high = middle;
	}
	return (low < ids->count && ids->id[low] == id);
}

/* How many of a rank the page needs: it begins in the cursor's rank, and all
 * before must be known, for they aren't shown again. */
static void
rank_need(struct search_found *s)
{
	int64_t rank = (int64_t)s->ranks;

	s->filter.enough = rank < s->after_rank ? 0 : s->limit + 1;
	s->filter.behind = rank == s->after_rank ? s->after : INT64_MAX;
}

#define READ_MAX 500		/* texts that a query with phrases reads, */
#define READ_ENOUGH 50		/* and where its page is full then */

/* Keeps what has the phrases as they were typed: the index knows only of their
 * words.  What isn't read isn't counted; the page that shows it reads it. */
static enum err
rank_verify(struct search_found *s, enum search_table table,
    struct search_ids *ids)
{
	size_t i, kept = 0, counted = 0;
	enum err e = ERR_OK;
	bool there;

	for (i = 0; i < ids->count && e == ERR_OK; i++) {
		there = true;
		if (s->read >= READ_MAX || (s->read >= READ_ENOUGH &&
		    s->total + counted > s->limit)) {
			s->more = true;
		} else {
			s->read++;
			e = search_phrases_there(s, table, ids->id[i], &there);
			counted += there;
		}
		if (there)
			ids->id[kept++] = ids->id[i];
	}
	ids->count = kept;
	s->total += counted;
	return (e);
}

/* One more rank: those that no rank before has. */
static enum err
found_rank(struct search_found *s, enum search_table table,
    const char *expression)
{
	struct search_ids all, *own = &s->rank[s->ranks];
	bool known;
	size_t i, k;
	enum err e;

	if (s->ended)
		return (ERR_OK);
	rank_need(s);
	e = search_ids(s->site, s->arena, table, expression, &s->filter,
	    SEARCH_FOUND_MAX, &all, s->fault);
	if (e != ERR_OK)
		return (e);
	*own = all;
	own->count = 0;
	for (i = 0; i < all.count; i++) {
		known = false;
		for (k = 0; k < s->ranks && !known; k++)
			known = ids_have(&s->rank[k], all.id[i]);
		if (!known)
			own->id[own->count++] = all.id[i];
	}
	s->more |= all.more;
	s->ended = all.more || s->total + own->count >= SEARCH_FOUND_MAX;
	s->table[s->ranks++] = table;
	if (s->words.phrases > 0)
		return (rank_verify(s, table, own));
	s->total += own->count;
	return (ERR_OK);
}

static enum err
found_ask(struct search_found *s, enum search_table table,
    enum search_kind kind, const char *join)
{
	struct buf text = { 0 };
	const char *expression;

	search_expression(&text, &s->words, &(struct search_question){ table,
	    kind, join }, s->synonyms);
	expression = arena_text(s->arena, buf_string(&text));
	buf_cleanup(&text);
	s->all_words[s->ranks] = table != SEARCH_FILES &&
	    kind != SEARCH_SYNONYM && strcmp(join, " AND ") == 0;
	return (found_rank(s, table, expression));
}

/* All words side by side, as what was typed with a space too many, or as a
 * phrase of which somebody remembers the parts. */
static enum err
found_phrase(struct search_found *s, enum search_table table)
{
	struct search_words one = { .count = 1 };
	struct buf text = { 0 };
	const char *expression;

	one.word[0] = search_words_joined(s->arena, &s->words);
	if (one.word[0] == NULL)
		return (ERR_OK);
	search_expression(&text, &one, &(struct search_question){ table,
	    SEARCH_PART, "" }, NULL);
	expression = arena_text(s->arena, buf_string(&text));
	buf_cleanup(&text);
	s->all_words[s->ranks] = true;
	return (found_rank(s, table, expression));
}

static enum err
found_words(struct search_found *s)
{
	static const enum search_table tables[] = { SEARCH_TITLES,
	    SEARCH_TEXTS };
	size_t i;
	enum err e = ERR_OK;

	for (i = 0; i < 2; i++)
		if (e == ERR_OK)
			e = found_rank(s, SEARCH_TITLES,
			    search_title_named(s->arena, &s->words, i == 1));
	for (i = 0; i < 2 && e == ERR_OK; i++) {
		e = found_phrase(s, tables[i]);
		if (e == ERR_OK)
			e = found_ask(s, tables[i], SEARCH_WORD, " AND ");
	}
	for (i = 0; i < 2 && e == ERR_OK && s->synonyms->length > 0; i++)
		e = found_ask(s, tables[i], SEARCH_SYNONYM, " AND ");
	return (e == ERR_OK ? found_ask(s, SEARCH_FILES, SEARCH_WORD,
	    " AND ") : e);
}

enum err
search_strict(struct search_found *s)
{
	static const enum search_table tables[] = { SEARCH_TITLES,
	    SEARCH_TEXTS, SEARCH_FILES };
	bool latin = false;
	size_t i;
	enum err e = search_synonyms(s->site, s->arena, &s->words,
	    &s->synonyms, s->fault);

	if (e == ERR_OK)
		e = found_words(s);
	for (i = 0; i < s->words.count; i++)
		latin |= search_word_latin(s->words.word[i]);
	for (i = 0; i < 3 && latin && e == ERR_OK; i++)
		e = found_ask(s, tables[i], SEARCH_PART, " AND ");
	return (e);
}

/* ---- when the whole isn't there */

/* Titles, then texts that have all the pieces. */
static enum err
relaxed_ask(struct search_found *s, const struct search_words *pieces,
    const char *join)
{
	enum err e;

	s->words = *pieces;
	s->ranks = 0;
	s->total = 0;
	s->ended = s->more = false;
	e = found_ask(s, SEARCH_TITLES, SEARCH_PART, join);
	return (e == ERR_OK && strcmp(join, " AND ") == 0 ?
	    found_ask(s, SEARCH_TEXTS, SEARCH_PART, join) : e);
}

/* Titles are asked wherever they are, which takes half as long: what is found
 * by their pieces goes through the filter. */
static enum err
pieces_read(struct search_found *s, const struct search_words *whole,
    enum search_table table, struct search_words *pieces)
{
	struct search_filter filter = s->filter;

	filter.enough = 0;
	if (table == SEARCH_TITLES)
		filter.names = "";
	return (search_pieces(s->site, s->arena, whole, table, &filter,
	    pieces, s->fault));
}

/* A title that has most of what was asked for is meant by it. */
static enum err
relaxed_titles(struct search_found *s, const struct search_words *whole,
    struct search_words *longest)
{
	struct search_words pieces;
	size_t i, length, most = 0, asked = 0;
	enum err e = pieces_read(s, whole, SEARCH_TITLES, &pieces);

	for (i = 0; i < whole->count; i++)
		asked += search_length(whole->word[i]);
	*longest = (struct search_words){ .count = 0 };
	for (i = 0; i < pieces.count; i++)
		if ((length = search_length(pieces.word[i])) > most) {
			most = length;
			longest->word[0] = pieces.word[i];
		}
	longest->count = 2 * most >= asked && most > 2;
	return (e == ERR_OK && longest->count > 0 ?
	    relaxed_ask(s, &pieces, " AND ") : e);
}

enum err
search_relaxed(struct search_found *s)
{
	struct search_words pieces, longest, whole = s->words;
	enum err e;

	s->synonyms = json_array(s->arena);
	s->total = s->ranks = 0;
	e = relaxed_titles(s, &whole, &longest);
	if (e != ERR_OK || s->total > 0)
		return (e);
	e = pieces_read(s, &whole, SEARCH_TEXTS, &pieces);
	if (e == ERR_OK && pieces.count > 0)
		e = relaxed_ask(s, &pieces, " AND ");
	if (e == ERR_OK && s->total == 0 && longest.count > 0)
		e = relaxed_ask(s, &longest, " AND ");
	if (e == ERR_OK && s->total == 0 && pieces.count > 1)
		e = relaxed_ask(s, &pieces, " OR ");
	if (s->total == 0)
		s->words = whole;
	return (e);
}
