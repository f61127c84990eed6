/* Literals: how a rule's text is read, and what a place of a text that has
 * all its characters is worth (words.h tells the policy). */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/words_inside.h"

#define PART_MAX 3	/* Han characters that WORDS_PARTS is about */
#define AROUND 10

enum err
literal_read(const struct words_data *d, struct rule *r, struct fault *f)
{
	struct literal *l = &r->l;
	const char *text = r->r.text;
	size_t n = strlen(text);
	struct reader reader = { d, r->r.fold & ~(unsigned)WORDS_MARKUP, text,
	    text, text + n };
	struct mark m;
	bool gap = false;
	uint32_t c[WORDS_LITERAL_MAX];
	uint8_t run[WORDS_LITERAL_MAX];

	l->open_left = n > 0 && text[0] == '*';
	l->open_right = n > 1 && text[n - 1] == '*';
	l->han = l->latin = true;
	l->n = 0;
	while (reader_next(&reader, &m)) {
		if (m.c == 0) {
			gap = gap || l->n > 0;
			continue;
		}
		if (l->n > 0 && c[l->n - 1] == m.c && is_latin(m.c) &&
		    (r->r.fold & WORDS_REPEAT) != 0) {
			run[l->n - 1]++;
			continue;
		}
		if (l->n == WORDS_LITERAL_MAX)
			return (fault_set(f, ERR_INPUT, "words.long", "rule",
			    "%d", WORDS_LITERAL_MAX));
		l->loose |= gap;
		gap = false;
		run[l->n] = 1;
		c[l->n++] = m.c;
		l->han = l->han && is_han(m.c);
		l->latin = l->latin && is_latin(m.c);
	}
	if (l->n == 0)
		return (fault_set(f, ERR_INPUT, "words.empty", "rule", "%s",
		    text));
	l->c = must_alloc(l->n * (sizeof(*l->c) + 1));
	memcpy(l->c, c, l->n * sizeof(*l->c));
	l->run = (uint8_t *)(l->c + l->n);
	memcpy(l->run, run, l->n);
	return (ERR_OK);
}

/* The folded character that ends at `at`, 0: none, or a gap. */
static uint32_t
text_before(const struct found *f, unsigned fold, size_t at)
{
	const char *p;
	uint32_t c = 0;

	while (at > 0) {
		do
			at--;
		while (at > 0 && (f->text[at] & 0xC0) == 0x80);
		p = f->text + at;
		c = utf8_next(&p, f->text + f->length);
		if (data_gap(f->w->d, c) != GAP_INVISIBLE)
			break;
		c = 0;
	}
	return (c == 0 || data_gap(f->w->d, c) != GAP_NONE ? 0 :
	    data_fold(f->w->d, fold, c));
}

static uint32_t
text_after(const struct found *f, unsigned fold, size_t at)
{
	struct reader r = { f->w->d, fold & ~(unsigned)WORDS_MARKUP, f->text,
	    f->text + at, f->text + f->length };
	struct mark m;

	while (reader_next(&r, &m))
		if (m.c != 0 || m.gap != GAP_INVISIBLE)
			return (m.c);
	return (0);
}

static bool
same_word(uint32_t a, uint32_t b)
{
	return ((is_latin(a) && is_latin(b)) || (is_number(a) &&
	    is_number(b)));
}

bool
text_joined(const struct found *f, unsigned fold, size_t start, size_t end,
    uint32_t first, uint32_t last)
{
	return ((first != 0 && same_word(first, text_before(f, fold, start))) ||
	    (last != 0 && same_word(last, text_after(f, fold, end))));
}

/* What lies between the characters of a hit. */
struct spread {
	size_t		visible, prose;	/* gaps of that kind or more */
	enum gap	worst;
	bool		short_run;	/* a letter fewer times than it has to be */
};

static void
spread_read(const struct found *f, const struct rule *r, size_t start,
    size_t end, struct spread *s)
{
	const struct literal *l = &r->l;
	struct reader reader = { f->w->d, r->r.fold, f->text, f->text + start,
	    f->text + end };
	enum gap gap = GAP_NONE;
	struct mark m;
	size_t n = 0, run = 0;

	memset(s, 0, sizeof(*s));
	while (reader_next(&reader, &m)) {
		if (m.c == 0) {
			gap = m.gap > gap ? m.gap : gap;
			continue;
		}
		if (n > 0 && m.c == l->c[n - 1] && is_latin(m.c) &&
		    (r->r.fold & WORDS_REPEAT) != 0) {
			run++;
			continue;
		}
		if (n > 0) {
			s->short_run |= run < l->run[n - 1];
			s->visible += gap >= GAP_SYMBOL;
			s->prose += gap == GAP_PROSE;
			s->worst = gap > s->worst ? gap : s->worst;
		}
		gap = GAP_NONE;
		run = 1;
		if (n++ == l->n)
			break;
	}
	s->short_run |= n > 0 && n <= l->n && run < l->run[n - 1];
}

/* The Han characters right before or behind, nearest first. */
static size_t
han_before(const struct found *f, unsigned fold, size_t at, uint32_t *out)
{
	size_t n = 0;
	uint32_t c;

	while (n < AROUND && (c = text_before(f, fold, at)) != 0 && is_han(c)) {
		out[n++] = c;
		do
			at--;
		while (at > 0 && (f->text[at] & 0xC0) == 0x80);
	}
	return (n);
}

static size_t
han_after(const struct found *f, unsigned fold, size_t at, uint32_t *out)
{
	struct reader r = { f->w->d, fold, f->text, f->text + at,
	    f->text + f->length };
	struct mark m;
	size_t n = 0;

	while (n < AROUND && reader_next(&r, &m) && is_han(m.c))
		out[n++] = m.c;
	return (n);
}

/* Is it cut out of words around it?  With a gap in it, look whether either
 * half belongs to what stands on its own side of the gap. */
static bool
hit_is_part(const struct found *f, const struct rule *r, size_t start,
    size_t end, bool split)
{
	uint32_t c[2 * AROUND + PART_MAX], before[AROUND];
	unsigned fold = r->r.fold;
	size_t b = han_before(f, fold, start, before), a, i, n = r->l.n;

	for (i = 0; i < b; i++)
		c[i] = before[b - 1 - i];
	memcpy(c + b, r->l.c, n * sizeof(*c));
	a = han_after(f, fold, end, c + b + n);
	if (!split)
		return (lexicon_part(f->w->d, c, b + n + a, b, b + n));
	return (lexicon_part(f->w->d, c, b + 1, b, b + 1) ||
	    lexicon_part(f->w->d, c + b + n - 1, a + 1, 0, 1));
}

/* The character before *at, which moves to it; *gap: what it is between
 * others. */
static uint32_t
step_back(const struct found *f, size_t *at, enum gap *gap)
{
	const char *p;
	uint32_t c;

	do
		(*at)--;
	while (*at > 0 && (f->text[*at] & 0xC0) == 0x80);
	p = f->text + *at;
	c = utf8_next(&p, f->text + f->length);
	*gap = data_gap(f->w->d, c);
	return (c);
}

/* Beyond the blanks before the hit: a lone Han character, so that it is part
 * of something longer that is spelled out, as 国人 of "全 国 人 大". */
static bool
lone_before(const struct found *f, size_t at)
{
	enum gap gap = GAP_INVISIBLE;
	bool apart = false;
	uint32_t c = 0;

	while (at > 0 && gap != GAP_NONE && gap != GAP_PROSE) {
		c = step_back(f, &at, &gap);
		apart = apart || gap > GAP_INVISIBLE;
	}
	if (!apart || gap != GAP_NONE || !is_han(c))
		return (false);
	for (gap = GAP_INVISIBLE; at > 0 && gap == GAP_INVISIBLE;)
		c = step_back(f, &at, &gap);
	return (gap != GAP_NONE || !is_han(c));
}

static bool
lone_after(const struct found *f, unsigned fold, size_t at)
{
	struct reader r = { f->w->d, fold, f->text, f->text + at,
	    f->text + f->length };
	struct mark m = { .c = 0 };
	bool apart = false;

	while (reader_next(&r, &m) && m.c == 0) {
		if (m.gap == GAP_PROSE)
			return (false);
		apart = apart || m.gap > GAP_INVISIBLE;
	}
	if (!apart || !is_han(m.c))
		return (false);
	while (reader_next(&r, &m))
		if (m.c != 0 || m.gap != GAP_INVISIBLE)
			return (!is_han(m.c));
	return (true);
}

/* Is each of its characters set apart, by blanks, or, of three and more, by
 * marks?  So nobody writes two words that only meet. */
static bool
spelled_out(const struct found *f, const struct rule *r, size_t start,
    size_t end, const struct spread *s)
{
	size_t gaps = r->l.n - 1;

	if (!r->l.han || s->visible < gaps)
		return (false);
	if (r->l.n >= 3)
		return (s->prose == 0 || s->prose == gaps);
	return (s->prose == 0 && !lone_before(f, start) &&
	    !lone_after(f, r->r.fold, end));
}

int
literal_weigh(const struct found *f, const struct rule *r, size_t start,
    size_t end)
{
	const struct literal *l = &r->l;
	int severity = (int)r->r.severity;
	size_t gaps = l->n - 1;
	struct spread s;

	spread_read(f, r, start, end, &s);
	if (s.short_run || text_joined(f, r->r.fold, start, end,
	    l->open_left ? 0 : l->c[0], l->open_right ? 0 : l->c[l->n - 1]))
		return (-1);
	if (!l->loose && ((l->latin && s.visible > 0 && s.visible < gaps) ||
	    (s.prose > 0 && s.prose < gaps)))
		return (-1);
	if (s.worst >= GAP_BLANK && !l->loose) {
		if (l->han && l->n == 2 && hit_is_part(f, r, start, end, true))
			return (-1);
		return (severity > WORDS_WARN && !spelled_out(f, r, start,
		    end, &s) ? WORDS_WARN : severity);
	}
	if (severity == WORDS_BLOCK && (r->r.fold & WORDS_PARTS) != 0 &&
	    l->han && l->n <= PART_MAX && s.worst <= GAP_INVISIBLE &&
	    hit_is_part(f, r, start, end, false))
		return (WORDS_WARN);
	return (severity);
}
