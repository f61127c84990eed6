/*
 * Words, one a line, and behind a byte of zero a body, cleaned and linked: the
 * result is clean but for blanks, has the same text, and no link within a link.
 */
#include "fuzz.h"

#include "html/clean.h"
#include "html/link.h"
#include "html/scan.h"

#define MAX 20

static void
words(struct links *l, const char *p, size_t length)
{
	const char *end = p + length, *to;
	char word[LINK_WORD_MAX + 2];
	int64_t n = 0;
	size_t size;

	for (; p < end; p = to + 1) {
		to = memchr(p, '\n', (size_t)(end - p));
		if (to == NULL)
			to = end;
		size = (size_t)(to - p) < sizeof(word) - 1 ?
		    (size_t)(to - p) : sizeof(word) - 1;
		memcpy(word, p, size);
		word[size] = '\0';
		links_add(l, ++n % 3, word, "/wiki/1.html?a=1&b=2");
	}
}

/* All but the tags of links; how many links there are. */
static size_t
rest(const struct buf *body, struct buf *out)
{
	const char *p = buf_string(body), *end = p + body->length;
	struct html_piece piece;
	size_t depth = 0, count = 0;

	while (html_scan(&p, end, &piece)) {
		if (strcmp(piece.name, "a") != 0) {
			buf_append(out, piece.text, piece.length);
			continue;
		}
		depth += piece.kind == HTML_PIECE_OPEN ? 1 : (size_t)-1;
		HOLDS(depth <= 1);
		count += depth;
	}
	return (count);
}

/* Blanks at the edges of inline elements are the cleaner's taste. */
static void
squeeze(struct buf *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->length; i++)
		if (strchr(" \t\n", b->data[i]) == NULL)
			b->data[n++] = b->data[i];
	if (b->data != NULL)
		b->data[b->length = n] = '\0';
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size > 0 ? memchr(data, 0, size) : NULL;
	struct buf body = { 0 }, out = { 0 }, x = { 0 }, y = { 0 };
	struct buf again = { 0 };
	struct links *l;
	size_t made;

	if (cut == NULL)
		return (0);
	l = links_alloc();
	words(l, (const char *)data, (size_t)(cut - data));
	if (html_clean((const char *)cut + 1, (size_t)(data + size - cut - 1),
	    NULL, &body, NULL, NULL) == ERR_OK) {
		made = links_apply(l, buf_string(&body), body.length, 0, MAX,
		    &out);
		HOLDS(made <= MAX);
		HOLDS(rest(&body, &x) + made == rest(&out, &y));
		HOLDS(strcmp(buf_string(&x), buf_string(&y)) == 0);
		HOLDS(html_clean(buf_string(&out), out.length, NULL, &again,
		    NULL, NULL) == ERR_OK);
		squeeze(&out);
		squeeze(&again);
		HOLDS(strcmp(buf_string(&out), buf_string(&again)) == 0);
	}
	links_free(l);
	buf_cleanup(&body);
	buf_cleanup(&out);
	buf_cleanup(&x);
	buf_cleanup(&y);
	buf_cleanup(&again);
	return (0);
}
