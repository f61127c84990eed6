/* From text to symbols, and where literals stand in them.  This is where the
 * time goes: a table lookup for each character, a bit for each pair. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/words_inside.h"

#define SHORTER_MAX 8	/* literals tried at one place, from the longest */

/* The character at *p without a look at what can't be: text was checked when
 * it came in; what is broken nevertheless counts as one odd character. */
static inline uint32_t
code_next(const unsigned char **p, const unsigned char *end)
{
	const unsigned char *q = *p;
	const char *slow;
	uint32_t c;

	if ((q[0] & 0xF0) == 0xE0 && end - q >= 3 && (q[1] & 0xC0) == 0x80 &&
	    (q[2] & 0xC0) == 0x80) {
		*p = q + 3;
		return ((uint32_t)(q[0] & 15) << 12 |
		    (uint32_t)(q[1] & 63) << 6 | (q[2] & 63));
	}
	if (q[0] < 0x80) {
		*p = q + 1;
		return (q[0]);
	}
	slow = (const char *)q;
	c = utf8_next(&slow, (const char *)end);
	*p = (const unsigned char *)slow;
	return (c);
}

/* A tag or reference at p, else the sign itself. */
static symbol
slow_symbol(const struct group *g, const struct words_data *d,
    const unsigned char **p, const unsigned char *end, uint32_t *code)
{
	const char *from = (const char *)*p - 1, *behind;
	enum gap gap;
	uint32_t c = (unsigned char)*from;

	behind = c == '<' ? markup_skip(from, (const char *)end, &gap) :
	    reference_read(from, (const char *)end, &c);
	if (behind == NULL)
		return ((g->fold & WORDS_GAPS) != 0 ? SYMBOL_GAP : 0);
	*p = (const unsigned char *)behind;
	*code = c;
	if (c == '<' || c == '&' || data_gap(d, c) != GAP_NONE)
		return (SYMBOL_GAP);
	return (c < DATA_CODES ? g->symbols[c] : 0);
}

/* Moves the end of the last block to the front. */
static size_t
stream_carry(struct stream *s, bool folded)
{
	size_t n = s->n < STREAM_CARRY ? s->n : STREAM_CARRY, from = s->n - n;

	memmove(s->s, s->s + from, n * sizeof(*s->s));
	memmove(s->at, s->at + from, n * sizeof(*s->at));
	if (folded)
		memmove(s->c, s->c + from, n * sizeof(*s->c));
	return (n);
}

bool
stream_read(const struct group *g, const struct found *f, struct stream *s,
    bool folded)
{
	const unsigned char *text = (const unsigned char *)f->text;
	const unsigned char *p = text + s->next, *end = text + f->length, *from;
	bool repeat = (g->fold & WORDS_REPEAT) != 0, latin = false;
	size_t n = stream_carry(s, folded);
	symbol v, last = s->last;
	uint32_t c;

	if (p == end)
		return (false);
	while (p < end && n < STREAM_MAX) {
		from = p;
		c = code_next(&p, end);
		if (c < DATA_CODES)
			v = g->symbols[c];
		else
			v = data_gap(f->w->d, c) != GAP_NONE &&
			    (g->fold & WORDS_GAPS) != 0 ? SYMBOL_GAP : 0;
		if (v >= SYMBOL_SLOW) {
			if (v == SYMBOL_SLOW)
				v = slow_symbol(g, f->w->d, &p, end, &c);
			if (v == SYMBOL_GAP)
				continue;
		}
		if (symbol_latin(v)) {
			latin = true;
			if (v == last && repeat)
				continue;
		}
		s->s[n] = last = v;
		s->at[n] = (uint32_t)(from - text);
		if (folded)
			s->c[n] = data_fold(f->w->d, g->fold, c);
		n++;
	}
	s->s[n] = s->s[n + 1] = s->s[n + 2] = 0;
	s->latin = latin || s->letters;
	s->letters = latin;
	s->n = n;
	s->last = last;
	s->next = (size_t)(p - text);
	return (true);
}

size_t
text_behind(const struct found *f, unsigned fold, size_t at)
{
	struct reader r = { f->w->d, fold, f->text, f->text + at,
	    f->text + f->length };
	struct mark m, next;

	if (!reader_next(&r, &m))
		return (f->length);
	/* Letters more than once, and marks that belong to the character. */
	while (reader_next(&r, &next)) {
		if (next.c == 0 ? next.gap != GAP_INVISIBLE ||
		    f->text[next.start] == '<' : next.c != m.c ||
		    !is_latin(m.c) || (fold & WORDS_REPEAT) == 0)
			break;
		if (next.c != 0)
			m.end = next.end;
	}
	return (m.end);
}

static void
place_look(struct found *f, const struct group *g, const struct stream *s,
    size_t i)
{
	struct match m[SHORTER_MAX];
	size_t k, n, end;
	const struct rule *r;
	int severity;

	n = table_at(g->table, s->s + i, s->n - i, m, SHORTER_MAX);
	for (k = 0; k < n; k++) {
		r = &f->w->rules[m[k].rule];
		end = text_behind(f, g->fold, s->at[i + m[k].n - 1]);
		severity = g->contexts ? WORDS_NOTE :
		    literal_weigh(f, r, s->at[i], end);
		if (severity >= 0) {
			found_add(f, r, (enum words_severity)severity,
			    s->at[i], end);
			break;
		}
	}
}

/* First the places that pass the filter, without a branch, then a look. */
void
group_scan(struct found *f, const struct group *g, const struct stream *s)
{
	const struct table_filter *filter = table_filter(g->table);
	uint16_t places[STREAM_MAX + 1] = { 0 };
	size_t i, n = 0;

	for (i = 0; i < s->n; i++) {
		places[n] = (uint16_t)i;
		n += filter_pass(filter, s->s + i) |
		    ((filter->singles[s->s[i] >> 3] >> (s->s[i] & 7)) & 1);
	}
	for (i = 0; i < n; i++) {
		if (i + AHEAD < n)
			table_prefetch(g->table, s->s + places[i + AHEAD]);
		place_look(f, g, s, places[i]);
	}
}
