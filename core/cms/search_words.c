/*
 * What somebody typed, as words: runs of letters, digits and Han characters,
 * folded as the index is; everything between them only parts words, but quotes
 * make a phrase of what they hold.  Nothing but words reaches FTS5's
 * expression, so no sign of its own language can.
 */
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"
#include "store/tokenizer.h"

#define GROUPS_MAX 6		/* of one word in an expression */

/* Traditional characters go by word where that is known (乾燥: 干燥), the
 * index goes by character. */
static const char *
query_simplified(struct arena *a, const char *q)
{
	const char *p = q, *end = q + strlen(q);
	struct buf out = { 0 };
	uint32_t c;
	bool traditional = false;

	while (p < end) {
		c = utf8_next(&p, end);
		traditional |= c != UTF8_BAD && han_simple(c) != c;
	}
	if (traditional && han_convert(HAN_SIMPLIFIED, q, strlen(q), &out,
	    NULL) == ERR_OK)
		q = arena_text(a, buf_string(&out));
	buf_cleanup(&out);
	return (q);
}

static void
word_add(struct arena *a, struct search_words *w, struct buf *word)
{
	size_t i;

	if (word->length == 0)
		return;
	for (i = 0; i < w->count; i++)
		if (strcmp(w->word[i], buf_string(word)) == 0)
			break;
	if (i == SEARCH_WORDS_MAX)
		w->cut = true;
	else if (i == w->count)
		w->word[w->count++] = arena_text(a, buf_string(word));
	buf_reset(word);
}

/* ---- quotes */

/* Which quotes are opened by, or with `close` closed by, the character: those
 * of the ASCII and typographic kind (1), corners (2), white corners (3). */
static int
quote_kind(uint32_t c, bool close)
{
	switch (c) {
	case '"':
	case 0x201C:	/* “ ” */
	case 0x201D:
	case 0x201F:
	case 0x301D:
	case 0x301E:
	case 0xFF02:	/* full width */
		return (1);
	case 0x300C:	/* 「 */
		return (close ? 0 : 2);
	case 0x300D:
		return (close ? 2 : 0);
	case 0x300E:	/* 『 */
		return (close ? 0 : 3);
	case 0x300F:
		return (close ? 3 : 0);
	default:
		return (0);
	}
}

struct quoted {
	int		kind;		/* of the quotes that are open; 0 */
	size_t		first;		/* word in them */
	struct buf	text;		/* folded */
	bool		words, parts;	/* it has some; more than one word */
	bool		space;		/* before what comes next */
};

/* White space of any kind and length is one space, none at the ends. */
static void
quoted_put(struct quoted *o, uint32_t c)
{
	char one[4];

	if (c <= ' ') {
		o->space = o->text.length > 0;
		return;
	}
	if (o->space)
		buf_char(&o->text, ' ');
	buf_append(&o->text, one, utf8_put(one, c));
	o->words |= han_is_text(c);
	o->parts |= !han_is_text(c) || o->space;
	o->space = false;
}

static void
quoted_end(struct arena *a, struct search_words *w, struct quoted *o)
{
	size_t i;

	for (i = o->first; i < w->count; i++) {
		w->exact[i] = true;
		w->inside[i] = o->parts;
	}
	if (o->words && o->parts && w->phrases < SEARCH_WORDS_MAX)
		w->phrase[w->phrases++] = arena_text(a,
		    buf_string(&o->text));
	o->kind = 0;
}

static void
quoted_begin(const struct search_words *w, struct quoted *o, int kind)
{
	o->kind = kind;
	o->first = w->count;
	o->words = o->parts = o->space = false;
	buf_reset(&o->text);
}

/* ---- numbers */

static bool
is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9');
}

/* Does the sign belong to the number around it: 0.5, 1,000, 2018-05-01, 50%? */
static bool
number_goes_on(uint32_t before, uint32_t sign, const char *p, const char *end)
{
	if (!is_digit(before) || sign >= 0x80 || sign == 0 ||
	    strchr(".,:-/%", (int)sign) == NULL)
		return (false);
	return (sign == '%' || (p < end && is_digit(han_fold(utf8_next(&p,
	    end)))));
}

static void
run_put(struct buf *out, struct buf *run, bool number)
{
	if (run->length > 0)
		buf_printf(out, number ? "\"%s\"" : "%s", buf_string(run));
	buf_reset(run);
}

/* What has a number with signs in it is meant as it stands, as if it were in
 * quotes; where somebody has put some, those count. */
static const char *
query_numbers(struct arena *a, const char *q)
{
	const char *p = q, *end = q + strlen(q), *from;
	struct buf out = { 0 }, run = { 0 };
	uint32_t c = 0, before;
	bool number = false, any = false, quotes = false;

	while (p < end && !quotes) {
		from = p;
		before = c;
		c = utf8_next(&p, end);
		quotes = quote_kind(c, false) != 0 || quote_kind(c, true) != 0;
		c = c == UTF8_BAD ? ' ' : han_fold(c);
		if (number_goes_on(before, c, p, end))
			any = number = true;
		else if (!han_is_text(c)) {
			run_put(&out, &run, number);
			number = false;
			buf_char(&out, ' ');
			continue;
		}
		buf_append(&run, from, (size_t)(p - from));
	}
	run_put(&out, &run, number);
	if (any && !quotes)
		q = arena_text(a, buf_string(&out));
	buf_cleanup(&out);
	buf_cleanup(&run);
	return (q);
}

/* As much of the query as counts. */
static const char *
query_cut(struct arena *a, const char *q, bool *cut)
{
	const char *p = q, *end = q + strlen(q);
	size_t n;

	for (n = 0; n < SEARCH_QUERY_MAX && p < end; n++)
		utf8_next(&p, end);
	*cut = p < end;
	return (*cut ? arena_copy(a, q, (size_t)(p - q)) : q);
}

void
search_words_read(struct arena *a, const char *q, struct search_words *out)
{
	struct quoted quoted = { .kind = 0 };
	struct buf word = { 0 };
	const char *p, *end;
	char one[4];
	uint32_t c;
	int kind;

	memset(out, 0, sizeof(*out));
	out->q = q;
	q = query_simplified(a, query_cut(a, q, &out->cut));
	out->simple = q;
	q = query_numbers(a, q);
	end = q + strlen(q);
	for (p = q; p < end; ) {
		c = utf8_next(&p, end);
		kind = quote_kind(c, quoted.kind != 0);
		c = c == UTF8_BAD ? ' ' : han_fold(c);
		if (han_is_text(c))
			buf_append(&word, one, utf8_put(one, c));
		else
			word_add(a, out, &word);
		if (kind != 0 && kind == quoted.kind)
			quoted_end(a, out, &quoted);
		else if (kind != 0 && quoted.kind == 0)
			quoted_begin(out, &quoted, kind);
		else if (quoted.kind != 0)
			quoted_put(&quoted, c);
	}
	word_add(a, out, &word);
	buf_cleanup(&word);
	buf_cleanup(&quoted.text);
}

const char *
search_words_joined(struct arena *a, const struct search_words *w)
{
	struct buf text = { 0 };
	const char *joined = NULL;
	size_t i;

	for (i = 0; i < w->count; i++) {
		if (w->exact[i] || (text.length > 0 &&
		    (text.data[text.length - 1] & 0x80) == 0 &&
		    (w->word[i][0] & 0x80) == 0))
			break;
		buf_text(&text, w->word[i]);
	}
	if (i == w->count && i > 1)
		joined = arena_text(a, buf_string(&text));
	buf_cleanup(&text);
	return (joined);
}

size_t
search_length(const char *word)
{
	return (utf8_count(word, strlen(word)));
}

/* Letters without Han, as the index has them for words: not digits alone. */
bool
search_word_latin(const char *word)
{
	const char *p = word, *end = word + strlen(word);
	bool letter = false;
	uint32_t c;

	while (p < end) {
		c = utf8_next(&p, end);
		if (c >= 0x530)
			return (false);
		letter |= c < '0' || c > '9';
	}
	return (letter && search_length(word) > 1);
}

/* Groups of `size` characters of a word, spread evenly over it and `step` or
 * somewhat less apart: what has them has the word, but for accidents, which
 * search_page.c finds out. */
static void
expression_groups(struct buf *out, const char *word, size_t size, size_t step)
{
	const char *p = word, *end = word + strlen(word), *q;
	size_t last = search_length(word) - size, at = 0, i, k;
	size_t count = (last + step - 1) / step;

	if (count >= GROUPS_MAX)
		count = GROUPS_MAX - 1;
	for (i = 0; i <= count; i++) {
		for (; at < i * last / count; at++)
			utf8_next(&p, end);
		for (q = p, k = 0; k < size; k++)
			utf8_next(&q, end);
		buf_printf(out, "%s\"%.*s\"", i > 0 ? " AND " : "(",
		    (int)(q - p), p);
	}
	buf_char(out, ')');
}

static void
expression_word(struct buf *out, const char *word,
    const struct search_question *q)
{
	if (q->kind != SEARCH_PART && search_word_latin(word))
		buf_printf(out, "\"%c%s\"", TOKEN_WORD, word);
	else if (search_length(word) <= TOKEN_GRAM)
		buf_printf(out, "\"%s\"", word);
	else if (q->table == SEARCH_TITLES)
		expression_groups(out, word, 2, 2);
	else
		expression_groups(out, word, TOKEN_GRAM, TOKEN_GRAM - 1);
}

/* All that means the same as the word, each word once. */
static void
expression_same(struct buf *out, const char *word,
    const struct search_question *q, const struct json *synonyms)
{
	bool ours;

	json_each(line, synonyms) {
		ours = false;
		json_each(one, line)
			ours |= strcmp(one->text, word) == 0;
		json_each(one, line) {
			if (!ours || strcmp(one->text, word) == 0)
				continue;
			buf_text(out, " OR ");
			expression_word(out, one->text, q);
		}
	}
}

void
search_expression(struct buf *out, const struct search_words *w,
    const struct search_question *q, const struct json *synonyms)
{
	size_t i;

	for (i = 0; i < w->count; i++) {
		buf_text(out, i > 0 ? q->join : "(");
		buf_char(out, '(');
		expression_word(out, w->word[i], q);
		if (q->kind == SEARCH_SYNONYM && !w->exact[i])
			expression_same(out, w->word[i], q, synonyms);
		buf_char(out, ')');
	}
	buf_text(out, w->count > 0 ? ")" : "");
}
