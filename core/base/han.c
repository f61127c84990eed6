/* Forms and readings of Han characters: see han.h. */
#include "base/han.h"

#include <string.h>

#include "base/han_table.h"
#include "base/utf8.h"

static bool
in_table(uint32_t c)
{
	return (c >= HAN_FIRST && c <= HAN_LAST);
}

uint32_t
han_simple(uint32_t c)
{
	return (in_table(c) ? han_simples[c - HAN_FIRST] : c);
}

uint32_t
han_fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;	/* full width */
	else if (c == 0x3000 || c == 0xA0)
		return (' ');
	if (c >= 'A' && c <= 'Z')
		return (c + 32);
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
	    (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return (c + 32);	/* Latin-1, Greek, Cyrillic */
	return (han_simple(c));
}

/* Blocks of punctuation, symbols and what shows nothing; in order. */
static const struct { uint32_t first, last; } others[] = {
	{ 0x0080, 0x00A9 }, { 0x00AB, 0x00B4 }, { 0x00B6, 0x00B9 },
	{ 0x00BB, 0x00BF }, { 0x00D7, 0x00D7 }, { 0x00F7, 0x00F7 },
	{ 0x02B0, 0x036F }, { 0x2000, 0x215F }, { 0x2190, 0x2E7F },
	{ 0x2FF0, 0x3004 }, { 0x3008, 0x3020 }, { 0x302A, 0x3030 },
	{ 0x3036, 0x3037 }, { 0x303D, 0x3040 }, { 0x309B, 0x309C },
	{ 0x30A0, 0x30A0 }, { 0x30FB, 0x30FB }, { 0x3200, 0x33FF },
	{ 0xD800, 0xF8FF }, { 0xFE00, 0xFE6F }, { 0xFEFF, 0xFEFF },
	{ 0xFF5F, 0xFF65 }, { 0xFFE0, 0xFFFF }, { 0x1F000, 0x1FAFF },
	{ 0xE0000, 0x10FFFF },
};

bool
han_is_text(uint32_t c)
{
	size_t i;

	if (c < 0x80)
		return ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z'));
	if (in_table(c))
		return (true);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (c <= others[i].last)
			return (c < others[i].first);
	return (c <= 0x10FFFF);
}

static uint16_t
reading_of(uint32_t c)
{
	uint16_t r = in_table(c) ? han_readings[c - HAN_FIRST] : 0;
	uint32_t s = han_simple(c);

	return (r != 0 || s == c || !in_table(s) ? r :
	    han_readings[s - HAN_FIRST]);
}

const char *
han_sound(uint32_t c)
{
	return (han_syllables[reading_of(c)]);
}

bool
han_is_syllable(const char *text, size_t length)
{
	size_t i;

	for (i = 1; i < han_syllable_count; i++)
		if (strlen(han_syllables[i]) == length &&
		    memcmp(han_syllables[i], text, length) == 0)
			return (true);
	return (false);
}

/* Does the text go on as the word, in whatever form? */
static bool
word_fits(const struct han_word *w, const char *p, const char *end)
{
	uint16_t i;

	for (i = 0; i < w->length; i++)
		if (p == end ||
		    han_simple(utf8_next(&p, end)) != han_word_text[w->at + i])
			return (false);
	return (true);
}

/* The longest word with a reading of its own at p; NULL: none. */
static const struct han_word *
word_find(const char *p, const char *end)
{
	const char *q = p;
	uint32_t first = han_simple(utf8_next(&q, end));
	size_t low = 0, high = han_word_count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (han_word_text[han_words[middle].at] < first)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < han_word_count &&
	    han_word_text[han_words[low].at] == first; low++)
		if (word_fits(&han_words[low], p, end))
			return (&han_words[low]);
	return (NULL);
}

struct spoken {
	const char	*between;
	struct buf	*full, *initials;
	size_t		begin;
};

static void
spoken_add(struct spoken *s, const char *sound, bool apart)
{
	if (apart && s->full->length > s->begin)
		buf_text(s->full, s->between);
	buf_text(s->full, sound);
	if (apart && s->initials != NULL)
		buf_char(s->initials, sound[0]);
}

/* What isn't Han: letters and digits stay together. */
static bool
spoken_letter(struct spoken *s, uint32_t c, bool inside)
{
	char one[5] = "";

	c = han_fold(c);
	if (c >= 0x80 || !han_is_text(c))
		return (false);
	one[0] = (char)c;
	spoken_add(s, one, !inside);
	return (true);
}

void
han_pinyin(const char *text, size_t length, const char *between,
    struct buf *full, struct buf *initials)
{
	struct spoken s = { between, full, initials, full->length };
	const char *p = text, *end = text + length;
	const struct han_word *w;
	bool inside = false;
	uint32_t c;
	uint16_t i, r;

	while (p < end) {
		if ((w = word_find(p, end)) != NULL) {
			for (i = 0; i < w->length; i++) {
				spoken_add(&s, han_syllables[
				    han_word_sound[w->at + i]], true);
				utf8_next(&p, end);
			}
			inside = false;
			continue;
		}
		c = utf8_next(&p, end);
		if ((r = reading_of(c)) != 0)
			spoken_add(&s, han_syllables[r], true);
		inside = r == 0 && spoken_letter(&s, c, inside);
	}
}
