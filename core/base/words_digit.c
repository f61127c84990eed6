/*
 * Literals that hold digits, read loosely: "badw0rd123", "badwordl23", 博彩1OO
 * for badword123 and 博彩100.  Rule and text are folded alike, digits to the
 * letters that they look like, to find places; what stands there is compared
 * character by character then.  `warn` at most.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/words_inside.h"

#define TEXT_MAX (4 * WORDS_LITERAL_MAX)	/* characters of a hit */
#define PLACES_MAX 8			/* literals tried at one place */

/* What letters and digits are folded to: 1, l and i are one. */
static uint32_t
folded(uint32_t c)
{
	static const char LETTERS[] = "olzeasgtbg";

	if (is_number(c))
		return ((uint32_t)LETTERS[c - '0']);
	return (c == 'i' ? 'l' : c);
}

/* The digit that a letter is written for; 0: none. */
static uint32_t
digit_for(uint32_t letter)
{
	static const char FROM[] = "olizsb", DIGITS[] = "011258";
	const char *at = is_latin(letter) ? strchr(FROM, (int)letter) : NULL;

	return (at != NULL ? (uint32_t)DIGITS[at - FROM] : 0);
}

/* Does the character of a text stand for that of a rule? */
static bool
stands_for(uint32_t text, uint32_t rule)
{
	if (text == rule)
		return (true);
	if (is_number(rule))
		return (digit_for(text) == rule);
	return (is_latin(rule) && is_number(text) &&
	    (folded(text) == rule || (text == '1' && rule == 'i')));
}

static bool
has_digit(const struct literal *l)
{
	uint32_t i;

	for (i = 0; i < l->n; i++)
		if (is_number(l->c[i]))
			return (true);
	return (false);
}

/* Runs count once, in rules as in texts. */
static size_t
symbol_add(symbol *out, size_t n, symbol v)
{
	if (n > 0 && out[n - 1] == v && symbol_latin(v))
		return (n);
	out[n] = v;
	return (n + 1);
}

void
digits_compile(const struct words *w, struct group *g)
{
	struct sequence *q = must_alloc((g->count + 1) * sizeof(*q));
	symbol *all = must_alloc((g->count + 1) * WORDS_LITERAL_MAX *
	    sizeof(*all)), *next = all;
	size_t i, n = 0;
	uint32_t k, m;

	for (i = 0; i < w->count; i++) {
		const struct rule *r = &w->rules[i];
		uint32_t c;

		if (r->r.kind != WORDS_LITERAL || r->r.fold != g->fold ||
		    !has_digit(&r->l))
			continue;
		for (k = m = 0; k < r->l.n; k++) {
			c = folded(r->l.c[k]);
			m = (uint32_t)symbol_add(next, m, c < DATA_CODES ?
			    g->symbols[c] : 0);
		}
		q[n++] = (struct sequence){ next, m, (int32_t)i };
		next += m;
	}
	if (n > 0)
		g->digits = table_alloc(q, n);
	free(all);
	free(q);
}

/* What stands at `at`, without gaps that show. */
struct standing {
	uint32_t	c[TEXT_MAX];
	size_t		end[TEXT_MAX], n;
};

static void
standing_read(const struct found *f, unsigned fold, size_t at,
    struct standing *t)
{
	struct reader r = { f->w->d, fold, f->text, f->text + at,
	    f->text + f->length };
	struct mark m;

	t->n = 0;
	while (t->n < TEXT_MAX && reader_next(&r, &m)) {
		if (m.c == 0 && m.gap > GAP_INVISIBLE)
			break;
		if (m.c == 0)
			continue;
		t->c[t->n] = m.c;
		t->end[t->n++] = m.end;
	}
}

/* How many of its characters the literal takes; 0: it doesn't stand there.
 * After each character of the literal: the places that it may have reached. */
static size_t
literal_fits(const struct literal *l, const struct standing *t, bool repeat)
{
	bool now[TEXT_MAX + 1] = { true }, next[TEXT_MAX + 1];
	size_t i, j, most;
	uint32_t k;

	for (k = 0; k < l->n; k++) {
		memset(next, 0, sizeof(next));
		most = repeat && is_latin(l->c[k]) ? TEXT_MAX : 1;
		for (i = 0; i < t->n; i++)
			for (j = i; now[i] && j < t->n && j - i < most &&
			    stands_for(t->c[j], l->c[k]); j++)
				next[j + 1] |= j + 1 - i >= l->run[k];
		memcpy(now, next, sizeof(now));
	}
	for (i = 1; i <= t->n; i++)
		if (now[i])
			return (i);
	return (0);
}

/* One that is all letters is a word, however it looks. */
static bool
reads_as_number(const struct standing *t, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_number(t->c[i]))
			return (true);
	return (false);
}

static void
place_try(struct found *f, const struct group *g, const struct rule *r,
    size_t at)
{
	const struct literal *l = &r->l;
	struct standing t = { .n = 0 };
	size_t n, end;

	standing_read(f, g->fold, at, &t);
	n = literal_fits(l, &t, (g->fold & WORDS_REPEAT) != 0);
	if (n == 0 || !reads_as_number(&t, n))
		return;
	end = t.end[n - 1];
	if (text_joined(f, g->fold, at, end, l->open_left ? 0 : t.c[0],
	    l->open_right ? 0 : t.c[n - 1]) || text_joined(f, g->fold, at, end,
	    l->open_left ? 0 : l->c[0], l->open_right ? 0 : l->c[l->n - 1]))
		return;
	found_add(f, r, r->r.severity > WORDS_WARN ? WORDS_WARN :
	    r->r.severity, at, end);
}

/* A block of a text, folded as rules are. */
struct block {
	symbol		s[STREAM_MAX + 3];
	uint32_t	at[STREAM_MAX + 3];
};

void
guess_digits(struct found *f, const struct group *g, const struct stream *s)
{
	const struct table_filter *filter = table_filter(g->digits);
	struct block *b = must_alloc(sizeof(*b));
	struct match m[PLACES_MAX];
	size_t i, k, n = 0, was, count;
	uint32_t c;

	for (i = 0; i < s->n; i++) {
		c = s->c[i];
		was = n;
		n = symbol_add(b->s, n, is_latin(c) || is_number(c) ?
		    g->symbols[folded(c)] : s->s[i]);
		if (n > was)
			b->at[was] = s->at[i];
	}
	b->s[n] = b->s[n + 1] = b->s[n + 2] = 0;
	for (i = 0; i < n; i++) {
		if (!filter_pass(filter, b->s + i))
			continue;
		count = table_at(g->digits, b->s + i, n - i, m, PLACES_MAX);
		for (k = 0; k < count; k++)
			place_try(f, g, &f->w->rules[m[k].rule], b->at[i]);
	}
	free(b);
}
