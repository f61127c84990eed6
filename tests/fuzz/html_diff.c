/*
 * Two bodies, divided by a byte of zero, cleaned and compared: the result is
 * clean, and without its marks it is the one text or the other.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "html/clean.h"
#include "html/diff.h"
#include "html/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* Without <ins> and <del>: those would be taken for marks. */
static bool
clean(const char *p, size_t length, struct buf *out)
{
	if (html_clean(p, length, NULL, out, NULL, NULL) != ERR_OK)
		return (false);
	return (strstr(buf_string(out), "<ins") == NULL &&
	    strstr(buf_string(out), "<del") == NULL &&
	    strstr(buf_string(out), "¶") == NULL);
}

/* The text without blanks; of what is in `without`, nothing; no ¶. */
static void
text(const struct buf *body, const char *without, struct buf *out)
{
	const char *p = buf_string(body), *end = p + body->length;
	struct html_piece piece;
	int inside = 0;
	size_t i;

	while (html_scan(&p, end, &piece)) {
		if (strcmp(piece.name, without) == 0 && !piece.empty)
			inside += piece.kind == HTML_PIECE_OPEN ? 1 : -1;
		if (piece.kind != HTML_PIECE_TEXT || inside > 0)
			continue;
		for (i = 0; i < piece.length; i++)
			if (strncmp(piece.text + i, "¶", 2) == 0)
				i++;
			else if (strchr(" \t\n", piece.text[i]) == NULL)
				buf_char(out, piece.text[i]);
	}
}

static void
same(const struct buf *shown, const char *without, const struct buf *body)
{
	struct buf a, b;

	buf_init(&a);
	buf_init(&b);
	text(shown, without, &a);
	text(body, "none", &b);
	must(strcmp(buf_string(&a), buf_string(&b)) == 0);
	buf_cleanup(&a);
	buf_cleanup(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size > 0 ? memchr(data, 0, size) : NULL;
	struct buf from, to, shown, again;
	struct html_changes changes;
	struct arena *a;

	if (cut == NULL)
		return (0);
	a = arena_alloc();
	buf_init(&from);
	buf_init(&to);
	buf_init(&shown);
	buf_init(&again);
	if (clean((const char *)data, (size_t)(cut - data), &from) &&
	    clean((const char *)cut + 1, (size_t)(data + size - cut - 1),
	    &to)) {
		html_diff(buf_string(&from), from.length, buf_string(&to),
		    to.length, a, &shown, &changes);
		same(&shown, "del", &to);
		same(&shown, "ins", &from);
		must(html_clean(buf_string(&shown), shown.length, NULL, &again,
		    NULL, NULL) == ERR_OK || shown.length > 1000);
	}
	buf_cleanup(&from);
	buf_cleanup(&to);
	buf_cleanup(&shown);
	buf_cleanup(&again);
	arena_free(a);
	return (0);
}
