/* Whatever is typed becomes words of letters and characters alone, at most so
 * many, and an expression in which every quotation mark is ours. */
#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"
#include "fuzz.h"

static void
word_check(const char *word)
{
	const char *p = word, *end = word + strlen(word);
	uint32_t c;

	HOLDS(p < end && search_length(word) <= 2 * SEARCH_QUERY_MAX);
	while (p < end) {
		c = utf8_next(&p, end);
		HOLDS(c != UTF8_BAD && han_is_text(c) && c != '"');
	}
}

static void
expression_check(const struct search_words *w, enum search_table table,
    enum search_kind kind)
{
	const struct search_question q = { table, kind, " AND " };
	struct buf b = { 0 };
	size_t i, marks = 0;

	search_expression(&b, w, &q, NULL);
	for (i = 0; i < b.length; i++)
		marks += b.data[i] == '"';
	HOLDS(marks % 2 == 0 && (w->count == 0) == (b.length == 0));
	HOLDS(b.length < 64 * 1024);
	buf_cleanup(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	const char *text = arena_copy(a, data, size);
	struct json *words = json_array(a), *parts;
	struct search_marks m = { .words = words, .max = 100, .needed = 1 };
	struct search_words w;
	size_t i, length = 0;

	search_words_read(a, text, &w);
	HOLDS(w.count <= SEARCH_WORDS_MAX);
	for (i = 0; i < w.count; i++) {
		word_check(w.word[i]);
		json_add(words, json_string(a, w.word[i]));
	}
	HOLDS(w.phrases <= SEARCH_WORDS_MAX);
	for (i = 0; i < w.phrases; i++)
		HOLDS(w.count > 0 && utf8_valid(w.phrase[i],
		    strlen(w.phrase[i])) && strlen(w.phrase[i]) <=
		    4 * SEARCH_QUERY_MAX);
	expression_check(&w, SEARCH_TITLES, SEARCH_WORD);
	expression_check(&w, SEARCH_TEXTS, SEARCH_PART);
	if (utf8_valid(text, strlen(text))) {
		parts = search_mark(a, text, strlen(text), &m);
		json_each(part, parts)
			length += strlen(json_get_text(part, "text", ""));
		HOLDS(length <= strlen(text) + 3);
	}
	arena_free(a);
	return (0);
}
