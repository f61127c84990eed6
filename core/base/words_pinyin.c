/*
 * Literals written in pinyin, in whole or in part (刷dan返li): text and
 * literals are compared as syllables, where at least one is spelled out, and
 * characters have to be the literal's own.  Hits are `warn` at most, words of
 * two spelled syllables `note`: they could be anything.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/words_inside.h"

#define VARIANTS_MAX 4		/* readings of one literal */
#define RUN_MAX 48		/* letters in a row; longer ones aren't pinyin */
#define LETTERS_MIN 5		/* of a hit without a character */
#define COST_VOWEL 3		/* of a syllable that should have had a ' */
#define COST_SYLLABLE 2

struct syllable {
	size_t		start, end;
	uint32_t	han;		/* 0: spelled */
	uint8_t		letters;
	bool		first, last;	/* of a run of letters */
};

struct spelled {
	symbol		*s;
	struct syllable	*y;
	size_t		n, room, latin;
};

static const uint16_t *
readings_of(const struct words_data *d, uint32_t c)
{
	static const uint16_t NONE[READINGS];

	return (c >= READINGS_FIRST && c <= READINGS_LAST ?
	    d->readings[c - READINGS_FIRST] : NONE);
}

/* The literal's readings, as sequences; how many. */
static size_t
variants(const struct words_data *d, const struct literal *l, symbol *out)
{
	size_t i, k, n = 1, more;
	const uint16_t *r;

	for (i = 0; i < l->n; i++) {
		r = readings_of(d, l->c[i]);
		if (r[0] == 0)
			return (0);
		for (k = 0; k < n; k++)
			out[k * WORDS_LITERAL_MAX + i] = r[0];
		for (more = 1; more < READINGS && r[more] != 0 &&
		    n * 2 <= VARIANTS_MAX; more++) {
			memcpy(out + n * WORDS_LITERAL_MAX, out,
			    n * WORDS_LITERAL_MAX * sizeof(*out));
			for (k = n; k < 2 * n; k++)
				out[k * WORDS_LITERAL_MAX + i] = r[more];
			n *= 2;
		}
	}
	return (n);
}

void
pinyin_compile(struct words *w, struct group *g)
{
	struct sequence *q = must_alloc((g->count * VARIANTS_MAX + 1) *
	    sizeof(*q));
	symbol buffer[VARIANTS_MAX * WORDS_LITERAL_MAX], *copy;
	size_t i, k, n, count = 0, total = 0;
	const struct literal *l;
	char *block, *next;

	for (i = 0; i < w->count; i++)
		if (w->rules[i].r.kind == WORDS_LITERAL)
			total += w->rules[i].l.n;
	block = next = must_alloc(total * VARIANTS_MAX * sizeof(symbol) + 1);
	for (i = 0; i < w->count; i++) {
		l = &w->rules[i].l;
		if (w->rules[i].r.kind != WORDS_LITERAL ||
		    w->rules[i].r.fold != g->fold || !l->han || l->n < 2)
			continue;
		n = variants(w->d, l, buffer);
		for (k = 0; k < n; k++) {
			copy = (symbol *)(void *)next;
			memcpy(copy, buffer + k * WORDS_LITERAL_MAX,
			    l->n * sizeof(*copy));
			next += l->n * sizeof(*copy);
			q[count++] = (struct sequence){ copy, l->n,
			    (int32_t)i };
		}
	}
	if (count > 0)
		g->syllables = table_alloc(q, count);
	free(block);
	free(q);
}

static void
syllable_add(struct spelled *t, unsigned id, const struct syllable *y)
{
	if (t->n + 3 > t->room) {
		t->room = t->room * 2 + 256;
		t->s = must_realloc(t->s, t->room * sizeof(*t->s));
		t->y = must_realloc(t->y, t->room * sizeof(*t->y));
	}
	t->latin += id != 0 && y->han == 0;
	t->y[t->n] = *y;
	t->s[t->n++] = (symbol)id;
	t->s[t->n] = t->s[t->n + 1] = 0;
}

static bool
is_vowel(char c)
{
	return (c == 'a' || c == 'e' || c == 'o');
}

/* Cuts a run of letters into syllables, the fewest, none but the first with a
 * vowel before it where that can be; adds them, or a break. */
static void
run_cut(struct spelled *t, const struct words_data *d, const char *p,
    const size_t *at, size_t n)
{
	int cost[RUN_MAX + 1], c;
	uint8_t back[RUN_MAX + 1] = { 0 };
	size_t order[RUN_MAX], i, k, m = 0;
	struct syllable y = { 0 };

	cost[0] = 0;
	for (i = 1; i <= n; i++) {
		cost[i] = 1000;
		for (k = 1; k <= SYLLABLE_LETTERS && k <= i; k++) {
			c = cost[i - k] + COST_SYLLABLE +
			    (i > k && is_vowel(p[i - k]) ? COST_VOWEL : 0);
			if (c < cost[i] && data_syllable(d, p + i - k, k) != 0)
				cost[i] = c, back[i] = (uint8_t)k;
		}
	}
	if (cost[n] >= 1000) {
		syllable_add(t, 0, &y);
		return;
	}
	for (i = n; i > 0; i -= back[i])
		order[m++] = i;
	while (m-- > 0) {
		i = order[m];
		k = back[i];
		y = (struct syllable){ at[i - k], at[i], 0, (uint8_t)k,
		    i == k, i == n };
		syllable_add(t, data_syllable(d, p + i - k, k), &y);
	}
}

/* The letters from *m on; *more: *m is what follows. */
static void
run_read(struct spelled *t, struct reader *r, struct mark *m, bool *more)
{
	char p[RUN_MAX + 1];
	size_t at[RUN_MAX + 1], n = 0;
	struct syllable none = { 0 };

	do {
		if (m->c == 0 && m->gap == GAP_INVISIBLE)
			continue;
		if (!is_latin(m->c))
			break;
		if (n < RUN_MAX) {
			p[n] = (char)m->c;
			at[n] = m->start;
			at[n + 1] = m->end;
		}
		n++;
	} while ((*more = reader_next(r, m)));
	if (n <= RUN_MAX)
		run_cut(t, r->d, p, at, n);
	else
		syllable_add(t, 0, &none);
}

static void
spelled_read(struct spelled *t, const struct found *f, unsigned fold,
    size_t start, size_t end)
{
	struct reader r = { f->w->d, fold, f->text, f->text + start,
	    f->text + end };
	struct syllable y;
	struct mark m;
	bool more = reader_next(&r, &m);

	while (more) {
		if (is_latin(m.c)) {
			run_read(t, &r, &m, &more);
			continue;
		}
		if (m.c != 0) {
			y = (struct syllable){ m.start, m.end, m.c, 0, false,
			    false };
			syllable_add(t, readings_of(f->w->d, m.c)[0], &y);
		}
		more = reader_next(&r, &m);
	}
}

static bool
prose_between(const struct found *f, unsigned fold, size_t start, size_t end)
{
	struct reader r = { f->w->d, fold, f->text, f->text + start,
	    f->text + end };
	struct mark m;

	while (reader_next(&r, &m))
		if (m.c == 0 && m.gap == GAP_PROSE)
			return (true);
	return (false);
}

static void
spelled_hit(struct found *f, const struct group *g, const struct spelled *t,
    size_t i, const struct match *m)
{
	const struct rule *r = &f->w->rules[m->rule];
	const struct syllable *first = &t->y[i], *last = &t->y[i + m->n - 1];
	enum words_severity severity = r->r.severity;
	size_t k, spelled = 0, letters = 0;

	for (k = 0; k < m->n; k++) {
		if (t->y[i + k].han != 0 && t->y[i + k].han != r->l.c[k])
			return;
		spelled += t->y[i + k].han == 0;
		letters += t->y[i + k].letters;
	}
	if (spelled == 0 || (spelled == m->n && letters < LETTERS_MIN) ||
	    (m->n == 2 && ((first->han == 0 && !first->first) ||
	    (last->han == 0 && !last->last))) ||
	    prose_between(f, g->fold, first->start, last->end))
		return;
	if (severity > WORDS_WARN)
		severity = WORDS_WARN;
	if (spelled == m->n && m->n == 2)
		severity = WORDS_NOTE;
	found_add(f, r, severity, first->start, last->end);
}

void
guess_pinyin(struct found *f, const struct group *g, size_t start, size_t end)
{
	const struct table_filter *filter = table_filter(g->syllables);
	struct spelled t = { 0 };
	struct match m[4];
	size_t i, k, n;

	spelled_read(&t, f, g->fold, start, end);
	for (i = 0; t.latin > 0 && i < t.n; i++) {
		if (!filter_pass(filter, t.s + i))
			continue;
		n = table_at(g->syllables, t.s + i, t.n - i, m, 4);
		for (k = 0; k < n; k++)
			spelled_hit(f, g, &t, i, &m[k]);
	}
	free(t.s);
	free(t.y);
}
