/* Personal data in a text: tokens of digits, tried as a whole and then part by
 * part where separators cut them, and addresses of mail around an "@". */
#include <string.h>

#include "base/words_inside.h"

#define PARTS_MAX 12
#define DIGITS_MAX 48

struct token {
	char	d[DIGITS_MAX];
	size_t	n, start[DIGITS_MAX], end[DIGITS_MAX];
	size_t	part[PARTS_MAX + 1], parts;	/* where each begins in d */
	size_t	letters;			/* that stand for digits */
	bool	plus, long_one;
};

/* Digits as people write them when machines shall not see: 一三八, 壹叁捌. */
static char
digit_of(uint32_t c, bool lookalike)
{
	static const uint32_t WORDS[][4] = {
		{ 0x96F6, 0x3007, 0, 0 }, { 0x4E00, 0x58F9, 0x5E7A, 0x5F0C },
		{ 0x4E8C, 0x8D30, 0, 0 }, { 0x4E09, 0x53C1, 0, 0 },
		{ 0x56DB, 0x8086, 0, 0 }, { 0x4E94, 0x4F0D, 0, 0 },
		{ 0x516D, 0x9646, 0, 0 }, { 0x4E03, 0x67D2, 0, 0 },
		{ 0x516B, 0x634C, 0, 0 }, { 0x4E5D, 0x7396, 0, 0 },
	};
	size_t i, k;

	if (is_number(c))
		return ((char)c);
	if (lookalike && is_han(c))
		for (i = 0; i < 10; i++)
			for (k = 0; k < 4; k++)
				if (WORDS[i][k] == c)
					return ((char)('0' + i));
	return ('\0');
}

/* A letter that stands for a digit: right before one, or before another such
 * letter, or behind digits. */
static char
letter_digit(const struct found *f, const struct mark *m, bool behind)
{
	static const char LETTERS[] = "oOlIi", DIGITS[] = "00111";
	const char *at = m->end - m->start == 1 ? strchr(LETTERS,
	    f->text[m->start]) : NULL;
	char next = m->end < f->length ? f->text[m->end] : '\0';

	if (at == NULL || *at == '\0')
		return ('\0');
	return (behind || (next >= '0' && next <= '9') || (next != '\0' &&
	    strchr(LETTERS, next) != NULL) ? DIGITS[at - LETTERS] : '\0');
}

/* The rule of that kind, NULL: the list has none. */
static const struct rule *
kind_rule(const struct words *w, enum words_kind kind)
{
	size_t i;

	if ((w->kinds & 1u << kind) == 0)
		return (NULL);
	for (i = 0; i < w->count; i++)
		if (w->rules[i].r.kind == kind)
			return (&w->rules[i]);
	return (NULL);
}

static bool
kind_try(struct found *f, enum words_kind kind, const char *d, size_t n,
    size_t start, size_t end)
{
	const struct rule *r = kind_rule(f->w, kind);
	enum words_severity severity;

	if (r == NULL || !words_valid(kind, d, n))
		return (false);
	severity = r->r.severity;
	/* Fifteen digits have no checksum. */
	if (kind == WORDS_ID_CARD && n == 15 && severity > WORDS_WARN)
		severity = WORDS_WARN;
	found_add(f, r, severity, start, end);
	return (true);
}

/* "+86-138…" is no form that forms accept, but somebody's number. */
static bool
foreign_try(struct found *f, const struct token *t, size_t from, size_t n)
{
	const struct rule *r = kind_rule(f->w, WORDS_TELEPHONE);
	const struct rule *mobile = kind_rule(f->w, WORDS_MOBILE);
	const char *d = t->d + from;
	size_t skip = n == 15 && memcmp(d, "0086", 4) == 0 ? 4 :
	    n == 13 && memcmp(d, "86", 2) == 0 ? 2 : 0;

	if (mobile == NULL || skip == 0 ||
	    !words_valid(WORDS_MOBILE, d + skip, n - skip))
		return (false);
	r = r != NULL ? r : mobile;
	found_add(f, r, mobile->r.severity, t->start[from],
	    t->end[from + n - 1]);
	return (true);
}

static bool
number_try(struct found *f, const struct token *t, size_t from, size_t to,
    size_t parts)
{
	static const enum words_kind ORDER[] = { WORDS_ID_CARD,
	    WORDS_BANK_CARD, WORDS_MOBILE, WORDS_TELEPHONE };
	size_t i, n = to - from;
	bool country;

	if (n == 0 || n > 19)
		return (false);
	country = parts > 1 && (n == 13 || n == 15);
	for (i = 0; i < 4; i++) {
		if (ORDER[i] == WORDS_MOBILE && (country || (t->plus &&
		    from == 0 && n != 13)))
			continue;
		if (kind_try(f, ORDER[i], t->d + from, n, t->start[from],
		    t->end[to - 1]))
			return (true);
	}
	return (country && foreign_try(f, t, from, n));
}

static void
token_try(struct found *f, const struct token *t)
{
	size_t i, k, last = t->parts;

	/* With a few digits among letters it is none. */
	if (t->n < 10 || t->long_one || t->letters * 3 > t->n * 2)
		return;
	for (i = 0; i < last; i++)
		for (k = last; k > i; k--)
			if (number_try(f, t, t->part[i], k == last ? t->n :
			    t->part[k], k - i)) {
				i = k - 1;
				break;
			}
}

static void
token_digit(struct token *t, char digit, const struct mark *m, bool parted)
{
	if (t->n == DIGITS_MAX || (parted && t->parts == PARTS_MAX)) {
		t->long_one = true;
		return;
	}
	if (parted || t->n == 0)
		t->part[t->parts++] = t->n;
	t->start[t->n] = m->start;
	t->end[t->n] = m->end;
	t->d[t->n++] = digit;
}

static bool
separates(const struct found *f, const struct mark *m)
{
	return (m->end - m->start == 1 &&
	    strchr(" -.", f->text[m->start]) != NULL);
}

/* The token that begins with *m; *m is what follows it then. */
static bool
token_read(struct found *f, struct reader *r, struct mark *m, bool lookalike,
    bool plus)
{
	struct token t = { .plus = plus };
	bool parted = false, more = true;
	char digit;

	while (more) {
		if ((digit = digit_of(m->c, lookalike)) != '\0') {
			token_digit(&t, digit, m, parted);
			parted = false;
		} else if (lookalike && !parted &&
		    (digit = letter_digit(f, m, t.n > 0)) != '\0') {
			token_digit(&t, digit, m, false);
			t.letters++;
		} else if (m->c == 'x' && t.n - t.part[t.parts - 1] >= 17 &&
		    !parted) {
			token_digit(&t, 'X', m, false);
			more = reader_next(r, m);
			break;
		} else if (m->c != 0 || (m->gap != GAP_INVISIBLE &&
		    (parted || !separates(f, m))))
			break;
		else
			parted = parted || m->gap != GAP_INVISIBLE;
		more = reader_next(r, m);
	}
	/* Part of a name or code, as "prefix6234…". */
	if (!(more && !parted && is_latin(m->c)))
		token_try(f, &t);
	return (more);
}

static void
numbers_scan(struct found *f, unsigned fold)
{
	struct reader r = { f->w->d, fold | WORDS_CASE | WORDS_WIDTH, f->text,
	    f->text, f->text + f->length };
	bool lookalike = (fold & WORDS_LOOKALIKE) != 0;
	bool more, plus = false, word = false;
	struct mark m;

	r.fold &= ~(unsigned)WORDS_LOOKALIKE;
	more = reader_next(&r, &m);
	while (more) {
		if (!word && (digit_of(m.c, lookalike) != '\0' ||
		    (lookalike && letter_digit(f, &m, false) != '\0'))) {
			more = token_read(f, &r, &m, lookalike, plus);
			plus = false;
			continue;
		}
		plus = m.end - m.start == 1 && f->text[m.start] == '+';
		word = is_latin(m.c) || (word && (is_number(m.c) ||
		    (m.c == 0 && m.gap == GAP_INVISIBLE)));
		more = reader_next(&r, &m);
	}
}

static bool
mail_char(char c, bool local)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '-' ||
	    (local && (c == '_' || c == '%' || c == '+')));
}

static void
mails_scan(struct found *f)
{
	const char *p = f->text, *end = p + f->length, *at = p, *from, *to;

	while ((at = memchr(at, '@', (size_t)(end - at))) != NULL) {
		for (from = at; from > p && at - from < 64 &&
		    mail_char(from[-1], true); from--)
			;
		for (to = at + 1; to < end && to - at < 190 &&
		    mail_char(*to, false); to++)
			;
		while (to > at + 1 && (to[-1] == '.' || to[-1] == '-'))
			to--;
		kind_try(f, WORDS_EMAIL, from, (size_t)(to - from),
		    (size_t)(from - p), (size_t)(to - p));
		at++;
	}
}

void
kinds_scan(struct found *f)
{
	size_t i;
	unsigned fold = 0;

	for (i = 0; i < f->w->count; i++)
		if (f->w->rules[i].r.kind >= WORDS_ID_CARD)
			fold |= f->w->rules[i].r.fold;
	numbers_scan(f, fold);
	if (kind_rule(f->w, WORDS_EMAIL) != NULL)
		mails_scan(f);
}
