/* The rules of one folding as a group: an alphabet of the characters that
 * occur in them, and a table. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/words_inside.h"

#define FOLDS_OF_CHARACTERS (WORDS_CASE | WORDS_WIDTH | WORDS_SIMPLIFIED | \
    WORDS_LOOKALIKE)
#define LONG_HAN 3	/* characters that a reversed literal has at least */
#define LONG_LATIN 4

static struct group *
group_of(struct words *w, unsigned fold, bool contexts)
{
	struct group *g;

	for (g = w->groups; g != NULL; g = g->next)
		if (g->fold == fold && g->contexts == contexts)
			return (g);
	g = must_alloc(sizeof(*g));
	memset(g, 0, sizeof(*g));
	g->fold = fold;
	g->contexts = contexts;
	g->next = w->groups;
	w->groups = g;
	return (g);
}

static bool
in_group(const struct group *g, const struct rule *r)
{
	return (r->r.fold == g->fold && r->r.kind == (g->contexts ?
	    WORDS_CONTEXT : WORDS_LITERAL));
}

/* Numbers for the characters of the group's literals: 1 to 26 the letters. */
static symbol *
alphabet_read(const struct words *w, struct group *g)
{
	symbol *ids = must_alloc(DATA_CODES * sizeof(*ids));
	const struct literal *l;
	size_t i, k;
	uint32_t c;

	memset(ids, 0, DATA_CODES * sizeof(*ids));
	for (c = 'a'; c <= 'z'; c++)
		ids[c] = (symbol)(c - 'a' + 1);
	g->symbol_count = 27;
	for (i = 0; i < w->count; i++) {
		if (!in_group(g, &w->rules[i]))
			continue;
		l = &w->rules[i].l;
		g->count++;
		if (l->n > g->longest)
			g->longest = l->n;
		g->has_long |= (l->han && l->n >= LONG_HAN) ||
		    (l->latin && l->n >= LONG_LATIN);
		for (k = 0; k < l->n; k++)
			if (l->c[k] < DATA_CODES && ids[l->c[k]] == 0 &&
			    g->symbol_count < SYMBOL_LAST)
				ids[l->c[k]] = (symbol)g->symbol_count++;
	}
	return (ids);
}

static void
symbols_map(const struct words_data *d, struct group *g, const symbol *ids)
{
	unsigned fold = g->fold & FOLDS_OF_CHARACTERS;
	uint32_t c;

	g->symbols = must_alloc(DATA_CODES * sizeof(*g->symbols));
	for (c = 0; c < DATA_CODES; c++)
		if (d->gap[c] != GAP_NONE)
			g->symbols[c] = (g->fold & WORDS_GAPS) != 0 ?
			    SYMBOL_GAP : 0;
		else
			g->symbols[c] = ids[data_fold(d, fold, c)];
	if ((g->fold & WORDS_MARKUP) != 0)
		g->symbols['<'] = g->symbols['&'] = SYMBOL_SLOW;
}

static void
group_compile(struct words *w, struct group *g)
{
	symbol *ids = alphabet_read(w, g), *all, *next;
	struct sequence *q = must_alloc((g->count + 1) * sizeof(*q));
	const struct literal *l;
	size_t i, k, n = 0, total = 0;

	symbols_map(w->d, g, ids);
	for (i = 0; i < w->count; i++)
		if (in_group(g, &w->rules[i]))
			total += w->rules[i].l.n;
	all = next = must_alloc((total + 1) * sizeof(*all));
	for (i = 0; i < w->count; i++) {
		if (!in_group(g, &w->rules[i]))
			continue;
		l = &w->rules[i].l;
		q[n++] = (struct sequence){ next, l->n, (int32_t)i };
		for (k = 0; k < l->n; k++)
			*next++ = l->c[k] < DATA_CODES ? ids[l->c[k]] : 0;
	}
	g->table = table_alloc(q, n);
	free(all);
	free(q);
	free(ids);
	if (!g->contexts && (g->fold & WORDS_PINYIN) != 0)
		pinyin_compile(w, g);
	if (!g->contexts && (g->fold & WORDS_LOOKALIKE) != 0)
		digits_compile(w, g);
}

void
words_compile(struct words *w)
{
	struct group *g;
	size_t i;

	for (i = 0; i < w->count; i++)
		if (w->rules[i].r.kind == WORDS_LITERAL ||
		    w->rules[i].r.kind == WORDS_CONTEXT)
			group_of(w, w->rules[i].r.fold,
			    w->rules[i].r.kind == WORDS_CONTEXT);
	for (g = w->groups; g != NULL; g = g->next)
		group_compile(w, g);
	w->compiled = true;
}
