/*
 * A list (lines up to an empty one; "/" before a pattern, "~" before a
 * context) and a text: hits lie in the text, in order, none in
 * one before it that is as severe, at characters.
 */
#include "base/utf8.h"
#include "base/words.h"
#include "fuzz.h"

#define LINES_MAX 50

struct seen {
	const char	*text;
	size_t		length, start, end[WORDS_BLOCK + 1];
};

static void
hit_check(const struct words_hit *hit, void *arg)
{
	struct seen *s = arg;

	HOLDS(hit->start < hit->end && hit->end <= s->length);
	HOLDS(hit->start >= s->start && hit->end > s->end[hit->severity]);
	HOLDS(hit->severity <= hit->rule->severity);
	HOLDS((s->text[hit->start] & 0xC0) != 0x80);
	HOLDS(hit->end == s->length || (s->text[hit->end] & 0xC0) != 0x80);
	s->start = hit->start;
	s->end[hit->severity] = hit->end;
}

static const struct words_data *
tables(void)
{
	static struct words_data *d;

	if (d == NULL)
		HOLDS(words_data_alloc(&d, "core/data/words", NULL) == ERR_OK);
	return (d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct words *w;
	struct seen seen = { 0 };
	char *copy, *rest, *line;
	unsigned fold;
	size_t i, lines = 0;

	if (size < 3 || size > 20000 || !utf8_valid((const char *)data + 2,
	    size - 2))
		return (0);
	fold = (unsigned)(data[0] | data[1] << 8) & WORDS_FOLD_ALL;
	copy = rest = malloc(size - 1);
	HOLDS(copy != NULL);
	memcpy(copy, data + 2, size - 2);
	copy[size - 2] = '\0';
	words_alloc(&w, tables());
	for (i = WORDS_ID_CARD; i < WORDS_KINDS; i++)
		(void)words_add(w, &(struct words_rule){ (enum words_kind)i,
		    WORDS_BLOCK, fold, "", 0 }, NULL);
	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0' &&
	    lines++ < LINES_MAX)
		(void)words_add(w, &(struct words_rule){ *line == '/' ?
		    WORDS_PATTERN : *line == '~' ? WORDS_CONTEXT :
		    WORDS_LITERAL, WORDS_BLOCK, fold, line + (*line == '/' ||
		    *line == '~'), 0 }, NULL);
	words_compile(w);
	if (rest != NULL) {
		seen.text = rest;
		seen.length = (size_t)(copy + size - 2 - rest);
		words_find(w, rest, seen.length, hit_check, &seen);
	}
	words_free(w);
	free(copy);
	return (0);
}
