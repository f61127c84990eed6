/*
 * The piece of a text where the words were found, and the words in it: plain
 * text, of which templates make <mark>.
 */
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"

#define BEFORE 24		/* characters before the first word */
#define WORD_LENGTH_MAX 100
#define WORDS_MAX (4 * SEARCH_WORDS_MAX)
#define READ_MAX (64 * 1024)	/* characters of a text that are looked at */

/* A text as folded characters, and where each begins. */
struct folded {
	uint32_t	*c;
	uint32_t	*at;
	size_t		 count;
};

static void
text_fold(struct arena *a, const char *text, size_t length, size_t max,
    struct folded *out)
{
	const char *p = text, *end = text + length;
	size_t room = length < max ? length : max;

	out->c = arena_get(a, (room + 1) * sizeof(*out->c));
	out->at = arena_get(a, (room + 1) * sizeof(*out->at));
	out->count = 0;
	while (p < end && out->count < room) {
		out->at[out->count] = (uint32_t)(p - text);
		out->c[out->count++] = han_fold(utf8_next(&p, end));
	}
	out->at[out->count] = (uint32_t)(p - text);
}

static bool
folded_fits(const struct folded *t, size_t i, const struct folded *word)
{
	return (word->count > 0 && word->count <= t->count - i &&
	    memcmp(t->c + i, word->c, word->count * sizeof(*t->c)) == 0);
}

/* The longest word at `i`; 0: none begins there. */
static size_t
word_at(const struct folded *t, size_t i, const struct folded *words,
    size_t count)
{
	size_t longest = 0, k;

	for (k = 0; k < count; k++)
		if (words[k].count > longest && folded_fits(t, i, &words[k]))
			longest = words[k].count;
	return (longest);
}

static void
part_add(struct arena *a, struct json *list, const char *text,
    const struct folded *t, size_t from, size_t to, bool mark)
{
	struct json *part;
	char *copy, *p;

	if (from >= to)
		return;
	copy = arena_copy(a, text + t->at[from], t->at[to] - t->at[from]);
	for (p = copy; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	part = json_add(list, json_object(a));
	json_put_text(a, part, "text", copy);
	json_put_bool(a, part, "mark", mark);
}

static struct json *
parts_make(struct arena *a, const char *text, const struct folded *t,
    size_t from, size_t to, const struct folded *words, size_t count)
{
	struct json *list = json_array(a);
	size_t i, begin = from, n;

	for (i = from; i < to; i += n > 0 ? n : 1) {
		if ((n = word_at(t, i, words, count)) == 0)
			continue;
		part_add(a, list, text, t, begin, i, false);
		begin = i + n;
		part_add(a, list, text, t, i, begin, true);
	}
	part_add(a, list, text, t, begin, to, false);
	if (to < t->count)
		json_put_text(a, json_add(list, json_object(a)), "text", "…");
	return (list);
}

/* How many of the first words are nowhere in the text. */
static size_t
words_missing(const struct folded *t, const struct folded *word,
    size_t count)
{
	size_t missing = 0, i, k;

	for (k = 0; k < count; k++) {
		for (i = 0; i < t->count; i++)
			if (t->c[i] == word[k].c[0] &&
			    folded_fits(t, i, &word[k]))
				break;
		missing += i == t->count;
	}
	return (missing);
}

struct json *
search_mark(struct arena *a, const char *text, size_t length,
    struct search_marks *m)
{
	struct folded t, word[WORDS_MAX];
	size_t count = 0, begin = 0, first, from, to;

	json_each(w, m->words)
		if (count < WORDS_MAX)
			text_fold(a, w->text, w->length, WORD_LENGTH_MAX,
			    &word[count++]);
	text_fold(a, text, length, READ_MAX, &t);
	/* What is longer than that may have them further down. */
	m->missing = t.at[t.count] < length ? 0 : words_missing(&t, word,
	    m->needed < count ? m->needed : count);
	while (begin < t.count && (t.at[begin] < m->skip ||
	    t.c[begin] <= ' '))
		begin++;
	for (first = begin; first < t.count; first++)
		if (word_at(&t, first, word, count) > 0)
			break;
	if (first == t.count || t.count - begin <= m->max)
		first = begin;
	from = first > begin + BEFORE ? first - BEFORE : begin;
	to = t.count - from > m->max ? from + m->max : t.count;
	return (parts_make(a, text, &t, from, to, word, count));
}
