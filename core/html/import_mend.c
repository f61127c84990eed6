/*
 * Exports of WordPress as XML may have them.  Its older versions put texts
 * into CDATA sections whatever stands in them: control characters, which no
 * XML may hold, and "]]>" in the middle.  A section is taken to end only where
 * an element ends, or another section or a comment begins, behind it.
 */
#include <string.h>

#include "html/import_inside.h"

#define OPEN "<![CDATA["
#define CLOSE "]]>"
#define AHEAD 64	/* blanks behind a section that are looked over */

enum seen { NO, YES, LATER };

/* Does `word` stand at p? */
static enum seen
word_at(const char *p, const char *end, const char *word, bool last)
{
	size_t n = strlen(word), left = (size_t)(end - p);

	if (memcmp(p, word, n < left ? n : left) != 0)
		return (NO);
	if (n <= left)
		return (YES);
	return (last ? NO : LATER);
}

/* Does the section end with the "]]>" at p? */
static enum seen
ends_at(const char *p, const char *end, bool last)
{
	const char *q = p + strlen(CLOSE);
	enum seen close;

	while (q < end && q - p < AHEAD && strchr(" \t\r\n", *q) != NULL &&
	    *q != '\0')
		q++;
	if (q == end)
		return (last ? YES : LATER);
	close = word_at(q, end, "</", last);
	return (close != NO ? close : word_at(q, end, "<!", last));
}

/* At a place of a section where it may end: how many bytes of it are done; 0:
 * more have to come first. */
static size_t
section(struct import_mend *m, const char *p, const char *end, bool last,
    struct buf *out)
{
	enum seen close = word_at(p, end, CLOSE, last);

	if (close == YES)
		close = ends_at(p, end, last);
	else if (close == NO) {
		buf_char(out, *p);
		return (1);
	}
	if (close == LATER)
		return (0);
	m->cdata = close == NO;
	/* A section that goes on is cut in two where it must not stand. */
	buf_text(out, close == YES ? CLOSE : "]]" CLOSE OPEN ">");
	return (strlen(CLOSE));
}

static bool
is_control(char c)
{
	return (((unsigned char)c < ' ' && c != '\t' && c != '\n' &&
	    c != '\r') || c == 0x7f);
}

static size_t
mend_one(struct import_mend *m, const char *p, const char *end, bool last,
    struct buf *out)
{
	enum seen open;

	if (is_control(*p))
		return (1);
	if (m->cdata && *p == ']')
		return (section(m, p, end, last, out));
	if (!m->cdata && *p == '<') {
		open = word_at(p, end, OPEN, last);
		if (open == LATER)
			return (0);
		m->cdata = open == YES;
		buf_text(out, open == YES ? OPEN : "<");
		return (open == YES ? strlen(OPEN) : 1);
	}
	buf_char(out, *p);
	return (1);
}

void
import_mend(struct import_mend *m, const char *p, size_t n, bool last,
    struct buf *out)
{
	const char *end;
	size_t done;

	if (m->wide) {
		buf_append(out, p, n);
		return;
	}
	buf_append(&m->kept, p, n);
	p = buf_string(&m->kept);
	end = p + m->kept.length;
	while (p < end && (done = mend_one(m, p, end, last, out)) > 0)
		p += done;
	n = (size_t)(end - p);
	if (n > 0)
		memmove(m->kept.data, p, n);
	m->kept.length = n;
}
