/*
 * Words to links: see link.h.  The words are a tree of bytes, as they stand
 * in clean HTML (with its entities), letters in lower case.  Its branches are
 * one hash table from (node, byte) to node: a step costs the same however
 * many words there are.
 */
#include "html/link.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "html/inside.h"
#include "html/scan.h"

#define TABLE_START 1024	/* a power of two */

struct branch {
	uint32_t	from, to;	/* to 0: free, for nothing leads back */
	unsigned char	byte;
};

struct word {
	int64_t		subject;
	const char	*url;		/* escaped */
};

struct links {
	struct arena	*arena;
	struct branch	*table;
	uint32_t	size, used, nodes;
	struct word	*words;
	uint32_t	*ends;		/* of a node: its word + 1, or 0 */
	size_t		count, word_room, end_room;
};

struct links *
links_alloc(void)
{
	struct links *l = must_alloc(sizeof(*l));

	memset(l, 0, sizeof(*l));
	l->arena = arena_alloc();
	l->size = TABLE_START;
	l->table = must_alloc(l->size * sizeof(*l->table));
	memset(l->table, 0, l->size * sizeof(*l->table));
	l->nodes = 1;
	l->end_room = TABLE_START;
	l->ends = must_alloc(l->end_room * sizeof(*l->ends));
	l->ends[0] = 0;
	return (l);
}

void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	arena_free(l->arena);
	free(l->table);
	free(l->words);
	free(l->ends);
	free(l);
}

size_t
links_count(const struct links *l)
{
	return (l->count);
}

static struct branch *
branch_find(const struct links *l, uint32_t from, unsigned char byte)
{
	uint32_t i = (from * 2654435761u) ^ (byte * 40503u);

	for (i &= l->size - 1; l->table[i].to != 0; i = (i + 1) & (l->size - 1))
		if (l->table[i].from == from && l->table[i].byte == byte)
			break;
	return (&l->table[i]);
}

static void
table_grow(struct links *l)
{
	struct branch *old = l->table;
	uint32_t i, size = l->size;

	l->size *= 2;
	l->table = must_alloc(l->size * sizeof(*l->table));
	memset(l->table, 0, l->size * sizeof(*l->table));
	for (i = 0; i < size; i++)
		if (old[i].to != 0)
			*branch_find(l, old[i].from, old[i].byte) = old[i];
	free(old);
}

static uint32_t
node_below(struct links *l, uint32_t from, unsigned char byte)
{
	struct branch *b;

	if (l->used * 2 >= l->size)
		table_grow(l);
	b = branch_find(l, from, byte);
	if (b->to != 0)
		return (b->to);
	if (l->nodes == l->end_room) {
		l->end_room *= 2;
		l->ends = must_realloc(l->ends, l->end_room *
		    sizeof(*l->ends));
	}
	l->ends[l->nodes] = 0;
	*b = (struct branch){ .from = from, .to = l->nodes++, .byte = byte };
	l->used++;
	return (b->to);
}

static const char *
escaped(struct links *l, const char *text, bool quotes)
{
	struct buf b;
	const char *copy;

	buf_init(&b);
	html_escape(&b, text, strlen(text), quotes);
	copy = arena_text(l->arena, buf_string(&b));
	buf_cleanup(&b);
	return (copy);
}

bool
links_add(struct links *l, int64_t subject, const char *word,
    const char *url)
{
	size_t length = strlen(word);
	uint32_t node = 0;

	if (length > LINK_WORD_MAX || l->count == LINK_WORDS_MAX ||
	    !utf8_valid(word, length) || utf8_count(word, length) < 2)
		return (false);
	for (word = escaped(l, word, false); *word != '\0'; word++)
		node = node_below(l, node,
		    (unsigned char)tolower((unsigned char)*word));
	if (l->ends[node] != 0)
		return (false);
	if (l->count == l->word_room) {
		l->word_room = l->word_room * 2 + 64;
		l->words = must_realloc(l->words, l->word_room *
		    sizeof(*l->words));
	}
	l->words[l->count++] = (struct word){ .subject = subject,
	    .url = escaped(l, url, true) };
	l->ends[node] = (uint32_t)l->count;
	return (true);
}

/* ---- */

struct pass {
	struct links	*links;
	struct buf	*out;
	int64_t		*seen;		/* subjects that are linked */
	size_t		count, max;
};

/* Would a cut between the two bytes part a Latin word or a number? */
static bool
within_word(char before, char after)
{
	return (isalnum((unsigned char)before) &&
	    isalnum((unsigned char)after));
}

/* The longest word at `p`, which doesn't stand within another one; the bytes
 * it takes, or 0. */
static size_t
longest(const struct links *l, const char *start, const char *p,
    const char *end, const struct word **out)
{
	const char *at = p;
	uint32_t node = 0;
	size_t found = 0;

	if (p > start && within_word(p[-1], *p))
		return (0);
	while (at < end) {
		node = branch_find(l, node,
		    (unsigned char)tolower((unsigned char)*at))->to;
		if (node == 0)
			break;
		at++;
		if (l->ends[node] == 0 ||
		    (at < end && within_word(at[-1], *at)))
			continue;
		found = (size_t)(at - p);
		*out = &l->words[l->ends[node] - 1];
	}
	return (found);
}

/* One character on, or one entity. */
static const char *
next_character(const char *p, const char *end)
{
	const char *to;

	if (*p == '&') {
		to = memchr(p, ';', (size_t)(end - p));
		return (to != NULL ? to + 1 : p + 1);
	}
	for (p++; p < end && ((unsigned char)*p & 0xc0) == 0x80; p++)
		continue;
	return (p);
}

static bool
is_new(const struct pass *pass, int64_t subject)
{
	size_t i;

	for (i = 0; i < pass->count; i++)
		if (pass->seen[i] == subject)
			return (false);
	return (true);
}

static void
text_links(struct pass *pass, const char *text, size_t length)
{
	const char *p = text, *end = text + length, *kept = text;
	const struct word *w = NULL;
	size_t n;

	while (p < end && pass->count < pass->max) {
		n = longest(pass->links, text, p, end, &w);
		if (n > 0 && is_new(pass, w->subject)) {
			buf_append(pass->out, kept, (size_t)(p - kept));
			buf_printf(pass->out, "<a href=\"%s\" class=\""
			    LINK_CLASS "\">%.*s</a>", w->url, (int)n, p);
			pass->seen[pass->count++] = w->subject;
			kept = p + n;
		}
		p = n > 0 ? p + n : next_character(p, end);
	}
	buf_append(pass->out, kept, (size_t)(end - kept));
}

/* Elements whose text stays as it is. */
static bool
is_closed(const char *name)
{
	static const char *const NAMES[] = { "a", "h1", "h2", "h3", "h4", "h5",
	    "h6", "pre", "code", "caption", "figcaption", "th", "rt", "rp" };
	size_t i;

	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
		if (strcmp(NAMES[i], name) == 0)
			return (true);
	return (false);
}

size_t
links_apply(struct links *l, const char *html, size_t length, int64_t self,
    size_t max, struct buf *out)
{
	struct pass pass = { .links = l, .out = out, .max = max + 1 };
	const char *p = html, *end = html + length;
	struct html_piece piece;
	size_t depth = 0;

	/* The page's own subject counts as mentioned. */
	pass.seen = must_alloc(pass.max * sizeof(*pass.seen));
	pass.seen[pass.count++] = self;
	while (html_scan(&p, end, &piece)) {
		if (piece.kind == HTML_PIECE_TEXT && depth == 0) {
			text_links(&pass, piece.text, piece.length);
			continue;
		}
		buf_append(out, piece.text, piece.length);
		if (piece.kind == HTML_PIECE_TEXT || piece.empty ||
		    !is_closed(piece.name))
			continue;
		if (piece.kind == HTML_PIECE_OPEN)
			depth++;
		else if (depth > 0)
			depth--;
	}
	free(pass.seen);
	return (pass.count - 1);
}
