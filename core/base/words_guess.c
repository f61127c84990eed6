/*
 * Looser readings of a text: single letters put between Han characters,
 * literals written backwards, digits and signs for letters.  What they find
 * is `warn` at most.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/words_inside.h"

#define LONG_HAN 3
#define LONG_LATIN 4
#define TOKEN_MAX 40

static enum words_severity
at_most_warn(const struct rule *r)
{
	return (r->r.severity > WORDS_WARN ? WORDS_WARN : r->r.severity);
}

/* The widest gap in the hit. */
static enum gap
worst_gap(const struct found *f, unsigned fold, size_t start, size_t end)
{
	struct reader r = { f->w->d, fold, f->text, f->text + start,
	    f->text + end };
	enum gap worst = GAP_NONE;
	struct mark m;

	while (reader_next(&r, &m))
		if (m.c == 0 && m.gap > worst)
			worst = m.gap;
	return (worst);
}

bool
letters_near(const struct stream *s, size_t reach, size_t *i, size_t *from,
    size_t *to)
{
	size_t k = *i, last;

	while (k < s->n && !symbol_latin(s->s[k]))
		k++;
	if (k == s->n)
		return (false);
	last = k;
	*from = k > reach + 1 ? k - reach - 1 : 0;
	while (*from > 0 && !is_han(s->c[*from]))
		(*from)--;
	for (; k < s->n && (k <= last + reach || !is_han(s->c[k])); k++)
		if (symbol_latin(s->s[k]))
			last = k;
	*i = *to = k;
	return (true);
}

/* A single letter or digit between two Han characters. */
static bool
is_inserted(const struct stream *s, size_t i)
{
	return ((is_latin(s->c[i]) || is_number(s->c[i])) && i > 0 &&
	    i + 1 < s->n && is_han(s->c[i - 1]) && is_han(s->c[i + 1]));
}

/* A part of a stream without what was inserted. */
struct bared {
	symbol		s[STREAM_MAX + 3];
	uint32_t	at[STREAM_MAX];
	uint32_t	before[STREAM_MAX];	/* left out before it */
	size_t		n;
};

static void
bared_read(const struct stream *s, size_t from, size_t to, struct bared *out)
{
	size_t i, dropped = 0;

	out->n = 0;
	for (i = from; i < to; i++) {
		if (is_inserted(s, i)) {
			dropped++;
			continue;
		}
		out->s[out->n] = s->s[i];
		out->at[out->n] = s->at[i];
		out->before[out->n++] = (uint32_t)dropped;
	}
	out->s[out->n] = out->s[out->n + 1] = out->s[out->n + 2] = 0;
}

static void
bared_scan(struct found *f, const struct group *g, const struct bared *b)
{
	const struct table_filter *filter = table_filter(g->table);
	const struct rule *r;
	struct match m;
	size_t i, end;

	for (i = 0; i < b->n; i++) {
		if (!filter_pass(filter, b->s + i) ||
		    table_at(g->table, b->s + i, b->n - i, &m, 1) == 0 ||
		    b->before[i + m.n - 1] == b->before[i])
			continue;
		r = &f->w->rules[m.rule];
		end = text_behind(f, g->fold, b->at[i + m.n - 1]);
		if (r->l.han && worst_gap(f, g->fold, b->at[i], end) <
		    GAP_BLANK)
			found_add(f, r, at_most_warn(r), b->at[i], end);
	}
}

/* Around each that is inserted, as far as a literal reaches: every second
 * character may be one. */
void
guess_inserted(struct found *f, const struct group *g, const struct stream *s)
{
	struct bared *b = NULL;
	size_t i = 0, from, to, reach = 2 * g->longest;

	for (; i < s->n; i++) {
		if (!is_inserted(s, i))
			continue;
		from = i > reach ? i - reach : 0;
		for (to = i + 1; to < s->n && to <= i + reach; to++)
			if (is_inserted(s, to))
				i = to;
		if (b == NULL)
			b = must_alloc(sizeof(*b));
		bared_read(s, from, to, b);
		bared_scan(f, g, b);
	}
	free(b);
}

/* The same forwards, as 妈妈 or "level". */
static bool
palindrome(const struct literal *l)
{
	size_t i;

	for (i = 0; i < l->n / 2; i++)
		if (l->c[i] != l->c[l->n - 1 - i])
			return (false);
	return (true);
}

static void
reversed_hit(struct found *f, const struct group *g, const struct rule *r,
    size_t start, size_t last)
{
	const struct literal *l = &r->l;
	size_t end = text_behind(f, g->fold, last);

	if (!((l->han && l->n >= LONG_HAN) || (l->latin &&
	    l->n >= LONG_LATIN)) || palindrome(l) ||
	    worst_gap(f, g->fold, start, end) > GAP_INVISIBLE ||
	    text_joined(f, g->fold, start, end, l->c[l->n - 1], l->c[0]))
		return;
	found_add(f, r, at_most_warn(r), start, end);
}

void
guess_reversed(struct found *f, const struct group *g, const struct stream *s)
{
	const struct table_filter *filter = table_filter(g->table);
	uint16_t places[STREAM_MAX + 1] = { 0 };
	symbol back[STREAM_MAX + 3];
	struct match m;
	size_t i, k, n = 0;

	for (i = 0; i < s->n; i++)
		back[i] = s->s[s->n - 1 - i];
	back[s->n] = back[s->n + 1] = back[s->n + 2] = 0;
	for (i = 0; i < s->n; i++) {
		places[n] = (uint16_t)i;
		n += filter_long(filter, back + i);
	}
	for (k = 0; k < n; k++) {
		if (k + AHEAD < n)
			table_prefetch(g->table, back + places[k + AHEAD]);
		i = places[k];
		if (table_at(g->table, back + i, s->n - i, &m, 1) == 1)
			reversed_hit(f, g, &f->w->rules[m.rule],
			    s->at[s->n - i - m.n], s->at[s->n - 1 - i]);
	}
}

/* What a digit or sign is read as; 0: ends a word. */
static uint32_t
leet(uint32_t c, uint32_t one)
{
	static const char FROM[] = "023456789@$(|+";
	static const char LETTERS[] = "ozeasgtbgasclt";
	const char *at;

	if (is_latin(c))
		return (c);
	if (c == '1' || c == '!')
		return (one);
	at = c < 128 && c != 0 ? strchr(FROM, (int)c) : NULL;
	return (at != NULL ? (uint32_t)LETTERS[at - FROM] : 0);
}

struct token {
	uint32_t	c[TOKEN_MAX];
	size_t		at[TOKEN_MAX], n, end;
	size_t		letters, others;
};

/* Reads a run of letters, digits and signs that pass for letters. */
static bool
token_read(struct reader *r, struct token *t)
{
	struct mark m;
	uint32_t c;

	t->n = t->letters = t->others = 0;
	while (reader_next(r, &m)) {
		c = m.c;
		if (c == 0 && m.end - m.start == 1 && leet((unsigned char)
		    r->text[m.start], 'l') != 0)
			c = (unsigned char)r->text[m.start];
		if (c == 0 && m.gap == GAP_INVISIBLE)
			continue;
		if (c == 0 || leet(c, 'l') == 0) {
			if (t->n > 0)
				return (true);
			continue;
		}
		if (t->n == TOKEN_MAX) {
			t->letters = 0;		/* no word is that long */
			continue;
		}
		t->at[t->n] = m.start;
		t->c[t->n++] = c;
		t->end = m.end;
		t->letters += is_latin(c);
		t->others += !is_latin(c);
	}
	return (t->n > 0);
}

static bool
token_match(struct found *f, const struct group *g, const struct token *t,
    size_t from, uint32_t one)
{
	symbol s[TOKEN_MAX + 2];
	struct match m;
	size_t i, n = 0;
	const struct rule *r;
	uint32_t c;

	for (i = from; i < t->n; i++) {
		c = leet(t->c[i], one);
		if (n == 0 || s[n - 1] != g->symbols[c] ||
		    (g->fold & WORDS_REPEAT) == 0)
			s[n++] = g->symbols[c];
	}
	s[n] = s[n + 1] = 0;
	if (n < 3 || table_at(g->table, s, n, &m, 1) == 0 || m.n != n)
		return (false);
	r = &f->w->rules[m.rule];
	if (r->l.latin)
		found_add(f, r, at_most_warn(r), t->at[from], t->end);
	return (r->l.latin);
}

void
guess_leet(struct found *f, const struct group *g, size_t start, size_t end)
{
	struct reader r = { f->w->d, g->fold, f->text, f->text + start,
	    f->text + end };
	struct token t;
	size_t from;

	while (token_read(&r, &t)) {
		if (t.letters == 0 || t.others == 0)
			continue;
		for (from = 0; from < 2 && from < t.n; from++)
			if (token_match(f, g, &t, from, 'i') ||
			    token_match(f, g, &t, from, 'l') ||
			    t.c[0] != '(')
				break;
	}
}
