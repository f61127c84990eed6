/*
 * Personal data by form and checksum.  Sources: GB 11643-1999 (resident id, ISO 7064
 * MOD 11-2), ISO/IEC 7812-1 (Luhn), the ministry's numbering plan for phones.
 */
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "base/words_inside.h"

#define DIGITS_MAX 24

static int
two(const char *d)
{
	return ((d[0] - '0') * 10 + d[1] - '0');
}

static bool
date_valid(int year, int month, int day)
{
	static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
	    31 };
	time_t now = time(NULL);
	struct tm tm;

	if (gmtime_r(&now, &tm) == NULL)
		return (false);
	return (year >= 1900 && year <= tm.tm_year + 1900 && month >= 1 &&
	    month <= 12 && day >= 1 && day <= DAYS[month - 1] +
	    (month == 2 && ((year % 4 == 0 && year % 100 != 0) ||
	    year % 400 == 0)));
}

/* The first two digits: provinces, Hong Kong, Macao, Taiwan; 9: foreigners
 * with permanent residence (since 2023). */
static bool
region_valid(const char *d)
{
	int p = two(d);

	return ((p >= 11 && p <= 15) || (p >= 21 && p <= 23) ||
	    (p >= 31 && p <= 37) || (p >= 41 && p <= 46) ||
	    (p >= 50 && p <= 54) || (p >= 61 && p <= 65) || p == 71 ||
	    (p >= 81 && p <= 83) || p >= 90);
}

static bool
id_valid(const char *d, size_t n)
{
	static const int WEIGHTS[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10,
	    5, 8, 4, 2 };
	static const char CHECKS[] = "10X98765432";
	int sum = 0;
	size_t i;

	if ((n != 15 && n != 18) || !region_valid(d))
		return (false);
	if (n == 15)
		return (d[14] != 'X' && date_valid(1900 + two(d + 6),
		    two(d + 8), two(d + 10)));
	for (i = 0; i < 17; i++)
		sum += (d[i] - '0') * WEIGHTS[i];
	return (CHECKS[sum % 11] == d[17] && date_valid(two(d + 6) * 100 +
	    two(d + 8), two(d + 10), two(d + 12)));
}

static bool
luhn(const char *d, size_t n)
{
	int sum = 0, v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = d[n - 1 - i] - '0';
		if (i % 2 == 1 && (v *= 2) > 9)
			v -= 9;
		sum += v;
	}
	return (sum % 10 == 0);
}

/* UnionPay 62 and 81, Visa, MasterCard (51-55, 2221-2720), Maestro 5 and 6,
 * American Express, JCB, Diners; older ones of ICBC begin with 955. */
static bool
card_valid(const char *d, size_t n)
{
	int p = two(d), four;

	if (n < 13 || n > 19 || memchr(d, 'X', n) != NULL || !luhn(d, n))
		return (false);
	four = p * 100 + two(d + 2);
	if (p == 34 || p == 37)
		return (n == 15);
	if (p >= 20 && p <= 27)
		return (n == 16 && four >= 2221 && four <= 2720);
	if (p == 30 || p == 36 || p == 38 || p == 39)
		return (n == 14);
	return ((p == 35 && n == 16) || d[0] == '4' || d[0] == '5' ||
	    d[0] == '6' || p == 81 || (n >= 16 && memcmp(d, "955", 3) == 0));
}

/* 13 to 19 with their third digit: 14 and 16 have fewer of them. */
static bool
mobile_valid(const char *d, size_t n)
{
	if (n == 15 && memcmp(d, "0086", 4) == 0)
		d += 4, n -= 4;
	else if (n == 13 && memcmp(d, "86", 2) == 0)
		d += 2, n -= 2;
	return (n == 11 && d[0] == '1' && d[1] >= '3' && d[10] != 'X');
}

/* Area codes: 010, 02x, 03xx to 09xx; then seven or eight digits. */
static bool
telephone_valid(const char *d, size_t n)
{
	size_t area;

	if (memchr(d, 'X', n) != NULL)
		return (false);
	if (n == 10 && (memcmp(d, "400", 3) == 0 || memcmp(d, "800", 3) == 0))
		return (true);
	if (n < 10 || d[0] != '0' || d[1] == '0')
		return (false);
	area = d[1] == '1' || d[1] == '2' ? 3 : 4;
	return (n - area >= 7 && n - area <= 8 && d[area] >= '1' &&
	    (area == 4 || d[1] != '1' || d[2] == '0'));
}

static bool
number_valid(enum words_kind kind, const char *d, size_t n)
{
	switch (kind) {
	case WORDS_ID_CARD:
		return (id_valid(d, n));
	case WORDS_BANK_CARD:
		return (card_valid(d, n));
	case WORDS_MOBILE:
		return (mobile_valid(d, n));
	case WORDS_TELEPHONE:
		return (telephone_valid(d, n));
	default:
		return (false);
	}
}

/* Numbers as wholes are strict about what stands between their digits: forms
 * in which nobody writes a country code are refused. */
static bool
whole_form(enum words_kind kind, const char *p, size_t n, char *d, size_t *m)
{
	bool plus = false, parted = false;
	size_t i;

	*m = 0;
	for (i = 0; i < n; i++) {
		if (p[i] >= '0' && p[i] <= '9') {
			if (*m == DIGITS_MAX)
				return (false);
			d[(*m)++] = p[i];
		} else if (i == 0 && p[i] == '+' && kind == WORDS_MOBILE)
			plus = true;
		else if ((p[i] == 'X' || p[i] == 'x') && i + 1 == n &&
		    kind == WORDS_ID_CARD)
			d[(*m)++] = 'X';
		else if ((p[i] == '-' || p[i] == ' ') && i > 0 && i + 1 < n &&
		    kind != WORDS_ID_CARD)
			parted = true;
		else
			return (false);
	}
	if (kind == WORDS_MOBILE)
		return (plus ? *m == 13 && !parted : *m == 11 || !parted);
	return (*m > 0);
}

static bool
email_valid(const char *p, size_t n)
{
	const char *at = memchr(p, '@', n), *dot;
	size_t i;

	if (at == NULL || at == p || n > 254 || at - p > 64)
		return (false);
	for (i = 0; i < n; i++)
		if (p + i != at && !((p[i] | 32) >= 'a' && (p[i] | 32) <= 'z') &&
		    !(p[i] >= '0' && p[i] <= '9') &&
		    strchr(p + i < at ? "._%+-" : ".-", p[i]) == NULL)
			return (false);
	dot = memrchr(at, '.', n - (size_t)(at - p));
	return (dot != NULL && dot > at + 1 && p + n - dot > 2 &&
	    memchr(p, '\0', n) == NULL);
}

bool
words_valid(enum words_kind kind, const char *text, size_t length)
{
	char d[DIGITS_MAX + 2] = { 0 };
	size_t n;

	if (kind == WORDS_EMAIL)
		return (email_valid(text, length));
	return (length < 64 && whole_form(kind, text, length, d, &n) &&
	    number_valid(kind, d, n));
}

void
words_mask(const char *text, size_t length, struct words_mask mask,
    struct buf *out)
{
	const char *p = text, *end = text + length, *from;
	size_t n = 0, i = 0;

	for (; p < end; utf8_next(&p, end))
		n += strchr(" -.", *p) == NULL;
	for (p = text; p < end;) {
		from = p;
		utf8_next(&p, end);
		if (strchr(" -.", *from) != NULL) {
			buf_char(out, *from);
			continue;
		}
		if (i < mask.first || i + mask.last >= n)
			buf_append(out, from, (size_t)(p - from));
		else
			buf_char(out, '*');
		i++;
	}
}

struct words_mask
words_mask_default(enum words_kind kind)
{
	switch (kind) {
	case WORDS_ID_CARD:
		return ((struct words_mask){ 2, 0 });
	case WORDS_MOBILE:
	case WORDS_TELEPHONE:
		return ((struct words_mask){ 3, 0 });
	case WORDS_BANK_CARD:
		return ((struct words_mask){ 0, 4 });
	default:
		return ((struct words_mask){ 1, 0 });
	}
}
