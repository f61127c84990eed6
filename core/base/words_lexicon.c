/*
 * Which words a stretch of Han text is made of, by the most likely way to cut
 * it (a unigram model over core/data/words/lexicon.txt).  Asked for single
 * hits only, so that 口交 in 路口交通 is seen for what it is.  The words are
 * kept as fingerprints: one in 100 million lookups may be wrong, which makes
 * a hit `warn` instead of `block`.
 */
#include <string.h>

#include "base/words_inside.h"

#define LEXICON_BITS 18
#define LEXICON_SIZE (1u << LEXICON_BITS)
#define WORD_MAX 5
#define AROUND 8		/* characters before and behind that are read */
#define WEIGHT_ALONE -24	/* log2 of a character that is no word */
#define WEIGHT_ALL -26		/* log2 of all words' count, turned round */

static uint64_t
word_hash(const uint32_t *c, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < n; i++) {
		h = (h ^ c[i]) * 0x100000001b3u;
		h ^= h >> 29;
	}
	return (h * 0x9E3779B97F4A7C15u);
}

void
lexicon_add(struct words_data *d, const uint32_t *c, size_t n,
    unsigned weight)
{
	uint64_t h = word_hash(c, n);
	uint32_t at = (uint32_t)(h >> (64 - LEXICON_BITS));
	uint32_t print = (uint32_t)(h & 0x7FFFFFF) | 1;

	while (d->lexicon[at] != 0)
		at = (at + 1) & (LEXICON_SIZE - 1);
	d->lexicon[at] = print << 5 | (weight & 31);
}

/* log2 of the word's share, 0: it is none. */
static int
word_weight(const struct words_data *d, const uint32_t *c, size_t n)
{
	uint64_t h = word_hash(c, n);
	uint32_t at = (uint32_t)(h >> (64 - LEXICON_BITS));
	uint32_t print = (uint32_t)(h & 0x7FFFFFF) | 1;

	for (; d->lexicon[at] != 0; at = (at + 1) & (LEXICON_SIZE - 1))
		if (d->lexicon[at] >> 5 == print)
			return ((int)(d->lexicon[at] & 31) + WEIGHT_ALL);
	return (0);
}

/* best[i]: the likeliest cutting of the first i characters; back[i]: the
 * length of its last word. */
static void
cut(const struct words_data *d, const uint32_t *c, size_t n, uint8_t *back)
{
	int best[2 * AROUND + 8], weight;
	size_t i, k;

	best[0] = 0;
	for (i = 1; i <= n; i++) {
		best[i] = best[i - 1] + WEIGHT_ALONE;
		back[i] = 1;
		for (k = 2; k <= WORD_MAX && k <= i; k++) {
			weight = word_weight(d, c + i - k, k);
			if (weight != 0 && best[i - k] + weight > best[i]) {
				best[i] = best[i - k] + weight;
				back[i] = (uint8_t)k;
			}
		}
	}
}

bool
lexicon_part(const struct words_data *d, const uint32_t *c, size_t n,
    size_t start, size_t end)
{
	uint8_t back[2 * AROUND + 8];
	size_t from = start, to = end, at;
	bool starts = false, ends = false;

	while (from > 0 && start - from < AROUND && is_han(c[from - 1]))
		from--;
	while (to < n && to - end < AROUND && is_han(c[to]))
		to++;
	if (to - from >= sizeof(back) || (from == start && to == end))
		return (false);
	cut(d, c + from, to - from, back);
	for (at = to; at > from; at -= back[at - from]) {
		starts |= at == start;
		ends |= at == end;
	}
	starts |= from == start;
	return (!starts || !ends);
}
