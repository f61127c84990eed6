/* A body as tokens: see compare.h. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "html/compare.h"

struct intern_slot {
	const void	*p;	/* borrowed; NULL: free */
	size_t		length;
	uint64_t	hash;
	uint32_t	id;
};

void
intern_cleanup(struct intern *n)
{
	free(n->slot);
	memset(n, 0, sizeof(*n));
}

static uint64_t
intern_hash(const unsigned char *p, size_t length)
{
	uint64_t h = 14695981039346656037u;	/* FNV-1a */

	while (length-- > 0)
		h = (h ^ *p++) * 1099511628211u;
	return (h ^ h >> 29);
}

static struct intern_slot *
intern_find(struct intern *n, const void *p, size_t length, uint64_t hash)
{
	size_t i = hash & (n->size - 1);
	struct intern_slot *s;

	for (;; i = (i + 1) & (n->size - 1)) {
		s = &n->slot[i];
		if (s->p == NULL || (s->hash == hash && s->length == length &&
		    memcmp(s->p, p, length) == 0))
			return (s);
	}
}

static void
intern_grow(struct intern *n)
{
	struct intern old = *n;
	size_t i;

	n->size = old.size > 0 ? old.size * 2 : 1024;
	n->slot = must_alloc(n->size * sizeof(*n->slot));
	memset(n->slot, 0, n->size * sizeof(*n->slot));
	for (i = 0; i < old.size; i++)
		if (old.slot[i].p != NULL)
			*intern_find(n, old.slot[i].p, old.slot[i].length,
			    old.slot[i].hash) = old.slot[i];
	free(old.slot);
}

uint32_t
intern_id(struct intern *n, const void *p, size_t length)
{
	uint64_t hash = intern_hash(p, length);
	struct intern_slot *s;

	if (n->count * 2 >= n->size)
		intern_grow(n);
	s = intern_find(n, p, length, hash);
	if (s->p == NULL) {
		s->p = p;
		s->length = length;
		s->hash = hash;
		s->id = (uint32_t)n->count++;
	}
	return (s->id);
}

void
tokens_cleanup(struct tokens *t)
{
	free(t->token);
	memset(t, 0, sizeof(*t));
}

static struct token *
token_add(struct tokens *t, const char *text, size_t length)
{
	struct token *k;

	if (t->count == t->size) {
		t->size *= 2;
		t->token = must_realloc(t->token,
		    t->size * sizeof(*t->token));
	}
	k = &t->token[t->count++];
	memset(k, 0, sizeof(*k));
	k->text = text;
	k->length = (uint32_t)length;
	return (k);
}

enum letter { LETTER_BLANK, LETTER_WORD, LETTER_DIGIT, LETTER_ONE };

/* Letters of alphabets make words; Han characters and signs stand alone. */
static enum letter
letter(uint32_t c)
{
	if (c == ' ' || c == '\n' || c == '\t')
		return (LETTER_BLANK);
	if (c >= '0' && c <= '9')
		return (LETTER_DIGIT);
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7))
		return (LETTER_WORD);
	return (LETTER_ONE);
}

/* Does the number go on behind the sign at `p`: 1,234.56? */
static bool
number_goes_on(const char *p, const char *end)
{
	return ((*p == '.' || *p == ',') && end - p > 1 &&
	    p[1] >= '0' && p[1] <= '9');
}

/* The end of the token at `p`. */
static const char *
token_end(const char *p, const char *end)
{
	const char *next = p, *stop;
	enum letter first = letter(utf8_next(&next, end)), more;

	if (*p == '&') {
		stop = memchr(p, ';', (size_t)(end - p));
		return (stop != NULL && stop - p < 8 ? stop + 1 : next);
	}
	while (first != LETTER_ONE && next < end) {
		stop = next;
		more = letter(utf8_next(&next, end));
		if (first == LETTER_DIGIT && number_goes_on(stop, end))
			continue;
		if ((first == LETTER_BLANK) != (more == LETTER_BLANK) ||
		    more == LETTER_ONE)
			return (stop);
	}
	return (next);
}

static void
tokens_text(struct tokens *t, struct intern *n, const char *p, size_t length)
{
	const char *end = p + length, *next;

	for (; p < end; p = next) {
		next = token_end(p, end);
		token_add(t, p, (size_t)(next - p))->id =
		    intern_id(n, p, (size_t)(next - p));
	}
}

/* Tags are equal by name, so that a link stays when its target changes; what
 * is loaded, by its address. */
static uint32_t
tag_id(struct intern *n, const struct html_piece *tag)
{
	const char *src = memmem(tag->text, tag->length, " src=\"", 6), *stop;
	size_t length = 1 + strlen(tag->name);

	if (tag->kind == HTML_PIECE_CLOSE)
		length++;
	if (tag->kind != HTML_PIECE_OPEN || src == NULL)
		return (intern_id(n, tag->text, length));
	stop = memchr(src + 6, '"', (size_t)(tag->text + tag->length -
	    (src + 6)));
	if (stop == NULL)
		return (intern_id(n, tag->text, tag->length));
	return (intern_id(n, src, (size_t)(stop - src)));
}

void
tokens_read(struct tokens *t, struct intern *n, const char *p, size_t length)
{
	const char *end = p + length;
	struct html_piece piece;
	struct token *k;

	t->count = 0;
	t->size = 256;
	t->token = must_alloc(t->size * sizeof(*t->token));
	while (html_scan(&p, end, &piece)) {
		if (piece.kind == HTML_PIECE_TEXT) {
			tokens_text(t, n, piece.text, piece.length);
			continue;
		}
		k = token_add(t, piece.text, piece.length);
		k->kind = (unsigned char)piece.kind;
		k->block = piece.block;
		k->empty = piece.empty;
		k->id = tag_id(n, &piece);
	}
}
