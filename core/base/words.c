/* A word list from its rules to its hits; see words.h. */
#include "base/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/words_inside.h"

static const char *const kinds[] = { "literal", "pattern", "context",
    "id-card", "bank-card", "mobile", "telephone", "email" };
static const char *const severities[] = { "note", "warn", "block" };
static const char *const folds[] = { "case", "width", "simplified", "gaps",
    "lookalike", "repeat", "markup", "inserted", "reversed", "pinyin",
    "parts" };

static int
name_find(const char *const *names, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return ((int)i);
	return (-1);
}

const char *
words_kind_name(enum words_kind kind)
{
	return (kinds[kind]);
}

int
words_kind_of(const char *name)
{
	return (name_find(kinds, WORDS_KINDS, name));
}

const char *
words_severity_name(enum words_severity severity)
{
	return (severities[severity]);
}

int
words_severity_of(const char *name)
{
	return (name_find(severities, 3, name));
}

const char *
words_fold_name(unsigned bit)
{
	return (bit < sizeof(folds) / sizeof(folds[0]) ? folds[bit] : NULL);
}

void
words_alloc(struct words **out, const struct words_data *data)
{
	struct words *w = must_alloc(sizeof(*w));

	memset(w, 0, sizeof(*w));
	w->d = data;
	*out = w;
}

void
words_free(struct words *w)
{
	struct group *g;
	size_t i;

	if (w == NULL)
		return;
	for (i = 0; i < w->count; i++) {
		free((char *)w->rules[i].r.text);
		free(w->rules[i].l.c);
		rule_pattern_free(&w->rules[i]);
	}
	while ((g = w->groups) != NULL) {
		w->groups = g->next;
		table_free(g->table);
		table_free(g->syllables);
		table_free(g->digits);
		free(g->symbols);
		free(g);
	}
	free(w->rules);
	free(w);
}

/* A literal with symbols at its ends ("C++") is looked for as it stands. */
static bool
literal_as_pattern(const struct words_data *d, struct rule *r)
{
	const char *p = r->r.text, *end = p + strlen(p);
	uint32_t first = utf8_next(&p, end), last;
	const char *tail = end;
	char *text;
	size_t n;

	do
		tail--;
	while (tail > r->r.text && (*tail & 0xC0) == 0x80);
	last = utf8_next(&tail, end);
	if ((first == '*' || data_gap(d, first) != GAP_SYMBOL) &&
	    (last == '*' || data_gap(d, last) != GAP_SYMBOL))
		return (false);
	if (strstr(r->r.text, "\\E") != NULL)
		return (false);
	n = strlen(r->r.text) + sizeof("\\Q\\E");
	text = must_alloc(n);
	snprintf(text, n, "\\Q%s\\E", r->r.text);
	free((char *)r->r.text);
	r->r.text = text;
	r->r.kind = WORDS_PATTERN;
	return (true);
}

enum err
words_add(struct words *w, const struct words_rule *given, struct fault *f)
{
	struct rule r = { .r = *given };
	enum err err = ERR_OK;

	if (w->count == WORDS_RULES_MAX)
		return (fault_set(f, ERR_INPUT, "words.many", "rule", "%d",
		    WORDS_RULES_MAX));
	r.r.text = must_text(given->text != NULL ? given->text : "");
	if (r.r.kind == WORDS_CONTEXT)
		r.r.fold &= WORDS_CASE | WORDS_WIDTH | WORDS_SIMPLIFIED;
	if ((r.r.kind == WORDS_LITERAL || r.r.kind == WORDS_CONTEXT ||
	    r.r.kind == WORDS_PATTERN) && r.r.text[0] == '\0')
		err = fault_set(f, ERR_INPUT, "words.empty", "rule", NULL);
	else if (r.r.kind == WORDS_PATTERN || (r.r.kind == WORDS_LITERAL &&
	    literal_as_pattern(w->d, &r)))
		err = rule_pattern(w->d, &r, f);
	else if (r.r.kind == WORDS_LITERAL || r.r.kind == WORDS_CONTEXT)
		err = literal_read(w->d, &r, f);
	if (err != ERR_OK) {
		free((char *)r.r.text);
		return (err);
	}
	if (w->count == w->room) {
		w->room = w->room * 2 + 64;
		w->rules = must_realloc(w->rules, w->room * sizeof(*w->rules));
	}
	w->rules[w->count++] = r;
	w->kinds |= 1u << r.r.kind;
	return (ERR_OK);
}

void
found_add(struct found *f, const struct rule *r, enum words_severity severity,
    size_t start, size_t end)
{
	if (f->n == f->room) {
		f->room = f->room * 2 + 64;
		f->hits = must_realloc(f->hits, f->room * sizeof(*f->hits));
	}
	f->hits[f->n++] = (struct words_hit){ &r->r, severity, start, end };
}

/* By place; of those that begin there the longer, then the more severe. */
static int
place_order(const void *pa, const void *pb)
{
	const struct words_hit *a = pa, *b = pb;

	if (a->start != b->start)
		return (a->start < b->start ? -1 : 1);
	if (a->end != b->end)
		return (a->end > b->end ? -1 : 1);
	if (a->severity != b->severity)
		return (a->severity > b->severity ? -1 : 1);
	return (a->rule->number < b->rule->number ? -1 :
	    a->rule->number > b->rule->number);
}

static int
left_first(const void *pa, const void *pb)
{
	const struct words_hit *a = pa, *b = pb;

	return (a->start < b->start ? -1 : a->start > b->start);
}

/* Leaves what isn't inside something at least as severe. */
static void
found_settle(struct found *f)
{
	size_t reach[WORDS_BLOCK + 1] = { 0 };	/* of what is kept so far */
	size_t i, n = 0;
	int severity;
	bool inside;

	if (f->n == 0)
		return;
	qsort(f->hits, f->n, sizeof(*f->hits), place_order);
	for (i = 0; i < f->n; i++) {
		inside = false;
		for (severity = WORDS_BLOCK;
		    severity >= (int)f->hits[i].severity; severity--)
			inside |= reach[severity] >= f->hits[i].end;
		if (inside)
			continue;
		reach[f->hits[i].severity] = f->hits[i].end;
		f->hits[n++] = f->hits[i];
	}
	f->n = n;
}

/* Readings of letters, where there are some. */
static void
group_letters(struct found *f, const struct group *g, const struct stream *s,
    unsigned fold)
{
	bool pinyin = (fold & WORDS_PINYIN) != 0 && g->syllables != NULL;
	size_t i = 0, from, to, start, end;

	while (letters_near(s, pinyin ? g->longest : 0, &i, &from, &to)) {
		start = s->at[from];
		end = to < s->n ? s->at[to] : s->next;
		if ((fold & WORDS_LOOKALIKE) != 0)
			guess_leet(f, g, start, end);
		if (pinyin)
			guess_pinyin(f, g, start, end);
	}
}

static void
group_find(struct found *f, const struct group *g)
{
	struct stream *s = must_alloc(sizeof(*s));
	unsigned fold = g->contexts ? 0 : g->fold;
	bool folded = (fold & (WORDS_INSERTED | WORDS_LOOKALIKE |
	    WORDS_PINYIN)) != 0;

	s->n = s->next = 0;
	s->last = 0;
	s->letters = false;
	while (stream_read(g, f, s, folded)) {
		group_scan(f, g, s);
		if ((fold & WORDS_INSERTED) != 0)
			guess_inserted(f, g, s);
		if ((fold & WORDS_REVERSED) != 0 && g->has_long)
			guess_reversed(f, g, s);
		if (g->digits != NULL)
			guess_digits(f, g, s);
		if (s->latin && (fold & (WORDS_LOOKALIKE | WORDS_PINYIN)) != 0)
			group_letters(f, g, s, fold);
	}
	free(s);
}

/* Drops the hits that lie in an occurrence of a context.  Contexts are sorted
 * by where they begin and asked for once they could matter. */
static void
contexts_apply(struct found *f)
{
	struct found c = { .w = f->w, .text = f->text, .length = f->length };
	const struct group *g;
	size_t i, k, n = 0;

	if (f->n == 0 || (f->w->kinds & 1u << WORDS_CONTEXT) == 0)
		return;
	for (g = f->w->groups; g != NULL; g = g->next)
		if (g->contexts)
			group_find(&c, g);
	if (c.n > 0)
		qsort(c.hits, c.n, sizeof(*c.hits), left_first);
	qsort(f->hits, f->n, sizeof(*f->hits), left_first);
	for (i = 0, k = 0; i < f->n; i++) {
		size_t j;
		bool inside = false;

		while (k < c.n && c.hits[k].end < f->hits[i].end &&
		    c.hits[k].start < f->hits[i].start)
			k++;
		for (j = k; j < c.n && c.hits[j].start <= f->hits[i].start &&
		    !inside; j++)
			inside = c.hits[j].end >= f->hits[i].end;
		if (!inside)
			f->hits[n++] = f->hits[i];
	}
	f->n = n;
	free(c.hits);
}

size_t
words_find(const struct words *w, const char *text, size_t length,
    void (*each)(const struct words_hit *hit, void *arg), void *arg)
{
	struct found f = { .w = w, .text = text, .length = length };
	const struct group *g;
	size_t i, told = 0;

	if (length == 0 || length >= UINT32_MAX)
		return (0);
	for (g = w->groups; g != NULL; g = g->next)
		if (!g->contexts)
			group_find(&f, g);
	if ((w->kinds & 1u << WORDS_PATTERN) != 0)
		pattern_scan(&f);
	if ((w->kinds & ~0u << WORDS_ID_CARD) != 0)
		kinds_scan(&f);
	contexts_apply(&f);
	found_settle(&f);
	for (i = 0; i < f.n && told < 2 * WORDS_HITS_MAX; i++)
		if (i < WORDS_HITS_MAX || f.hits[i].severity == WORDS_BLOCK) {
			each(&f.hits[i], arg);
			told++;
		}
	free(f.hits);
	return (told);
}
