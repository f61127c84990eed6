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

/* A text as folded characters, white space as spaces, and where each begins. */
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
	uint32_t c;

	out->c = arena_get(a, (room + 1) * sizeof(*out->c));
	out->at = arena_get(a, (room + 1) * sizeof(*out->at));
	out->count = 0;
	while (p < end && out->count < room) {
		out->at[out->count] = (uint32_t)(p - text);
		c = han_fold(utf8_next(&p, end));
		out->c[out->count++] = c < ' ' ? ' ' : c;
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

/* Something was left out here. */
static void
part_dots(struct arena *a, struct json *list)
{
	json_put_text(a, json_add(list, json_object(a)), "text", "…");
}

static void
parts_add(struct arena *a, struct json *list, const char *text,
    const struct folded *t, size_t from, size_t to,
    const struct folded *words, size_t count)
{
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
		part_dots(a, list);
}

/* How many of the first words are nowhere in the text.  What is longer than
 * was read may have them further down. */
static size_t
words_missing(const struct folded *t, size_t length,
    const struct folded *word, size_t count)
{
	size_t missing = 0, i, k;

	if (t->at[t->count] < length)
		return (0);
	for (k = 0; k < count; k++) {
		for (i = 0; i < t->count; i++)
			if (t->c[i] == word[k].c[0] &&
			    folded_fits(t, i, &word[k]))
				break;
		missing += i == t->count;
	}
	return (missing);
}

static size_t
words_fold(struct arena *a, const struct json *words, struct folded *out)
{
	size_t count = 0;

	json_each(w, words)
		if (count < WORDS_MAX)
			text_fold(a, w->text, w->length, WORD_LENGTH_MAX,
			    &out[count++]);
	return (count);
}

size_t
search_missing(struct arena *a, const char *text, size_t length,
    const struct json *words, size_t needed)
{
	struct folded t, word[WORDS_MAX];
	size_t count = words_fold(a, words, word);

	text_fold(a, text, length, READ_MAX, &t);
	return (words_missing(&t, length, word,
	    needed < count ? needed : count));
}

struct json *
search_mark(struct arena *a, const char *text, size_t length,
    struct search_marks *m)
{
	struct folded t, word[WORDS_MAX];
	size_t count = words_fold(a, m->words, word);
	size_t begin = 0, first, from, to;
	struct json *list = json_array(a);

	text_fold(a, text, length, READ_MAX, &t);
	m->missing = words_missing(&t, length, word,
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
	if (from > begin)
		part_dots(a, list);
	parts_add(a, list, text, &t, from, to, word, count);
	return (list);
}
