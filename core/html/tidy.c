/*
 * Making a shortest difference a readable one: crumbs that happen to be equal
 * between two changes go, and a change that could stand in several places
 * takes the one where it is a whole element or sentence.
 */
#include <string.h>

#include "base/utf8.h"
#include "html/compare.h"

#define CRUMB_MAX 3	/* characters */
#define SHIFT_MAX 64	/* places that are tried for a change */

static bool
is_blank(const struct token *k)
{
	return (k->kind == HTML_PIECE_TEXT &&
	    strchr(" \n\t", k->text[0]) != NULL);
}

/* Characters of the tokens; a tag counts much, so that it is no crumb. */
static size_t
weight(const struct token *k, const struct token *end)
{
	size_t n = 0;

	for (; k < end; k++)
		n += k->kind != HTML_PIECE_TEXT ? 1000 : is_blank(k) ? 0 :
		    k->text[0] == '&' ? 1 : utf8_count(k->text, k->length);
	return (n);
}

static size_t
run_end(const struct tokens *t, size_t i, bool stays)
{
	while (i < t->count && t->token[i].stays == stays)
		i++;
	return (i);
}

static size_t
larger(size_t a, size_t b)
{
	return (a > b ? a : b);
}

static void
crumbs(struct tokens *a, struct tokens *b)
{
	size_t i = 0, k = 0, i2, k2, equal, before, after, n;

	for (;;) {
		i2 = run_end(a, i, false);
		k2 = run_end(b, k, false);
		before = larger(weight(a->token + i, a->token + i2),
		    weight(b->token + k, b->token + k2));
		/* The stretch that stays ends where either has a change. */
		n = run_end(a, i2, true) - i2;
		equal = run_end(b, k2, true) - k2;
		if (equal < n)
			n = equal;
		if (n == 0)
			return;
		equal = weight(a->token + i2, a->token + i2 + n);
		i = i2 + n, k = k2 + n;
		after = larger(weight(a->token + i,
		    a->token + run_end(a, i, false)),
		    weight(b->token + k, b->token + run_end(b, k, false)));
		if (equal > CRUMB_MAX || before == 0 || after == 0 ||
		    equal * 2 > before || equal * 2 > after)
			continue;
		for (; n > 0; n--)
			a->token[i - n].stays = b->token[k - n].stays = false;
	}
}

/* Are the tags in the stretch whole elements? */
static bool
balanced(const struct token *k, const struct token *end)
{
	long depth = 0;

	for (; k < end && depth >= 0; k++)
		if (k->kind == HTML_PIECE_OPEN && !k->empty)
			depth++;
		else if (k->kind == HTML_PIECE_CLOSE)
			depth--;
	return (depth == 0);
}

static bool
ends_sentence(const struct token *k)
{
	static const char *const signs[] = { "。", "！", "？", "；", ".", "!",
		"?", ";", "，", "," };
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (k->length == strlen(signs[i]) &&
		    memcmp(k->text, signs[i], k->length) == 0)
			return (true);
	return (k->kind != HTML_PIECE_TEXT && k->block);
}

static int
place_score(const struct tokens *t, size_t from, size_t to)
{
	const struct token *k = t->token;

	return ((balanced(k + from, k + to) ? 100 : 0) +
	    (k[from].block && k[from].kind == HTML_PIECE_OPEN ? 10 : 0) +
	    (from == 0 || ends_sentence(&k[from - 1]) ? 5 : 0) +
	    (ends_sentence(&k[to - 1]) ? 4 : 0) +
	    (is_blank(&k[to - 1]) ? 1 : 0));
}

/* Moves the change [*from, *to) by one token, if what it leaves behind equals
 * what it takes. */
static bool
shift(struct tokens *t, size_t *from, size_t *to, bool left)
{
	size_t gone = left ? *to - 1 : *from, come = left ? *from - 1 : *to;

	if ((left && *from == 0) || come >= t->count ||
	    !t->token[come].stays || t->token[come].id != t->token[gone].id)
		return (false);
	t->token[come].stays = false;
	t->token[gone].stays = true;
	*from += left ? (size_t)-1 : 1;
	*to += left ? (size_t)-1 : 1;
	return (true);
}

/* Tries the places for one change, leaves it in the best and returns its end
 * there. */
static size_t
settle(struct tokens *t, size_t from, size_t to)
{
	int best = -1, score, left = 0, right, at = 0;

	while (left < SHIFT_MAX && shift(t, &from, &to, true))
		left++;
	for (right = 0;; right++) {
		score = place_score(t, from, to);
		if (score > best) {
			best = score;
			at = right;
		}
		if (right == left + SHIFT_MAX || !shift(t, &from, &to, false))
			break;
	}
	for (; right > at; right--)
		shift(t, &from, &to, true);
	return (to);
}

/* Only changes between stretches that stay can be moved. */
static void
settle_all(struct tokens *t)
{
	size_t from, to = 0;

	for (;;) {
		from = run_end(t, to, true);
		to = run_end(t, from, false);
		if (from == to)
			return;
		to = run_end(t, settle(t, from, to), false);
	}
}

void
tokens_tidy(struct tokens *a, struct tokens *b)
{
	crumbs(a, b);
	settle_all(a);
	settle_all(b);
}
