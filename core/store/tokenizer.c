/*
 * FTS5's view of a text: see tokenizer.h.  A text is read into an array of
 * folded characters first, for its characters come before its pairs: so they
 * all have one position near the beginning, which takes a byte in the index
 * where a position of their own would take two.
 */
#include "store/tokenizer.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/han.h"
#include "base/utf8.h"

#define BREAK "\x06"		/* stands between two runs of pairs */

typedef int take_token(void *arg, int flags, const char *token, int length,
    int start, int end);

struct text {
	uint32_t	*c;	/* folded; 0 for what is no text */
	size_t		 count;
	char		*bytes;	/* the same in UTF-8, 0 being nothing */
	size_t		*at;	/* where each character begins there */
	take_token	*take;
	void		*arg;
	bool		 grams;
	int		 rc;
};

/* What FTS5 has of a tokenizer of ours: its kind. */
static char kinds[2];	/* pairs, grams */

static bool
is_letter(uint32_t c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 0xAA && c <= 0x52F));
}

static bool
in_word(uint32_t c)
{
	return (is_letter(c) || (c >= '0' && c <= '9'));
}

static void
token(struct text *t, int flags, const char *p, size_t length)
{
	if (t->rc == SQLITE_OK)
		t->rc = t->take(t->arg, flags, p, (int)length, 0, 0);
}

/* `n` characters from `i` on. */
static void
token_characters(struct text *t, int flags, size_t i, size_t n)
{
	token(t, flags, t->bytes + t->at[i], t->at[i + n] - t->at[i]);
}

/* The word of letters that begins at `i`, if one does. */
static void
token_word(struct text *t, size_t i)
{
	char out[1 + 4 * 32] = { TOKEN_WORD };
	size_t length = 1, k;
	bool letter = false;

	if (!in_word(t->c[i]) || (i > 0 && in_word(t->c[i - 1])))
		return;
	for (k = i; k < t->count && in_word(t->c[k]); k++) {
		letter |= is_letter(t->c[k]);
		if (length + 4 <= sizeof(out))
			length += utf8_put(out + length, t->c[k]);
	}
	if (letter && k > i + 1)
		token(t, FTS5_TOKEN_COLOCATED, out, length);
}

/* The longer groups that begin at `i`. */
static void
token_grams(struct text *t, size_t i)
{
	size_t n;

	for (n = 3; n <= TOKEN_GRAM && i + n <= t->count &&
	    t->c[i + n - 1] != 0; n++)
		token_characters(t, 0, i, n);
}

static void
token_pairs(struct text *t, bool words)
{
	bool due = false;	/* a break, before the next pair */
	size_t i;

	for (i = 0; i + 1 < t->count && t->rc == SQLITE_OK; i++) {
		if (t->c[i] == 0 || t->c[i + 1] == 0) {
			due |= i > 0;
			continue;
		}
		if (due && words && !t->grams)
			token(t, 0, BREAK, 1);
		due = false;
		token_characters(t, 0, i, 2);
		if (t->grams)
			token_grams(t, i);
		if (words)
			token_word(t, i);
	}
}

/* Each character once, all in one place. */
static void
token_singles(struct text *t)
{
	size_t room = 64, at, i;
	uint32_t *seen;
	int flags = 0;

	while (room < 2 * t->count && room < 65536)
		room *= 2;
	seen = must_alloc(room * sizeof(*seen));
	memset(seen, 0, room * sizeof(*seen));
	for (i = 0; i < t->count; i++) {
		if (t->c[i] == 0)
			continue;
		at = t->c[i] * 2654435761u % room;
		while (seen[at] != 0 && seen[at] != t->c[i])
			at = (at + 1) % room;
		if (seen[at] != 0)
			continue;
		seen[at] = t->c[i];
		token_characters(t, flags, i, 1);
		flags = FTS5_TOKEN_COLOCATED;
	}
	free(seen);
}

static bool
is_mark(char c)
{
	return (c >= TOKEN_WORD && c <= TOKEN_LAST);
}

/* Words and names as they stand; where they end. */
static const char *
token_names(struct text *t, const char *p, const char *end)
{
	const char *from;

	while (p < end && is_mark(*p)) {
		for (from = p++; p < end && !is_mark(*p) && *p != ' '; p++)
			continue;
		token(t, 0, from, (size_t)(p - from));
	}
	return (p);
}

static void
text_read(struct text *t, const char *p, const char *end)
{
	size_t room = (size_t)(end - p) + 1, length = 0;
	uint32_t c;

	t->c = must_alloc(room * sizeof(*t->c));
	t->at = must_alloc(room * sizeof(*t->at));
	t->bytes = must_alloc(room * 4);
	while (p < end) {
		c = han_fold(utf8_next(&p, end));
		t->at[t->count] = length;
		if (han_is_text(c))
			length += utf8_put(t->bytes + length, c);
		t->c[t->count++] = han_is_text(c) ? c : 0;
	}
	t->at[t->count] = length;
}

static int
tokenize(Fts5Tokenizer *own, void *arg, int flags, const char *p, int length,
    take_token *take)
{
	struct text t = { .take = take, .arg = arg, .rc = SQLITE_OK,
	    .grams = own == (Fts5Tokenizer *)&kinds[1] };
	const char *end = p + length;

	p = token_names(&t, p, end);
	text_read(&t, p, end);
	if ((flags & FTS5_TOKENIZE_QUERY) == 0) {
		token_singles(&t);
		token_pairs(&t, true);
	} else if (t.count == 1 || (t.grams && t.count <= TOKEN_GRAM &&
	    t.count > 0))
		token_characters(&t, 0, 0, t.count);
	else
		token_pairs(&t, false);
	free(t.c);
	free(t.at);
	free(t.bytes);
	return (t.rc);
}

static int
tokenizer_create(void *context, const char **args, int count,
    Fts5Tokenizer **out)
{
	(void)context;
	*out = (Fts5Tokenizer *)&kinds[count > 0 &&
	    strcmp(args[0], "grams") == 0];
	return (SQLITE_OK);
}

static void
tokenizer_delete(Fts5Tokenizer *own)
{
	(void)own;
}

enum err
tokenizer_register(struct sqlite3 *handle, struct fault *f)
{
	fts5_tokenizer functions = { tokenizer_create, tokenizer_delete,
	    tokenize };
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;
	int rc;

	rc = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &st, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(st);
		rc = sqlite3_finalize(st);
	}
	if (rc == SQLITE_OK && api != NULL)
		rc = api->xCreateTokenizer(api, "mingchuang", NULL,
		    &functions, NULL);
	if (rc != SQLITE_OK || api == NULL)
		return (fault_set(f, ERR_INTERNAL, "db.tokenizer", NULL, "%s",
		    sqlite3_errmsg(handle)));
	return (ERR_OK);
}
